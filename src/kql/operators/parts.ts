import { refuse } from '../diagnostics.ts';
import { compileScalar, compileTabular, type Environment, onRow, rowStep, unchanged } from '../environment.ts';
import type { Relation } from '../relation.ts';
import { child, classOf, type SyntaxNode } from '../syntax/tree.ts';

/** `partition by k (subquery)`: the subquery runs apart on the rows of each key. */
export function compilePartition(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const operand = child(node, 'Operand');
  if (classOf(operand) !== 'PartitionSubquery')
    return refuse('partition with a query in braces', { at: operand, instead: 'use partition by key (subquery)' });
  const key = compileScalar(child(node, 'ByExpression'), onRow(environment, input));
  const part = environment.compilation.hidden('part');
  const keyed = rowStep(environment, {
    input,
    outputs: unchanged(input),
    options: { hint: 'parts', hidden: [{ sql: key.sql, as: part }], parts: [...input.parts, part] },
  });
  const inner = compileTabular(child(operand, 'Subquery'), onRow(environment, keyed));
  return { ...inner, parts: input.parts };
}
