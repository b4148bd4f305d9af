import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import { ingestionColumn, type LakeColumn, ticksOf, withStoredNames } from './column-types.ts';
import { observeFile } from './ingest/observe.ts';
import { prepareFile } from './ingest/prepare-file.ts';
import { readSource } from './ingest/source.ts';
import type { IngestDependencies } from './ingest/take-in.ts';
import { parquetOptions } from './ingest/write-parquet.ts';
import type { Manifest } from './manifest.ts';
import { quoteIdentifier, quoteText } from './sql-text.ts';

export type WatchlistRequest = {
  readonly workspaceId: string;
  readonly alias: string;
  readonly name?: string;
  /** The column by which the list is joined; the first one by default. */
  readonly searchKey?: string;
  /** CSV or JSON, as for tables. */
  readonly path: string;
  readonly signal: AbortSignal;
};

/** Columns that every watchlist has, as in Sentinel. */
const ownColumns: readonly LakeColumn[] = [
  { name: '_DTItemId', type: 'string', stored: '_DTItemId' },
  { name: 'LastUpdatedTimeUTC', type: 'datetime', stored: 'LastUpdatedTimeUTC' },
  { name: 'SearchKey', type: 'string', stored: 'SearchKey' },
];

/** Puts a list in the place of the one with this alias, or makes it; all its values are strings. */
export async function putWatchlist(
  { folder, manifest, ducks, clock }: IngestDependencies,
  request: WatchlistRequest,
): Promise<{ readonly rows: number; readonly searchKey: string }> {
  const { workspaceId, alias, path, signal } = request;
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(alias))
    throw new AppError('lake.watchlist-invalid', { sentence: `"${alias}" cannot be an alias: letters, digits, _ . and -, at most 64.` });
  const work = folder.work();
  try {
    const file = await prepareFile({ path, folder: work, signal });
    return await ducks.use(async (duck) => {
      const { keys } = await observeFile(duck, file, () => true);
      const searchKey = request.searchKey ?? keys[0];
      if (searchKey === undefined || !keys.includes(searchKey)) {
        throw new AppError('lake.watchlist-invalid', {
          sentence: `There is no column "${searchKey ?? ''}" in the list. It has: ${keys.join(', ')}.`,
        });
      }
      const names = keys.filter((key) => key !== '' && !ownColumns.some((column) => column.name === key));
      const columns = withStoredNames(
        ownColumns,
        names.map((name) => ({ name, type: 'string' as const })),
      );
      const source = readSource(file, { places: keys.map((key) => [key]), structured: new Set() });
      const text = (key: string) => {
        const { sql, form } = source.value([key]);
        return `coalesce(${form === 'json' ? `json_extract_string(${sql}, '$')` : sql}, '')`;
      };
      const now = `${ticksOf(clock())}::BIGINT`;
      const values = columns.map((column) => `${text(column.name)} AS ${quoteIdentifier(column.stored)}`);
      const target = join(work, 'list.parquet');
      await duck.run('SET preserve_insertion_order = true');
      const [row] = await duck.run(
        `COPY (SELECT md5(concat_ws(chr(31), ${keys.map(text).join(', ')})) AS "_DTItemId", ${now} AS "LastUpdatedTimeUTC", ${text(searchKey)} AS "SearchKey", ${values.join(', ')}${values.length > 0 ? ',' : ''} ${now} AS ${quoteIdentifier(ingestionColumn)}
           FROM ${source.from}) TO ${quoteText(target)} (${parquetOptions}, RETURN_STATS)`,
      );
      const place = join('watchlists', workspaceId, `${folder.writer}-${randomBytes(4).toString('hex')}.parquet`);
      await folder.place(target, place);
      const rows = Number(row?.count ?? 0);
      manifest.change(() => {
        retireWatchlist(manifest, { workspaceId, alias, now: clock() });
        manifest.database
          .prepare(
            'INSERT INTO watchlists (workspace, alias, name, search_key, columns, path, rows, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
          )
          .run(
            workspaceId,
            alias,
            request.name ?? alias,
            searchKey,
            JSON.stringify([...ownColumns, ...columns]),
            place,
            rows,
            new Date(clock()).toISOString(),
          );
      });
      return { rows, searchKey };
    }, signal);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Takes a list away. */
export function removeWatchlist(
  manifest: Manifest,
  place: { readonly workspaceId: string; readonly alias: string; readonly now: number },
): void {
  if (!manifest.change(() => retireWatchlist(manifest, place))) throw new AppError('lake.watchlist-not-found');
}

function retireWatchlist(
  { database }: Manifest,
  { workspaceId, alias, now }: { readonly workspaceId: string; readonly alias: string; readonly now: number },
): boolean {
  const old = database
    .prepare<[string, string], { path: string }>('DELETE FROM watchlists WHERE workspace = ? AND alias = ? COLLATE NOCASE RETURNING path')
    .get(workspaceId, alias);
  if (old === undefined) return false;
  database.prepare('INSERT INTO old_paths (path, retired_at) VALUES (?, ?)').run(old.path, now);
  return true;
}
