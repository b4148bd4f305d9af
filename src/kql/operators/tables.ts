import { MissingTable, refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, onRow, plainRelation, type TimeBounds } from '../environment.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { ingestionColumn } from '../functions/places.ts';
import { nameColumns, type Relation } from '../relation.ts';
import { compileTableBody } from './table-body.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import { nameOf, type SyntaxNode, symbolOf } from '../syntax/tree.ts';

/** A table, or what `let` and `as` have named so. */
export function compileTableName(node: SyntaxNode, environment: Environment): Relation {
  const name = nameOf(node);
  const binding = environment.names.get(name);
  if (binding?.kind === 'relation') return binding.relation();
  if (binding?.kind === 'scalar') return refuse(`The value '${name}' as a table`, { at: node });
  // A function without parameters may be named without its brackets.
  if (binding?.kind === 'function') return compileTableBody(node, binding.body, { ...binding.environment, row: null });
  const alias = environment.compilation.aliases.get(name);
  return alias ?? readTable(symbolOf(node)?.Name ?? name, { node, environment });
}

/** `table("T")`. */
export function compileTableFunction(node: SyntaxNode, environment: Environment): Relation {
  const [name] = argumentsOf(node);
  const text = name === undefined ? null : compileScalar(name, onRow(environment, null)).literal;
  if (typeof text !== 'string') return refuse('table() with a computed name', { at: node });
  return readTable(text, { node, environment });
}

/** The rows of a table of the store; string columns never hold NULL from here on. */
export function readTable(name: string, { node, environment }: { readonly node: SyntaxNode; readonly environment: Environment }): Relation {
  const table = environment.compilation.tables.get(name);
  if (table === undefined) throw new MissingTable(`The table '${name}' could not be found.`, node);
  environment.compilation.read.add(name);
  const columns = nameColumns(table.columns);
  const carried = table.ingestion === true ? [ingestionColumn] : [];
  const items = columns.map(({ name: column, type, sql }, index) => {
    const stored = quoteIdentifier(table.columns[index]?.stored ?? column);
    // A function around a column would keep its conditions from the files' own statistics.
    return { sql: type === 'string' && table.filled !== true ? `coalesce(${stored}, '')` : stored, as: sql };
  });
  const hidden = carried.map((column) => ({ sql: column, as: column }));
  const read = (range: TimeBounds): Relation => {
    const rest = (named: ReadonlySet<string>): string => ` FROM ${table.part?.({ columns: named, range }) ?? table.from}`;
    return { ...plainRelation(environment.compilation.define(name, { items: [...items, ...hidden], rest }), columns), carried };
  };
  const all = read({ from: null, to: null });
  return table.part === undefined ? all : { ...all, bounded: read };
}
