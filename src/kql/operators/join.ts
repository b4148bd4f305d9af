import { refuse } from '../diagnostics.ts';
import { compileScalar, compileTabular, type Environment, onRow, plainRelation } from '../environment.ts';
import { alignTypes } from '../expressions/comparison.ts';
import { type Column, columnScalar, nameColumns, type Relation } from '../relation.ts';
import { child, classOf, list, nameOf, optional, resultColumns, type SyntaxNode, textOf } from '../syntax/tree.ts';
import type { Scalar } from '../types.ts';
import { parameter } from './parameters.ts';
import { filterStep } from './rows.ts';

type Kind = 'innerunique' | 'inner' | 'leftouter' | 'rightouter' | 'fullouter' | 'leftsemi' | 'rightsemi' | 'leftanti' | 'rightanti';

const kinds: Readonly<Record<string, Kind>> = {
  innerunique: 'innerunique',
  inner: 'inner',
  leftouter: 'leftouter',
  rightouter: 'rightouter',
  fullouter: 'fullouter',
  leftsemi: 'leftsemi',
  rightsemi: 'rightsemi',
  leftanti: 'leftanti',
  rightanti: 'rightanti',
  anti: 'leftanti',
  leftantisemi: 'leftanti',
  rightantisemi: 'rightanti',
};

type Pair = { readonly left: Scalar; readonly right: Scalar; readonly node: SyntaxNode };

/** `join kind=… (T) on …`: innerunique unless said otherwise; null matches null. */
export function compileJoin(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const word = parameter(node, 'kind') ?? 'innerunique';
  const kind = new Map(Object.entries(kinds)).get(word.toLowerCase()) ?? refuse(`join kind=${word}`, { at: node });
  const right = compileTabular(child(node, 'Expression'), onRow(environment, null));
  const condition = optional(node, 'ConditionClause');
  const pairs = condition === null ? [] : keyPairs(condition, { left: input, right, environment });
  return joinStep({ node, kind, left: input, right, pairs, environment });
}

type Join = {
  readonly node: SyntaxNode;
  readonly kind: Kind;
  readonly left: Relation;
  readonly right: Relation;
  readonly pairs: readonly Pair[];
  readonly environment: Environment;
};

function joinStep({ node, kind, left, right, pairs, environment }: Join): Relation {
  const on = pairs.length === 0 ? 'true' : pairs.map(matchSql).join(' AND ');
  const leftFrom = kind === 'innerunique' ? uniqueRows(left, pairs, environment) : left.from;
  const results = resultColumns(node);
  if (kind === 'leftsemi' || kind === 'leftanti' || kind === 'rightsemi' || kind === 'rightanti') {
    const [kept, other] = kind.startsWith('left') ? ([left, right] as const) : ([right, left] as const);
    const [keptAlias, otherAlias] = kind.startsWith('left') ? ['l', 'r'] : ['r', 'l'];
    const word = kind.endsWith('anti') ? 'ANTI' : 'SEMI';
    const body = `SELECT ${keptAlias}.* FROM ${kept.from} AS ${keptAlias} ${word} JOIN ${other.from} AS ${otherAlias} ON ${on}`;
    return {
      ...kept,
      from: environment.compilation.define('join', body),
      serialized: false,
      parts: left.parts.length > 0 && kept !== left ? [] : kept.parts,
    };
  }
  const all = [...left.columns.map((column) => ({ column, side: 'l' })), ...right.columns.map((column) => ({ column, side: 'r' }))];
  if (results.length !== all.length) refuse('This form of join', { at: node });
  const outer = { l: kind === 'rightouter' || kind === 'fullouter', r: kind === 'leftouter' || kind === 'fullouter' };
  const columns = nameColumns(
    all.map(({ column, side }, index) => ({
      name: results[index]?.name ?? column.name,
      type: column.type,
      total: column.total && !outer[side as 'l' | 'r'],
    })),
  );
  const items = all.map(({ column, side }, index) =>
    sidedItem(column, { side, missing: outer[side as 'l' | 'r'], as: columns[index]?.sql ?? '' }),
  );
  const parts = left.parts.map((part) => `l.${part}`);
  const words = { innerunique: 'JOIN', inner: 'JOIN', leftouter: 'LEFT JOIN', rightouter: 'RIGHT JOIN', fullouter: 'FULL JOIN' } as const;
  const body = `SELECT ${[...parts, ...items].join(', ')} FROM ${leftFrom} AS l ${words[kind]} ${right.from} AS r ON ${on}`;
  const joined = { ...plainRelation(environment.compilation.define('join', body), columns), parts: left.parts };
  if (kind !== 'innerunique') return joined;
  const narrowed = {
    names: new Set(left.columns.map(({ name }) => name)),
    by: (condition: (rows: Relation) => string) =>
      joinStep({ node, kind, left: filterStep(left, { environment, condition: condition(left) }), right, pairs, environment }),
  };
  return { ...joined, narrowed };
}

