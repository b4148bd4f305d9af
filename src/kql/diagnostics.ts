import type { SyntaxNode } from './syntax/tree.ts';

/** Something wrong with a query, where it is, and how grave: a code and words of Kusto's for what its binder found. */
export type Diagnostic = {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** A name that exists and is nearly the one that was written. */
  readonly suggestion?: string;
};

/** The code of everything that is right KQL but not supported here. */
export const refusedCode = 'kql.refused';

/** Thrown inside the compiler where a construct is not supported; the compiler's door turns it into a diagnostic. */
export class Refusal extends Error {
  readonly node: SyntaxNode | null;

  constructor(message: string, node: SyntaxNode | null) {
    super(message);
    this.node = node;
  }
}

/** Thrown for a table that is not there, which a fuzzy union passes over. */
export class MissingTable extends Refusal {}

/** Refuses a construct by name, with the nearest thing that works. */
export function refuse(what: string, { at, instead }: { readonly at: SyntaxNode | null; readonly instead?: string }): never {
  throw new Refusal(`${what} is not supported here${instead === undefined ? '' : `; ${instead}`}.`, at);
}

/** Refuses a query that the engine itself refuses when it plans it. */
export function semanticError(message: string, at: SyntaxNode | null): never {
  throw new Refusal(message, at);
}

/** Line and column (both from 1) of an offset. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, Math.max(0, offset));
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: before.length - lastBreak };
}
