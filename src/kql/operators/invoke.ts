import { refuse } from '../diagnostics.ts';
import type { Environment } from '../environment.ts';
import { bodyEnvironment } from '../expressions/statements.ts';
import type { Relation } from '../relation.ts';
import { calledBody, child, classOf, nameOf, type SyntaxNode } from '../syntax/tree.ts';
import { compileTableBody } from './table-body.ts';

/** `T | invoke f(…)`: the body of a function of the query, its first parameter bound to the rows. */
export function compileInvoke(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const call = child(node, 'Function');
  if (classOf(call) !== 'FunctionCallExpression') return refuse('invoke of something that is no function', { at: call });
  const body = calledBody(call);
  if (body === null) return refuse(`The function '${nameOf(child(call, 'Name'))}()'`, { at: call });
  return compileTableBody(call, body, bodyEnvironment(call, environment, { kind: 'relation', relation: () => input }));
}
