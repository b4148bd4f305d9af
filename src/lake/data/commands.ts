import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { generateSamples, type SampleRequest } from '../samples/generate.ts';
import { isoOf } from './column-types.ts';
import type { IngestHooks, IngestReport } from './ingest/request.ts';
import { type LakeData, openLakeData } from './lake-data.ts';
import { requireWorkspace } from './workspaces.ts';

/** The lake's data as the command line asks for it. */
export function openLakeCommands({
  folder,
  clock,
  input,
}: {
  readonly folder: string;
  readonly clock: () => number;
  readonly input: Readable;
}) {
  const lake = openLakeData({ folder, clock });
  const idOf = (workspace: string) => requireWorkspace(lake.catalogue, workspace).id;
  const iso = (ticks: bigint | null) => (ticks === null ? null : isoOf(ticks));
  return {
    ...lake,
    spoolInput: async (signal: AbortSignal) => {
      const path = join(lake.workFolder(), 'input');
      await pipeline(input, createWriteStream(path), { signal });
      return path;
    },
    tables: (workspace: string) =>
      lake.catalogue.tables(idOf(workspace)).map((table) => ({ ...table, from: iso(table.from), to: iso(table.to) })),
    workspaces: lake.catalogue.workspaces,
    watchlists: (workspace: string) => lake.catalogue.watchlists(idOf(workspace)),
    samples: (request: SampleRequest & { readonly workspaceId: string }, hooks: IngestHooks) =>
      ingestSamples(lake, { ...request, clock }, hooks),
  };
}

/** Generates the sample month and takes it in, table by table. */
export async function ingestSamples(
  lake: LakeData,
  { workspaceId, clock, ...request }: SampleRequest & { readonly workspaceId: string; readonly clock: () => number },
  hooks: IngestHooks & { readonly onTable?: (table: string, place: { readonly done: number; readonly of: number }) => void },
): Promise<readonly IngestReport[]> {
  const folder = lake.workFolder();
  const reports: IngestReport[] = [];
  try {
    const files = await generateSamples({ folder, now: clock(), ...request });
    for (const { table, path, name } of files) {
      hooks.onTable?.(table, { done: reports.length, of: files.length });
      reports.push(await lake.ingest({ workspaceId, table, path, name }, hooks));
    }
    return reports;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
