import { AppError } from '../../domain/errors.ts';
import { defaultWorkspace, type LakeCatalogue, type Workspace } from './catalogue.ts';
import type { Manifest } from './manifest.ts';

/** Makes a workspace; its id is part of paths and addresses. */
export function createWorkspace(manifest: Manifest, { id, name }: Workspace, now: number): Workspace {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(id)) {
    throw new AppError('request.invalid', { sentence: `"${id}" cannot be a workspace's id: letters, digits and -, at most 64.` });
  }
  const { changes } = manifest.change(() =>
    manifest.database
      .prepare('INSERT INTO workspaces (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(id, name, new Date(now).toISOString()),
  );
  if (changes === 0 || id === defaultWorkspace.id) throw new AppError('lake.workspace-taken');
  return { id, name };
}

/** The workspace of an id or a name; throws where there is none. */
export function requireWorkspace(catalogue: LakeCatalogue, idOrName: string): Workspace {
  const found = catalogue.findWorkspace(idOrName);
  if (found !== null) return found;
  const known = catalogue.workspaces().map(({ id, name }) => `${name} (${id})`);
  throw new AppError('lake.workspace-not-found', { sentence: `There is no workspace "${idOrName}". There are: ${known.join(', ')}.` });
}
