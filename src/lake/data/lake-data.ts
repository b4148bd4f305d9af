import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LakeCatalogue } from './catalogue.ts';
import { createCatalogue } from './create-catalogue.ts';
import { createDuckPool } from './duck.ts';
import { ingestFile } from './ingest/ingest-file.ts';
import type { IngestHooks, IngestReport, IngestRequest } from './ingest/request.ts';
import { openLakeFolder } from './lake-folder.ts';
import { openManifest } from './manifest.ts';
import { recover, sweepRetired } from './recovery.ts';

/** The data-in half of the lake: what comes in, what is kept, and the catalogue for those who ask. */
export type LakeData = {
  readonly catalogue: LakeCatalogue;
  /** Takes a file in, whole or not at all; durable when it resolves. */
  ingest(request: IngestRequest, hooks: IngestHooks): Promise<IngestReport>;
  close(): Promise<void>;
};

export type LakeDataOptions = {
  readonly folder: string;
  readonly clock: () => number;
  readonly memory?: string;
  readonly threads?: number;
};

/** Opens the lake of a folder, makes it if it is not there, and clears away what killed processes left. */
export function openLakeData({ folder: root, clock, memory, threads }: LakeDataOptions): LakeData {
  const folder = openLakeFolder(root);
  const manifest = openManifest(folder.manifest);
  recover(folder, manifest);
  sweepRetired(folder, manifest, clock());
  const ducks = createDuckPool({ tempFolder: join(folder.root, 'tmp', folder.writer, 'spill'), memory, threads });
  const dependencies = { folder, manifest, ducks, clock };
  return {
    catalogue: createCatalogue({ folder, manifest }),
    ingest: (request, hooks) => ingestFile(dependencies, request, hooks),
    close: async () => {
      await ducks.close();
      manifest.close();
      folder.close();
    },
  };
}

/** The catalogue alone, for a process or thread that only asks; null while there is no lake. */
export function openLakeCatalogue(root: string): (LakeCatalogue & { close(): void }) | null {
  const file = join(root, 'manifest.sqlite');
  if (!existsSync(file)) return null;
  const manifest = openManifest(file);
  return { ...createCatalogue({ folder: { root, absolute: (path) => join(root, path) }, manifest }), close: manifest.close };
}
