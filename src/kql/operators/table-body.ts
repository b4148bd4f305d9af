import { refuse } from '../diagnostics.ts';
import { compileTabular, type Environment } from '../environment.ts';
import { runStatements } from '../expressions/statements.ts';
import type { Relation } from '../relation.ts';
import { list, optional, type SyntaxNode } from '../syntax/tree.ts';

/** The rows that an inlined body results in. */
export function compileTableBody(node: SyntaxNode, body: SyntaxNode, inner: Environment): Relation {
  const expression = optional(body, 'Expression');
  if (expression === null) return refuse('A function without a result', { at: node });
  return compileTabular(expression, runStatements(list(body, 'Statements'), inner));
}
