import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { LakeSource } from '../src/lake/data/catalogue.ts';
import { type LakeData, openLakeData } from '../src/lake/data/lake-data.ts';

/** Real logs and schemas, which lie beside the project where they are there at all. */
export const sharedFolder = join(import.meta.dirname, '..', '..', 'shared');
export const hasSharedData = existsSync(join(sharedFolder, 'data'));

/** The moment at which tests stand. */
export const testNow = Date.parse('2026-11-01T12:00:00Z');

/** A lake in a folder of its own. */
export function openTestLake(
  options: { readonly folder?: string; readonly clock?: () => number } = {},
): LakeData & { readonly folder: string } {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'patchbay-lake-'));
  return { ...openLakeData({ folder, clock: options.clock ?? (() => testNow), threads: 2 }), folder };
}

/** A file with this text, or these bytes. */
export function writeTestFile(name: string, content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'patchbay-file-')), name);
  writeFileSync(path, content);
  return path;
}

/** What a query sees of a source. `sql` follows FROM: `WHERE …`; `select` is what stands before. */
export async function readSource(
  source: LakeSource | null,
  { select = '*', rest = '' }: { readonly select?: string; readonly rest?: string } = {},
): Promise<readonly Record<string, unknown>[]> {
  if (source === null) throw new Error('There is no such table.');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(`SELECT ${select} FROM ${source.from} AS t ${rest}`)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Takes a text in as a file. */
export function ingestText(
  lake: LakeData,
  table: string,
  request: { readonly text: string | Uint8Array; readonly name?: string } & Partial<Parameters<LakeData['ingest']>[0]>,
) {
  const { text, name = 'rows.ndjson', ...more } = request;
  return lake.ingest({ workspaceId: 'default', table, path: writeTestFile(name, text), ...more }, { signal: new AbortController().signal });
}
