import { type Dynamic, printDynamic } from './dynamic.ts';

/** The order of dynamic values: numbers before texts, others by their JSON. */
export function compareDynamic(left: Dynamic, right: Dynamic): number {
  const [a, b] = [rank(left), rank(right)];
  if (a !== b) return a - b;
  if (a === 1) return Number(left) - Number(right);
  const [textLeft, textRight] = [textOf(left), textOf(right)];
  return textLeft < textRight ? -1 : textLeft > textRight ? 1 : 0;
}

function rank(value: Dynamic): number {
  if (typeof value === 'boolean') return 0;
  if (typeof value === 'number' || typeof value === 'bigint') return 1;
  return typeof value === 'string' ? 2 : 3;
}

function textOf(value: Dynamic): string {
  return typeof value === 'string' ? value : printDynamic(value);
}
