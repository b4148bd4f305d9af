import { z } from '../../connector-kit/index.ts';
import { AppError } from '../../domain/errors.ts';

export type RemoteAnswer = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
};

const column = z.looseObject({ ColumnName: z.string(), ColumnType: z.string().optional(), DataType: z.string().optional() });
const row = z.array(z.unknown());
const wrong = z.looseObject({ Exceptions: z.array(z.string()) });
const rows = z.array(z.union([row, wrong, z.looseObject({ OneApiErrors: z.array(z.unknown()) })]));
const table = z.looseObject({ TableKind: z.string().optional(), Columns: z.array(column), Rows: rows });

const frame = z.discriminatedUnion('FrameType', [
  z.looseObject({ FrameType: z.literal('DataSetHeader') }),
  table.extend({ FrameType: z.literal('DataTable') }),
  z.looseObject({ FrameType: z.literal('TableHeader'), TableId: z.number(), TableKind: z.string(), Columns: z.array(column) }),
  z.looseObject({ FrameType: z.literal('TableFragment'), TableId: z.number(), TableFragmentType: z.string(), Rows: rows }),
  z.looseObject({ FrameType: z.literal('TableProgress') }),
  z.looseObject({ FrameType: z.literal('TableCompletion') }),
  z.looseObject({
    FrameType: z.literal('DataSetCompletion'),
    HasErrors: z.boolean(),
    OneApiErrors: z
      .array(z.looseObject({ error: z.looseObject({ '@message': z.string().optional(), message: z.string().optional() }) }))
      .optional(),
  }),
]);

/**
 * Kusto's answers of both versions, and of version 2 the whole and the fragmented form.
 * https://learn.microsoft.com/kusto/api/rest/response-v2 and response-http
 */
export const kustoAnswer = z.union([z.array(frame), z.looseObject({ Tables: z.array(table) })]);

/** The primary result. Throws Kusto's own words where the answer ends in an error. */
export function readKustoAnswer(answer: z.output<typeof kustoAnswer>): RemoteAnswer {
  if (!Array.isArray(answer)) return readTable(answer.Tables[0]);
  const completion = answer.find((each) => each.FrameType === 'DataSetCompletion');
  if (completion?.HasErrors === true) {
    const { error } = completion.OneApiErrors?.[0] ?? {};
    throw queryError(error?.['@message'] ?? error?.message ?? 'The query failed on its way.');
  }
  const whole = answer.find((each) => each.FrameType === 'DataTable' && each.TableKind === 'PrimaryResult');
  if (whole?.FrameType === 'DataTable') return readTable(whole);
  const head = answer.find((each) => each.FrameType === 'TableHeader' && each.TableKind === 'PrimaryResult');
  if (head?.FrameType !== 'TableHeader') throw new AppError('upstream.invalid-response');
  const parts = answer.flatMap((each) => (each.FrameType === 'TableFragment' && each.TableId === head.TableId ? [each] : []));
  // A fragment may take the place of those before it.
  const from = Math.max(
    0,
    parts.findLastIndex(({ TableFragmentType }) => TableFragmentType === 'DataReplace'),
  );
  return readTable({ Columns: head.Columns, Rows: parts.slice(from).flatMap(({ Rows }) => Rows) });
}

/** A query that its engine refused or gave up, in that engine's words: a model repairs it by them. */
export function queryError(sentence: string): AppError {
  return new AppError('kql.semantic', { sentence });
}

const clrNames: ReadonlyMap<string, string> = new Map([
  ['sbyte', 'bool'],
  ['boolean', 'bool'],
  ['int32', 'int'],
  ['int64', 'long'],
  ['double', 'real'],
  ['sqldecimal', 'decimal'],
  ['object', 'dynamic'],
]);

function readTable(found: Pick<z.output<typeof table>, 'Columns' | 'Rows'> | undefined): RemoteAnswer {
  if (found === undefined) throw new AppError('upstream.invalid-response');
  const read = found.Rows.map((each) => {
    if (Array.isArray(each)) return each;
    throw queryError('Exceptions' in each ? String((each.Exceptions as readonly string[])[0]) : 'The query failed on its way.');
  });
  return {
    columns: found.Columns.map(({ ColumnName, ColumnType, DataType }) => ({
      name: ColumnName,
      type: kqlType(ColumnType ?? DataType ?? 'string'),
    })),
    rows: read,
  };
}

/** The name in KQL of a type that Kusto's API writes in either way. */
export function kqlType(written: string): string {
  const name = written.toLowerCase().replace(/^system\.(data\.sqltypes\.)?/, '');
  return clrNames.get(name) ?? name;
}
