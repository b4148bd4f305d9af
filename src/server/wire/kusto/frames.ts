import type { LakeColumn, VisualizationView } from '../../../contract/lake-objects.ts';
import type { AppError } from '../../../domain/errors.ts';
import { clrType } from './clr-types.ts';
import { oneApiError } from './errors.ts';

/** An answer in parts: what stands before the rows, between any two, and after them. Rows are JSON texts already. */
export type AnswerParts = {
  head(answer: { readonly columns: readonly LakeColumn[]; readonly visualization: VisualizationView | null }): string;
  /** `error`: what went wrong after the answer had begun; `empty`: no row was written. */
  tail(end: { readonly error: AppError | null; readonly columns: readonly LakeColumn[]; readonly empty: boolean }): string;
};

const json = JSON.stringify;
const typed = (columns: readonly (readonly [string, string])[]) => columns.map(([ColumnName, ColumnType]) => ({ ColumnName, ColumnType }));

/**
 * Version 2 of Kusto's answers: frames, each on a line of its own, not progressive.
 * https://learn.microsoft.com/kusto/api/rest/response-v2
 */
export const frames: AnswerParts = {
  head: ({ columns, visualization }) => {
    const primary = json({
      FrameType: 'DataTable',
      TableId: 1,
      TableKind: 'PrimaryResult',
      TableName: 'PrimaryResult',
      Columns: columns.map(({ name, type }) => ({ ColumnName: name, ColumnType: type })),
    });
    return [
      `[${json({ FrameType: 'DataSetHeader', IsProgressive: false, Version: 'v2.0' })}`,
      `,${json({
        FrameType: 'DataTable',
        TableId: 0,
        TableKind: 'QueryProperties',
        TableName: '@ExtendedProperties',
        Columns: typed([
          ['TableId', 'int'],
          ['Key', 'string'],
          ['Value', 'dynamic'],
        ]),
        Rows: [[1, 'Visualization', json(kustoVisualization(visualization))]],
      })}`,
      `,${primary.slice(0, -1)},"Rows":[`,
    ].join('\n');
  },
  tail: ({ error }) => {
    const completion = { FrameType: 'DataSetCompletion', HasErrors: error !== null, Cancelled: error?.code === 'lake.cancelled' };
    const status = {
      FrameType: 'DataTable',
      TableId: 2,
      TableKind: 'QueryCompletionInformation',
      TableName: 'QueryCompletionInformation',
      Columns: typed([
        ['Timestamp', 'datetime'],
        ['ClientRequestId', 'string'],
        ['ActivityId', 'guid'],
        ['SubActivityId', 'guid'],
        ['ParentActivityId', 'guid'],
        ['Level', 'int'],
        ['LevelName', 'string'],
        ['StatusCode', 'int'],
        ['StatusCodeName', 'string'],
        ['EventType', 'int'],
        ['EventTypeName', 'string'],
        ['Payload', 'string'],
      ]),
      Rows: [],
    };
    return `]}\n,${json(status)}\n,${json(error === null ? completion : { ...completion, OneApiErrors: [oneApiError(error)] })}\n]\n`;
  },
};

/**
 * Version 1: one object with tables.
 * https://learn.microsoft.com/kusto/api/rest/response-http
 */
export const tables: AnswerParts = {
  head: ({ columns }) => {
    const described = columns.map(({ name, type }) => ({ ColumnName: name, DataType: clrType(type), ColumnType: type }));
    return `{"Tables":[{"TableName":"Table_0","Columns":${json(described)},"Rows":[`;
  },
  // What goes wrong on the way stands among the rows there.
  tail: ({ error, empty }) => `${error === null ? '' : `${empty ? '' : ','}${json({ Exceptions: [error.message] })}`}]}]}`,
};

/** What `render` asks for, by Kusto's names. */
function kustoVisualization(asked: VisualizationView | null): Readonly<Record<string, unknown>> {
  return {
    Visualization: asked?.chart ?? null,
    Title: asked?.title ?? null,
    XColumn: asked?.xcolumn ?? null,
    Series: asked?.series ?? null,
    YColumns: asked?.ycolumns ?? null,
    XTitle: asked?.xtitle ?? null,
    YTitle: asked?.ytitle ?? null,
    XAxis: asked?.xaxis ?? null,
    YAxis: asked?.yaxis ?? null,
    Legend: asked?.legend ?? null,
    Accumulate: asked?.accumulate ?? false,
    Kind: asked?.kind ?? null,
    Ymin: asked?.ymin ?? 'NaN',
    Ymax: asked?.ymax ?? 'NaN',
  };
}
