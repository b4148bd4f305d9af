/** Directions from `low` counterclockwise to `high`, in radians between -π and π. */
type Directions = { readonly low: number; readonly high: number };

export const allDirections: Directions = { low: -Math.PI, high: Math.PI };
const noDirections: Directions = { low: Math.PI, high: -Math.PI };

function isFull({ low, high }: Directions): boolean {
  return low === -Math.PI && high === Math.PI;
}

function isEmpty({ low, high }: Directions): boolean {
  return low === Math.PI && high === -Math.PI;
}

function wrapped(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}

function around(center: number, [right, left]: readonly [number, number]): Directions {
  return right + left >= 2 * Math.PI ? allDirections : { low: wrapped(center - right), high: wrapped(center + left) };
}

function includes({ low, high }: Directions, direction: number): boolean {
  return low <= high ? direction >= low && direction <= high : direction >= low || direction <= high;
}

function includesAll(outer: Directions, inner: Directions): boolean {
  const [outerWraps, innerWraps] = [outer.low > outer.high, inner.low > inner.high];
  if (outerWraps === innerWraps) return inner.low >= outer.low && inner.high <= outer.high;
  return outerWraps ? (inner.low >= outer.low || inner.high <= outer.high) && !isEmpty(outer) : isFull(outer) || isEmpty(inner);
}

/** What two have in common; where that is in two parts, the shorter of the two given. */
function inBoth(a: Directions, b: Directions): Directions {
  if (isFull(a) || isEmpty(b)) return b;
  if (isFull(b) || isEmpty(a)) return a;
  const width = ({ low, high }: Directions): number => (high >= low ? high - low : high - low + 2 * Math.PI);
  const [lowInA, highInA] = [includes(a, b.low), includes(a, b.high)];
  if (lowInA && highInA) return width(a) < width(b) ? a : b;
  if (lowInA) return { low: b.low, high: a.high };
  if (highInA) return { low: a.low, high: b.high };
  return includes(b, a.low) ? a : noDirections;
}

type Avoided = { readonly range: Directions; readonly onLeft: boolean };

/** The directions in which an edge may leave a point: what it must meet narrows them, what it must avoid cuts them. */
export type Window = { readonly allowed: Directions; readonly waiting: readonly Avoided[] };

export const openWindow: Window = { allowed: allDirections, waiting: [] };

export function isClosed({ allowed }: Window): boolean {
  return isEmpty(allowed);
}

/** Only directions that come within half a width of one. */
export function toward(window: Window, [direction, half]: readonly [number, number]): Window {
  const narrowed = inBoth(window.allowed, around(direction, [half, half]));
  // What is to be avoided can be cut off once the window is less than half a turn.
  return { allowed: window.waiting.reduce((allowed, avoided) => without(allowed, avoided), narrowed), waiting: [] };
}

/** No direction that comes within half a width of one, or passes it on the wrong side. */
export function awayFrom(window: Window, [direction, half, onLeft]: readonly [number, number, boolean]): Window {
  const range = around(direction, onLeft ? [half, Math.PI / 2] : [Math.PI / 2, half]);
  if (isFull(window.allowed)) return { ...window, waiting: [...window.waiting, { range, onLeft }] };
  return { ...window, allowed: without(window.allowed, { range, onLeft }) };
}

export function allows({ allowed, waiting }: Window, direction: number): boolean {
  return includes(allowed, direction) && !waiting.some(({ range }) => includes(range, direction));
}

function without(allowed: Directions, { range, onLeft }: Avoided): Directions {
  if (isEmpty(allowed)) return allowed;
  if (includesAll(allowed, range)) return onLeft ? { low: allowed.low, high: range.low } : { low: range.high, high: allowed.high };
  return inBoth(allowed, { low: range.high, high: range.low });
}
