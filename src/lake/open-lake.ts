import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { printDatetime } from '../kql/index.ts';
import type { LakeTable } from './data/catalogue.ts';
import { createCatalogue } from './data/create-catalogue.ts';
import { openManifest } from './data/manifest.ts';
import { createKqlEngine } from './kql-engine.ts';
import type { LakeReader, TableView } from './tools/ports.ts';

/** Opens the lake of a folder for reading: its catalogue here, its parser and engine in workers. */
export function openLake({
  folder,
  clock,
  geoDatabase,
}: {
  readonly folder: string;
  readonly clock: () => number;
  readonly geoDatabase?: string;
}): LakeReader & { close(): Promise<void> } {
  mkdirSync(folder, { recursive: true });
  const manifest = openManifest(join(folder, 'manifest.sqlite'));
  const catalogue = createCatalogue({ folder: { root: folder, absolute: (path) => join(folder, path) }, manifest });
  const engine = createKqlEngine({ place: { kind: 'lake', folder }, clock, geoDatabase });
  return {
    workspaces: async () => catalogue.workspaces(),
    tables: async (workspaceId) => catalogue.tables(workspaceId).map(toView),
    query: async (kql, { workspaceId, maxRows, signal }) => {
      const stop = new AbortController();
      const { columns, rows: chunks } = await engine.query(kql, { workspaceId, signal: AbortSignal.any([signal, stop.signal]) });
      const rows: unknown[][] = [];
      for await (const chunk of chunks) {
        for (const row of chunk) if (rows.length <= maxRows) rows.push(JSON.parse(row) as unknown[]);
        if (rows.length > maxRows) break;
      }
      stop.abort();
      return { columns, rows: rows.slice(0, maxRows), truncated: rows.length > maxRows };
    },
    close: async () => {
      await engine.close();
      manifest.close();
    },
  };
}

function toView({ name, description, rows, from, to, columns }: LakeTable): TableView {
  return {
    name,
    description,
    rows,
    from: from === null ? null : printDatetime(from),
    to: to === null ? null : printDatetime(to),
    columns: columns.map(({ name: column, type }) => ({ name: column, type })),
  };
}
