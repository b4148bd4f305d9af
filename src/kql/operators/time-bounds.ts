import { compileScalar, type Environment, type TimeBounds } from '../environment.ts';
import { child, classOf, nameOf, type SyntaxNode, textOf } from '../syntax/tree.ts';

type Bound = { readonly side: 'from' | 'to'; readonly ticks: bigint };

/** Which sides of the time an operator bounds, with the time on its left, and by how many ticks the value itself is left out. */
const sides: ReadonlyMap<string, readonly { readonly side: Bound['side']; readonly shift: bigint }[]> = new Map([
  ['>', [{ side: 'from', shift: 1n }]],
  ['>=', [{ side: 'from', shift: 0n }]],
  ['<', [{ side: 'to', shift: -1n }]],
  ['<=', [{ side: 'to', shift: 0n }]],
  [
    '==',
    [
      { side: 'from', shift: 0n },
      { side: 'to', shift: 0n },
    ],
  ],
]);
const mirrored: ReadonlyMap<string, string> = new Map([
  ['>', '<'],
  ['>=', '<='],
  ['<', '>'],
  ['<=', '>='],
  ['==', '=='],
]);

/** What conditions that must all hold say of TimeGenerated, where they compare it with times that the query fixes. */
export function timeBounds(conditions: readonly SyntaxNode[], environment: Environment): TimeBounds {
  const bounds = conditions.flatMap((condition) => boundsOf(condition, environment));
  const ticks = (side: Bound['side']) => bounds.filter((bound) => bound.side === side).map((bound) => bound.ticks);
  return {
    from: ticks('from').reduce<bigint | null>((held, each) => (held === null || each > held ? each : held), null),
    to: ticks('to').reduce<bigint | null>((held, each) => (held === null || each < held ? each : held), null),
  };
}

function boundsOf(condition: SyntaxNode, environment: Environment): readonly Bound[] {
  switch (classOf(condition)) {
    case 'BinaryExpression': {
      const [left, right] = [child(condition, 'Left'), child(condition, 'Right')];
      const operator = textOf(child(condition, 'Operator'));
      if (isTime(left)) return toBounds(operator, right, environment);
      return isTime(right) ? toBounds(mirrored.get(operator) ?? '', left, environment) : [];
    }
    case 'BetweenExpression': {
      // !between leaves out the middle, which no range can.
      if (!isTime(child(condition, 'Left')) || textOf(child(condition, 'Operator')).startsWith('!')) return [];
      const couple = child(condition, 'Right');
      return [...toBounds('>=', child(couple, 'First'), environment), ...endOf(couple, environment)];
    }
    default:
      return [];
  }
}

/** The end of a between is a time, or a timespan after its start. */
function endOf(couple: SyntaxNode, environment: Environment): readonly Bound[] {
  const [start, end] = [ticksOf(child(couple, 'First'), environment), compileScalar(child(couple, 'Second'), environment)];
  if (typeof end.literal !== 'bigint') return [];
  if (end.type === 'datetime') return [{ side: 'to', ticks: end.literal }];
  return end.type === 'timespan' && start !== null ? [{ side: 'to', ticks: start + end.literal }] : [];
}

function toBounds(operator: string, value: SyntaxNode, environment: Environment): readonly Bound[] {
  const found = sides.get(operator) ?? [];
  if (found.length === 0) return [];
  const ticks = ticksOf(value, environment);
  return ticks === null ? [] : found.map(({ side, shift }) => ({ side, ticks: ticks + shift }));
}

function ticksOf(value: SyntaxNode, environment: Environment): bigint | null {
  const { type, literal } = compileScalar(value, environment);
  return type === 'datetime' && typeof literal === 'bigint' ? literal : null;
}

function isTime(node: SyntaxNode): boolean {
  return classOf(node) === 'NameReference' && nameOf(node) === 'TimeGenerated';
}
