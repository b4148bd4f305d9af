import { compileScalar, type Environment, type Output } from '../environment.ts';
import { refuse } from '../diagnostics.ts';
import { namedOutputs, typed, writtenNames } from './outputs.ts';
import { child, classOf, columnsOfType, resultColumns, type SyntaxNode } from '../syntax/tree.ts';

/** The name of one column of a tuple, given those that the query writes; null where the operator makes no column of it. */
type NameColumn = (index: number, written: readonly string[]) => string | null;

/**
 * Expressions that give several columns at once (`series_stats()`, `(a, b) = series_fit_line()`): the native gives a JSON
 * array, and each column takes its place of it. Names in the query are those of the first columns.
 */
export function tupleOutputs(expression: SyntaxNode, place: Environment, nameColumn: NameColumn): readonly Output[] {
  const written = writtenNames(expression);
  const inner = written === null ? expression : child(expression, 'Expression');
  const type = (inner as unknown as { readonly ResultType?: Parameters<typeof columnsOfType>[0] }).ResultType ?? null;
  if (type === null || classOf(type) !== 'TupleSymbol') refuse('Several names for one value', { at: expression });
  const value = compileScalar(inner, place);
  return columnsOfType(type).flatMap((column, index) => {
    const name = nameColumn(index, written ?? []);
    if (name === null) return [];
    const part = { sql: `kql_element(${value.sql}, '${index}')`, type: 'dynamic' as const, total: false };
    return [{ name, scalar: typed(part, column.type) }];
  });
}

/** True for an expression that makes several columns. */
export function isTuple(expression: SyntaxNode): boolean {
  if (classOf(expression) === 'CompoundNamedExpression') return true;
  const inner = classOf(expression) === 'SimpleNamedExpression' ? child(expression, 'Expression') : expression;
  return classOf((inner as unknown as { readonly ResultType?: object | null }).ResultType ?? {}) === 'TupleSymbol';
}

/** The columns that a list of expressions makes, in the order and with the names of the operator's result. */
export function listedOutputs(operator: SyntaxNode, expressions: readonly SyntaxNode[], place: Environment): readonly Output[] {
  if (!expressions.some(isTuple)) return namedOutputs(operator, expressions, place);
  const rest = resultColumns(operator).map(({ name }) => name);
  const next = (expression: SyntaxNode): string => rest.shift() ?? refuse('An expression that makes no column', { at: expression });
  const namedOnly = classOf(operator) === 'PrintOperator';
  return expressions.flatMap((expression) => {
    if (!isTuple(expression)) return [{ name: next(expression), scalar: compileScalar(expression, place) }];
    return tupleOutputs(expression, place, (index, written) =>
      namedOnly && written.length > 0 && index >= written.length ? null : next(expression),
    );
  });
}
