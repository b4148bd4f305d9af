import { child, list, nameOf, type SyntaxNode, textOf } from '../syntax/tree.ts';

/** The text of an operator's parameter (`kind=inner`), quotes taken off; null when it is not written. */
export function parameter(node: SyntaxNode, name: string): string | null {
  const found = parameterNode(node, name);
  return found === null ? null : textOf(found).replace(/^(["'])(.*)\1$/s, '$2');
}

/** The expression of an operator's parameter, or null. */
export function parameterNode(node: SyntaxNode, name: string): SyntaxNode | null {
  const found = list(node, 'Parameters').find((candidate) => nameOf(child(candidate, 'Name')).toLowerCase() === name);
  return found === undefined ? null : child(found, 'Expression');
}
