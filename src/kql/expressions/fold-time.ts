import { maxDatetimeTicks } from '../native/time-text.ts';
import type { KqlType, Scalar } from '../types.ts';

/** A time moved by ticks; null where that leaves the years 1 to 9999. */
export function shiftTime(time: bigint, ticks: bigint): bigint | null {
  const moved = time + ticks;
  return moved >= 0n && moved <= maxDatetimeTicks ? moved : null;
}

/** Arithmetic on times that the query writes out; null leaves it to the engine. */
export function foldTime(
  operator: string,
  { left, right, result }: { readonly left: Scalar; readonly right: Scalar; readonly result: KqlType },
): bigint | null {
  if (typeof left.literal !== 'bigint' || typeof right.literal !== 'bigint') return null;
  const [a, b] = [left.literal, right.literal];
  if (operator !== '+' && operator !== '-') return null;
  const other = operator === '+' ? b : -b;
  if (result === 'datetime' && left.type === 'datetime' && right.type === 'timespan') return shiftTime(a, other);
  const isSpan = result === 'timespan' && left.type === right.type;
  const span = a + other;
  return isSpan && BigInt.asIntN(64, span) === span ? span : null;
}
