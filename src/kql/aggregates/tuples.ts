import { checkConstants } from './constants.ts';
import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, onRow } from '../environment.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { columnScalar, type Relation } from '../relation.ts';
import { quoteString } from '../sql/quote.ts';
import { child, classOf, columnsOfType, type NamedType, nameOf, type SyntaxNode } from '../syntax/tree.ts';
import { convert } from '../expressions/convert.ts';
import { isKqlType, type KqlType, type Scalar } from '../types.ts';
import type { GroupOutput } from './row.ts';
import { weightedPercentile } from './sketches.ts';

type TuplePlace = {
  readonly input: Relation;
  readonly environment: Environment;
  readonly take: () => NamedType;
  /** Computes an aggregate once, in a hidden column beside the others, for outputs that take parts of it. */
  readonly hold: (sql: string) => string;
};

/** Aggregates that give several columns: arg_max, arg_min, take_any(*), percentiles. Null when the expression is none of them. */
export function tupleAggregate(expression: SyntaxNode, place: TuplePlace): readonly GroupOutput[] | null {
  const inner =
    classOf(expression) === 'SimpleNamedExpression' || classOf(expression) === 'CompoundNamedExpression'
      ? child(expression, 'Expression')
      : expression;
  if (classOf(inner) !== 'FunctionCallExpression') return null;
  const name = nameOf(child(inner, 'Name')).toLowerCase();
  const args = argumentsOf(inner);
  switch (name) {
    case 'arg_max':
    case 'arg_min':
    case 'argmax':
    case 'argmin':
      return extremeRow(name.includes('max') ? 'arg_max' : 'arg_min', inner, place);
    case 'take_any':
    case 'any':
      return args.length > 1 || args.some(isStar) ? anyRow(inner, place) : null;
    case 'percentiles':
      return percentiles(inner, { ...place, isWeighted: false });
    case 'percentilesw':
      return percentiles(inner, { ...place, isWeighted: true });
    default:
      return null;
  }
}

function isStar(node: SyntaxNode): boolean {
  return classOf(node) === 'StarExpression';
}

/** The row on which the first argument is largest; of equals the one that comes first. */
function extremeRow(native: string, node: SyntaxNode, { input, environment, take, hold }: TuplePlace): readonly GroupOutput[] {
  const row = onRow(environment, input);
  const [first, ...rest] = argumentsOf(node);
  if (first === undefined) return refuse('This aggregate without arguments', { at: node });
  const by = compileScalar(first, row);
  if (by.type === 'dynamic') refuse(`${native}() by a dynamic value`, { at: first, instead: 'give it a type, for example todatetime()' });
  const columns = tupleColumns(node);
  const others = rest.some(isStar) ? starColumns(columns.slice(1), { input, rest, row }) : rest.map((item) => compileScalar(item, row));
  const packed = `{${[by, ...others].map((value, index) => `'f${index}': ${value.sql}`).join(', ')}}`;
  const chosen = hold(`coalesce(${native}(${packed}, ${by.sql}), any_value(${packed}))`);
  return [by, ...others].map((value, index) => fieldOutput(chosen, { index, value, take }));
}

function anyRow(node: SyntaxNode, { input, environment, take }: TuplePlace): readonly GroupOutput[] {
  const row = onRow(environment, input);
  const args = argumentsOf(node);
  const values = args.some(isStar)
    ? starColumns(tupleColumns(node), { input, rest: args, row })
    : args.map((item) => compileScalar(item, row));
  return values.map((value) => {
    const { name, type } = take();
    return { name, scalar: finished({ sql: `any_value(${value.sql})`, type: value.type, total: false }, type) };
  });
}

function percentiles(
  node: SyntaxNode,
  { input, environment, take, isWeighted }: TuplePlace & { readonly isWeighted: boolean },
): readonly GroupOutput[] {
  const row = onRow(environment, input);
  const [first, ...rest] = argumentsOf(node);
  if (first === undefined) return refuse('This aggregate without arguments', { at: node });
  const value = compileScalar(first, row);
  const weight = isWeighted && rest[0] !== undefined ? compileScalar(rest[0], row) : undefined;
  const ranks = isWeighted ? rest.slice(1) : rest;
  checkConstants(ranks);
  return ranks.map((rank) => {
    const { name, type } = take();
    const share = convert(compileScalar(rank, row), 'real');
    if (weight !== undefined) {
      const sql = weightedPercentile({ value, weight, rank: share }, { filter: '', order: '' });
      return { name, scalar: finished({ sql, type: value.type === 'dynamic' ? 'real' : value.type, total: false }, type) };
    }
    const sql = `quantile_disc(${value.sql}, least(greatest(${share.sql} / 100.0, 0.0), 1.0))`;
    return { name, scalar: finished({ sql, type: value.type, total: false }, type) };
  });
}

/** The columns that `*` stands for: those of the tuple that the input has by name, the keys left out by the binder. */
function starColumns(
  columns: readonly NamedType[],
  { input, rest, row }: { readonly input: Relation; readonly rest: readonly SyntaxNode[]; readonly row: Environment },
): readonly Scalar[] {
  if (rest.length !== 1) refuse('A star beside other columns', { at: rest[0] ?? null });
  void row;
  return columns.map(({ name }) => {
    const column = input.columns.find((candidate) => candidate.name === name);
    return column === undefined ? refuse(`The column '${name}' in *`, { at: rest[0] ?? null }) : columnScalar(column);
  });
}

function tupleColumns(node: SyntaxNode): readonly NamedType[] {
  return columnsOfType((node as unknown as { readonly ResultType?: Parameters<typeof columnsOfType>[0] }).ResultType ?? null);
}

function fieldOutput(
  chosen: string,
  { index, value, take }: { readonly index: number; readonly value: Scalar; readonly take: () => NamedType },
): GroupOutput {
  const { name, type } = take();
  return {
    name,
    held: true,
    scalar: finished({ sql: `struct_extract(${chosen}, ${quoteString(`f${index}`)})`, type: value.type, total: false }, type),
  };
}

function finished(scalar: Scalar, type: string): Scalar {
  const wanted: KqlType = isKqlType(type) ? type : scalar.type;
  const value = scalar.type === 'string' ? { ...scalar, sql: `coalesce(${scalar.sql}, '')`, total: true } : scalar;
  return convert(value, wanted);
}
