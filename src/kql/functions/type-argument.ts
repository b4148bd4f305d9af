import { refuse } from '../diagnostics.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { child, classOf, textOf } from '../syntax/tree.ts';
import { isKqlType, type Scalar } from '../types.ts';
import type { CallPlace } from './row.ts';

/** The type that a call names by typeof(…), or null. */
export function typeArgument(node: CallPlace['node'], index: number): Scalar['type'] | null {
  const written = argumentsOf(node)[index];
  if (written === undefined || classOf(written) !== 'TypeOfLiteralExpression') return null;
  const name = textOf(written)
    .replace(/^typeof\s*\(\s*/i, '')
    .replace(/\s*\)$/, '')
    .toLowerCase();
  const type = name === 'double' ? 'real' : name;
  return isKqlType(type) ? type : refuse(`typeof(${name})`, { at: child(node, 'ArgumentList') });
}
