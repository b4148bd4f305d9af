import type { NewId } from '../domain/ids.ts';
import { createAnalyses } from './analysis/analyses.ts';
import type { Row } from './analysis/finding.ts';
import type { openLake } from './open-lake.ts';
import { createLakeConnector } from './tools/connector.ts';
import type { LakeReader } from './tools/ports.ts';

const analysedRows = 200;

export type LakeService = {
  /** The security data lake as a built-in connector. */
  readonly connector: ReturnType<typeof createLakeConnector>;
  /** The lake as the page reads it. */
  readonly reader: LakeReader;
  close(): Promise<void>;
};

/** The lake within the server. Its parser and engine are loaded when somebody first asks, so that an idle server stays small. */
export function createLakeService({
  folder,
  clock,
  newId,
}: {
  readonly folder: string;
  readonly clock: () => number;
  readonly newId: NewId;
}): LakeService {
  let opened: Promise<ReturnType<typeof openLake>> | null = null;
  const open = () => (opened ??= import('./open-lake.ts').then((module) => module.openLake({ folder, clock })));
  const lake: LakeReader = {
    workspaces: async () => (await open()).workspaces(),
    summary: async (workspaceId) => (await open()).summary(workspaceId),
    tables: async (workspaceId) => (await open()).tables(workspaceId),
    query: async (kql, options) => (await open()).query(kql, options),
    stream: async (kql, options) => (await open()).stream(kql, options),
  };
  const analyses = createAnalyses({
    clock,
    newId: () => newId<string>('trace'),
    hasRows: async (workspaceId, table) => (await lake.tables(workspaceId)).some(({ name, rows }) => name === table && rows > 0),
    run: async (query, { workspaceId, signal }) => {
      const { columns, rows } = await lake.query(query, { workspaceId, signal, maxRows: analysedRows });
      return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])) as Row);
    },
  });
  return {
    connector: createLakeConnector({ lake, analyses }),
    reader: lake,
    close: async () => {
      analyses.close();
      await (await opened)?.close();
    },
  };
}
