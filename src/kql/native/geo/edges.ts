import { sign } from './sign.ts';
import { add, angleBetween, cross, dot, normalize, normalOf, norm, scale, subtract, type Vector } from './vector.ts';

/** The shorter way between two points along their great circle. */
export type Edge = readonly [from: Vector, to: Vector];

/** The point of an edge that is nearest to a point. */
export function project(point: Vector, [a, b]: Edge): Vector {
  const normal = normalOf(a, b);
  const unit = normalize(normal);
  const onCircle = subtract(point, scale(unit, dot(point, unit)));
  if (norm(onCircle) > 0 && dot(cross(normal, a), onCircle) > 0 && dot(cross(normal, b), onCircle) < 0) return normalize(onCircle);
  return dot(subtract(point, a), subtract(point, a)) <= dot(subtract(point, b), subtract(point, b)) ? a : b;
}

/** The point at an angle from the start of an edge, along it. */
export function pointAt([a, b]: Edge, angle: number): Vector {
  const direction = normalize(cross(normalOf(a, b), a));
  return onRay(a, direction, angle);
}

/** The point at an angle from another, into a direction that is at a right angle to it. */
export function onRay(origin: Vector, direction: Vector, angle: number): Vector {
  return normalize(add(scale(origin, Math.cos(angle)), scale(direction, Math.sin(angle))));
}

/** The point at a share of the length of an edge. */
export function interpolate([a, b]: Edge, share: number): Vector {
  if (share === 0) return a;
  if (share === 1) return b;
  return pointAt([a, b], share * angleBetween(a, b));
}

/** Where two crossing edges meet. */
export function intersection([a, b]: Edge, [c, d]: Edge): Vector {
  const meeting = normalize(cross(normalize(normalOf(a, b)), normalize(normalOf(c, d))));
  return dot(meeting, add(add(a, b), add(c, d))) >= 0 ? meeting : scale(meeting, -1);
}

/** True where `b` lies strictly inside the turn from `a` counterclockwise to `c` about `o`. */
export function isBetweenTurns([a, b, c]: readonly [Vector, Vector, Vector], o: Vector): boolean {
  const turns = (sign(b, o, a) >= 0 ? 1 : 0) + (sign(c, o, b) >= 0 ? 1 : 0) + (sign(a, o, c) > 0 ? 1 : 0);
  return turns >= 2;
}