/** `lookup`: the right side's columns without its keys, outer unless inner is asked for. */
export function compileLookup(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const word = parameter(node, 'kind') ?? 'leftouter';
  if (word !== 'leftouter' && word !== 'inner') refuse(`lookup kind=${word}`, { at: node });
  const right = compileTabular(child(node, 'Expression'), onRow(environment, null));
  const pairs = keyPairs(child(node, 'LookupClause'), { left: input, right, environment });
  const results = resultColumns(node);
  const keys = new Set(pairs.map(({ right: key }) => key.sql));
  const kept = [
    ...input.columns.map((column) => ({ column, side: 'l' })),
    ...right.columns.filter((column) => !keys.has(`r.${column.sql}`)).map((column) => ({ column, side: 'r' })),
  ];
  if (results.length !== kept.length) refuse('This form of lookup', { at: node });
  const columns = nameColumns(
    kept.map(({ column, side }, index) => ({
      name: results[index]?.name ?? column.name,
      type: column.type,
      total: column.total && side === 'l',
    })),
  );
  const items = kept.map(({ column, side }, index) => sidedItem(column, { side, missing: side === 'r', as: columns[index]?.sql ?? '' }));
  const on = pairs.length === 0 ? 'true' : pairs.map(matchSql).join(' AND ');
  const body = `SELECT ${[...input.parts.map((part) => `l.${part}`), ...items].join(', ')} FROM ${input.from} AS l ${word === 'inner' ? 'JOIN' : 'LEFT JOIN'} ${right.from} AS r ON ${on}`;
  return { ...plainRelation(environment.compilation.define('lookup', body), columns), parts: input.parts };
}

function keyPairs(
  condition: SyntaxNode,
  { left, right, environment }: { readonly left: Relation; readonly right: Relation; readonly environment: Environment },
): readonly Pair[] {
  if (classOf(condition) !== 'JoinOnClause') return refuse('A join condition with where', { at: condition, instead: 'use on' });
  const sides = { left: sided(left, 'l'), right: sided(right, 'r') };
  return list(condition, 'Expressions').flatMap((expression) => pairsOf(expression, { ...onRow(environment, null), sides }));
}

function pairsOf(expression: SyntaxNode, place: Environment): readonly Pair[] {
  const kind = classOf(expression);
  if (kind === 'ParenthesizedExpression') return pairsOf(child(expression, 'Expression'), place);
  if (kind === 'NameReference') {
    const name = nameOf(expression);
    const [left, right] = [place.sides?.left, place.sides?.right].map((side) => side?.find((column) => column.name === name));
    if (left === undefined || right === undefined) return refuse(`The key '${name}'`, { at: expression });
    return [{ left: columnScalar(left), right: columnScalar(right), node: expression }];
  }
  if (kind !== 'BinaryExpression') return refuse(`The join condition '${textOf(expression).slice(0, 60)}'`, { at: expression });
  const operator = textOf(child(expression, 'Operator'));
  if (operator === 'and') return [...pairsOf(child(expression, 'Left'), place), ...pairsOf(child(expression, 'Right'), place)];
  if (operator !== '==') return refuse(`'${operator}' in a join condition`, { at: expression, instead: 'only equality joins' });
  const [first, second] = [compileScalar(child(expression, 'Left'), place), compileScalar(child(expression, 'Right'), place)];
  const swapped = first.sql.startsWith('r.');
  return [{ left: swapped ? second : first, right: swapped ? first : second, node: expression }];
}

function sided(relation: Relation, alias: string): readonly Column[] {
  return relation.columns.map((column) => ({ ...column, sql: `${alias}.${column.sql}` }));
}

function matchSql({ left, right, node }: Pair): string {
  const pair = alignTypes({ left, right }, node);
  return `${pair.left.sql} ${pair.left.total && pair.right.total ? '=' : 'IS NOT DISTINCT FROM'} ${pair.right.sql}`;
}

function sidedItem(
  column: Column,
  { side, missing, as }: { readonly side: string; readonly missing: boolean; readonly as: string },
): string {
  const plain = `${side}.${column.sql}`;
  return `${missing && column.type === 'string' ? `coalesce(${plain}, '')` : plain} AS ${as}`;
}

/** innerunique: of left rows with the same keys only one takes part. */
function uniqueRows(left: Relation, pairs: readonly Pair[], environment: Environment): string {
  const keys = [...left.parts, ...pairs.map(({ left: key }) => key.sql.replace(/^l\./, ''))];
  if (keys.length === 0) return left.from;
  const order =
    left.order.length === 0 ? '' : ` ORDER BY ${left.order.map(({ sql, descending }) => `${sql}${descending ? ' DESC' : ''}`).join(', ')}`;
  return environment.compilation.define('unique', `SELECT DISTINCT ON (${keys.join(', ')}) * FROM ${left.from}${order}`);
}
