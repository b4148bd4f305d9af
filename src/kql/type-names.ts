import { refuse } from './diagnostics.ts';
import type { SyntaxNode } from './syntax/tree.ts';
import { isKqlType, type KqlType } from './types.ts';

const typeAliases: Readonly<Record<string, KqlType>> = {
  double: 'real',
  date: 'datetime',
  time: 'timespan',
  boolean: 'bool',
  int32: 'int',
  int64: 'long',
  uniqueid: 'guid',
};

/** A type as a schema spells it, older names included. */
export function typeNamed(text: string, at: SyntaxNode): KqlType {
  const word = text.toLowerCase();
  const type = new Map(Object.entries(typeAliases)).get(word) ?? word;
  return isKqlType(type) ? type : refuse(`The type '${text}'`, { at });
}
