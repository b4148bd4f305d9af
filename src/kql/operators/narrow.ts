import { type Environment, plainRelation } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { columnScalar, nameColumns, orderBy, type Relation } from '../relation.ts';
import { quoteString } from '../sql/quote.ts';
import type { SyntaxNode } from '../syntax/tree.ts';

/** `evaluate narrow()`: each cell as a row. */
export function compileNarrow(_call: SyntaxNode, input: Relation, { environment }: { readonly environment: Environment }): Relation {
  const columns = nameColumns([
    { name: 'Row', type: 'long', total: true },
    { name: 'Column', type: 'string', total: true },
    { name: 'Value', type: 'string', total: true },
  ]);
  const numbered = environment.compilation.define(
    'numbered',
    `SELECT *, row_number() OVER (${orderBy(input).trim()}) - 1 AS "$number" FROM ${input.from}`,
  );
  const ordinal = environment.compilation.hidden('column');
  const cells = input.columns.map(
    (column, index) =>
      `SELECT "$number" AS "Row", ${quoteString(column.name)} AS "Column", ${convert(columnScalar(column), 'string').sql} AS "Value", ${index} AS ${ordinal} FROM ${numbered}`,
  );
  const from = environment.compilation.define('narrow', cells.join('\n  UNION ALL\n  '));
  return {
    ...plainRelation(from, columns),
    order: [
      { sql: '"Row"', descending: false, nullsFirst: true },
      { sql: ordinal, descending: false, nullsFirst: true },
    ],
  };
}
