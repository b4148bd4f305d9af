import { z } from 'zod';
import { AppError, findAppError } from '../domain/errors.ts';
import type { Http, RequestOptions } from './http.ts';
import { collectPages } from './paging.ts';
import { ToolError } from './tool.ts';

/** The two arguments of every list, and what it says besides its entries. */
export const listInput = {
  limit: z.int().min(1).max(100).default(25),
  cursor: z.string().max(4000).default('').describe('`next` of the answer before, with the other arguments as they were'),
};
export const listNext = z.string().nullable().describe('Where the list goes on; null: this is all');

export type GraphList<Schema extends z.ZodType> = {
  readonly entry: Schema;
  readonly query?: RequestOptions['query'];
  readonly headers?: RequestOptions['headers'];
  /** As `$top`; left out where the service does not take it. */
  readonly limit?: number;
  readonly cursor: string;
};

/**
 * The first page that holds something, from a cursor on. A cursor is the part of `@odata.nextLink` that says how far one is, so
 * that it can lead nowhere but along the list (https://learn.microsoft.com/graph/paging).
 */
export async function readGraphList<Schema extends z.ZodType>(
  http: Http,
  to: string,
  { entry, query = {}, headers = {}, limit, cursor }: GraphList<Schema>,
): Promise<{ readonly entries: readonly z.output<Schema>[]; readonly next: string | null }> {
  const page = z.object({ value: z.array(entry), '@odata.nextLink': z.string().optional() });
  let next: string | null = cursor === '' ? null : cursor;
  // A page is one entry here: empty ones, which the service may give, are passed over.
  const { entries: pages } = await collectPages<readonly z.output<Schema>[], string>(
    async (from) => {
      const at = from ?? (cursor === '' ? null : cursor);
      const answer = await readPage(at);
      next = readCursor(answer['@odata.nextLink']);
      return { entries: answer.value.length === 0 ? [] : [answer.value], next };
    },
    { limit: 1 },
  );
  return { entries: pages[0] ?? [], next };

  async function readPage(at: string | null) {
    const place = at === null ? {} : placeOf(at);
    try {
      return await http.read(page, to, { query: { ...query, ...(limit === undefined ? {} : { $top: limit }), ...place }, headers });
    } catch (error) {
      if (at !== null && isLostPlace(error))
        throw new ToolError('This cursor is no longer good, or belongs to another list. Ask again without it.', { cause: error });
      throw error;
    }
  }
}

const places = ['$skip', '$skiptoken', '$skipToken'];

function readCursor(nextLink: string | undefined): string | null {
  if (nextLink === undefined) return null;
  const found = [...new URL(nextLink).searchParams].filter(([name]) => places.includes(name));
  if (found.length > 0) return new URLSearchParams(found).toString();
  throw new AppError('upstream.invalid-response', { sentence: 'The service gave a next page that says not where it begins.' });
}

function placeOf(cursor: string): Readonly<Record<string, string>> {
  const found = [...new URLSearchParams(cursor)];
  if (found.length === 0 || found.some(([name]) => !places.includes(name)))
    throw new ToolError('This is no cursor. Give `next` of the answer before, or leave it empty.');
  return Object.fromEntries(found);
}

function isLostPlace(error: unknown): boolean {
  const known = findAppError(error);
  return known?.code === 'upstream.http-error' && [400, 410].includes(Number(known.detail?.['httpStatus']));
}
