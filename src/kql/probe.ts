import { refuse } from './diagnostics.ts';
import { child, isInside, list, nameOf, optional, type SyntaxNode, textOf } from './syntax/tree.ts';
import type { KqlColumn } from './types.ts';
import { typeNamed } from './type-names.ts';

/**
 * Thrown where the columns of a plugin's result depend on the data. The compiler's door asks for them with `select`, writes
 * them into the query as the schema that KQL has for this, and compiles again, so that everything after it is bound.
 */
export class Probe extends Error {
  readonly node: SyntaxNode;
  readonly select: string;
  readonly fixed: readonly KqlColumn[];

  constructor({ node, select, fixed }: { readonly node: SyntaxNode; readonly select: string; readonly fixed: readonly KqlColumn[] }) {
    super('columns depend on the data');
    this.node = node;
    this.select = select;
    this.fixed = fixed;
  }
}

/** The schema that is written after a plugin's call, or a probe for it. */
export function schemaOf(
  node: SyntaxNode,
  { root, select, fixed }: { readonly root: SyntaxNode; readonly select: () => string; readonly fixed: readonly KqlColumn[] },
): readonly KqlColumn[] {
  const clause = optional(node, 'Schema');
  if (clause === null) {
    if (!isInside(node, root))
      refuse('A plugin whose columns depend on the data, inside a function', {
        at: node,
        instead: 'write its schema after it, as in : (a:string)',
      });
    throw new Probe({ node, select: select(), fixed });
  }
  const schema = child(clause, 'Schema');
  const written = list(schema, 'Columns').map((column) => ({
    name: nameOf(child(column, 'Name')),
    type: typeNamed(textOf(child(column, 'Type')), column),
  }));
  const names = new Set(written.map(({ name }) => name));
  return optional(schema, 'AsteriskToken') === null ? written : [...fixed.filter(({ name }) => !names.has(name)), ...written];
}
