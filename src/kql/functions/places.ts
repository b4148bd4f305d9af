import { refuse } from '../diagnostics.ts';
import { columnScalar } from '../relation.ts';
import type { Scalar } from '../types.ts';
import { type CallPlace, type FunctionRow, row } from './row.ts';

/** The hidden column in which the store keeps when a row came in. */
export const ingestionColumn = '"$ingested"';

/** Functions that ask about the place they stand at: the row's columns, when it came in. */
export const placeFunctions: readonly FunctionRow[] = [
  ...['column_ifexists', 'columnifexists'].map((name) =>
    row(name, {
      takes: ['string', 'any'],
      returns: columnIfExistsType,
      partial: true,
      sql: columnIfExists,
      says: 'A column where the table has it, else a value.',
      example: null,
    }),
  ),
  row('ingestion_time', {
    takes: [],
    returns: 'datetime',
    partial: true,
    sql: ingestionTime,
    says: 'When the row came into the lake.',
    example: null,
  }),
];

/** The type of the column where it is there. */
function columnIfExistsType(args: readonly Scalar[], { environment }: CallPlace): Scalar['type'] {
  const column = environment.row?.columns.find((candidate) => candidate.name === args[0]?.literal);
  return column?.type ?? args[1]?.type ?? 'dynamic';
}

function columnIfExists(args: readonly Scalar[], { environment, node }: CallPlace): string {
  const [name, fallback] = args;
  if (typeof name?.literal !== 'string' || fallback === undefined) return refuse('column_ifexists() of a computed name', { at: node });
  const column = environment.row?.columns.find((candidate) => candidate.name === name.literal);
  return column === undefined ? fallback.sql : columnScalar(column).sql;
}

function ingestionTime(_args: readonly Scalar[], { environment, node }: CallPlace): string {
  if (environment.row?.carried.includes(ingestionColumn) !== true) {
    return refuse('ingestion_time() here', { at: node, instead: 'use it on the rows of a table, before they are summarized or joined' });
  }
  return ingestionColumn;
}
