import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, type Output } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { child, classOf, list, nameOf, resultColumns, type SyntaxNode } from '../syntax/tree.ts';
import { isKqlType, type Scalar } from '../types.ts';

/**
 * The columns that a list of expressions computes, with the names and types that the binder gave to the operator's result:
 * unnamed expressions are `Column1`, `print_0`, or the last part of a path.
 */
export function namedOutputs(operator: SyntaxNode, expressions: readonly SyntaxNode[], environment: Environment): readonly Output[] {
  const columns = resultColumns(operator);
  return expressions.map((expression, index) => {
    const column = columns[index];
    if (column === undefined) refuse('An expression that makes no column', { at: expression });
    return { name: column.name, scalar: typed(compileScalar(expression, environment), column.type) };
  });
}

/** A value in the type that the binder expects of its column. */
export function typed(scalar: Scalar, type: string): Scalar {
  // The engine's own type stands where it differs from the binder's; a dynamic takes the declared one.
  return isKqlType(type) && scalar.type === 'dynamic' ? convert(scalar, type) : scalar;
}

/** The name that an expression of extend or project is given in the query, or null. */
export function writtenNames(expression: SyntaxNode): readonly string[] | null {
  const kind = classOf(expression);
  if (kind === 'SimpleNamedExpression') return [nameOf(child(expression, 'Name'))];
  if (kind === 'CompoundNamedExpression') return list(child(expression, 'Names'), 'Names').map(nameOf);
  return null;
}
