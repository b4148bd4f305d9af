import { z } from 'zod';
import { ToolError } from '../tool.ts';
import type { Database } from './database.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const schema = z.string().default('');
const shapes = {
  table: z.tuple([z.string(), schema]).or(z.tuple([z.string()])),
  query: z.tuple([z.string()]),
  record: z.tuple([z.string(), schema, z.record(z.string(), value)]),
};
export type RecordValue = z.output<typeof value>;

/** What search finds and fetch takes: `table:["orders","public"]`, `query:["open_orders"]`, `record:["orders","public",{"id":1}]`. */
export type FoundId =
  | { readonly kind: 'table'; readonly table: string; readonly schema: string }
  | { readonly kind: 'query'; readonly name: string }
  | { readonly kind: 'record'; readonly table: string; readonly schema: string; readonly key: Readonly<Record<string, RecordValue>> };

export function writeId(found: FoundId): string {
  switch (found.kind) {
    case 'table':
      return `table:${JSON.stringify([found.table, found.schema])}`;
    case 'query':
      return `query:${JSON.stringify([found.name])}`;
    case 'record':
      return `record:${JSON.stringify([found.table, found.schema, found.key])}`;
  }
}

export function readId(id: string): FoundId {
  const [, kind = '', rest = ''] = /^(\w+):(.*)$/s.exec(id) ?? [];
  const given = parseJson(rest);
  const table = shapes.table.safeParse(given);
  if (kind === 'table' && table.success) return { kind, table: table.data[0], schema: table.data[1] ?? '' };
  const query = shapes.query.safeParse(given);
  if (kind === 'query' && query.success) return { kind, name: query.data[0] };
  const record = shapes.record.safeParse(given);
  if (kind === 'record' && record.success && Object.keys(record.data[2]).length > 0)
    return { kind, table: record.data[0], schema: record.data[1], key: record.data[2] };
  throw new ToolError('This is no id that search gives, such as table:["orders"]. Search again.');
}

/** No page shows a table, so the address names the database and what is meant in it. */
export function urlOf({ label }: Pick<Database, 'label'>, id: string): string {
  return `${encodeURI(label.id)}#${encodeURIComponent(id)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
