import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { parseDatetime, printDatetime } from '../kql/index.ts';
import type { LakeTable } from './data/catalogue.ts';
import { createCatalogue } from './data/create-catalogue.ts';
import { openManifest } from './data/manifest.ts';
import { createKqlEngine, type KqlEngine, refusedError } from './kql-engine.ts';
import type { TickRange } from './tables.ts';
import type { LakeReader, CountedTable, TimeRange } from './tools/ports.ts';

export type OpenLakeOptions = { readonly folder: string; readonly clock: () => number; readonly geoDatabase?: string };
export type OpenLake = LakeReader & {
  /** Translates a query without running it; throws where it is refused. */
  check(kql: string, options: { readonly workspaceId: string; readonly signal: AbortSignal }): Promise<void>;
  close(): Promise<void>;
};

/** Opens the lake of a folder for reading: its catalogue here, its parser and engine in workers that start when they are needed. */
export function openLake({ folder, clock, geoDatabase }: OpenLakeOptions): OpenLake {
  mkdirSync(folder, { recursive: true });
  const manifest = openManifest(join(folder, 'manifest.sqlite'));
  const catalogue = createCatalogue({ folder: { root: folder, absolute: (path) => join(folder, path) }, manifest });
  let started: KqlEngine | null = null;
  const engine = () => (started ??= createKqlEngine({ place: { kind: 'lake', folder }, clock, geoDatabase }));
  const ask: LakeReader['stream'] = (kql, { timeRange, ownTables = false, ...options }) =>
    engine().query(kql, { ...options, sight: { ownTables, ...(timeRange === undefined ? {} : { range: toTicks(timeRange) }) } });
  return {
    workspaces: async () => catalogue.workspaces(),
    summary: async (workspaceId) => {
      const filled = catalogue.tables(workspaceId).filter(({ origin, rows }) => origin !== 'own' && rows > 0);
      return { tables: filled.length, rows: filled.reduce((sum, { rows }) => sum + rows, 0) };
    },
    tables: async (workspaceId, { ownTables = false } = {}) => {
      // Who looks at the tables will ask next; the workers warm up meanwhile.
      engine();
      return catalogue.tables(workspaceId).flatMap((table) => (table.origin === 'own' && !ownTables ? [] : [toView(table)]));
    },
    query: async (kql, { maxRows, signal, ...options }) => {
      const stop = new AbortController();
      const { columns, visualization, rows: chunks } = await ask(kql, { ...options, signal: AbortSignal.any([signal, stop.signal]) });
      const rows: unknown[][] = [];
      for await (const chunk of chunks) {
        for (const row of chunk) if (rows.length <= maxRows) rows.push(JSON.parse(row) as unknown[]);
        if (rows.length > maxRows) break;
      }
      stop.abort();
      return { columns, visualization, rows: rows.slice(0, maxRows), truncated: rows.length > maxRows };
    },
    stream: ask,
    check: async (kql, options) => {
      const compiled = await engine().compile(kql, options);
      if (compiled.kind === 'refused') throw refusedError(compiled.diagnostics);
    },
    close: async () => {
      await started?.close();
      manifest.close();
    },
  };
}

function toTicks({ from, to }: TimeRange): TickRange {
  return { from: from === null ? null : ticksOf(from), to: to === null ? null : ticksOf(to) };
}

function ticksOf(time: string): bigint {
  const ticks = parseDatetime(time);
  if (ticks === null) throw new AppError('request.invalid', { sentence: `"${time.slice(0, 60)}" is not a time in ISO 8601.` });
  return ticks;
}

function toView({ name, description, rows, from, to, columns }: LakeTable): CountedTable {
  return {
    name,
    description,
    rows,
    from: from === null ? null : printDatetime(from),
    to: to === null ? null : printDatetime(to),
    columns: columns.map(({ name: column, type }) => ({ name: column, type })),
  };
}
