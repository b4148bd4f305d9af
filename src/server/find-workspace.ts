import { AppError } from '../domain/errors.ts';

/** What knows the workspaces of the lake. */
type Workspaces = { workspaces(): Promise<readonly { readonly id: string; readonly name: string }[]> };

/** A workspace by its id, or by its name without regard to case. Throws `lake.workspace-not-found`. */
export async function findWorkspace(lake: Workspaces, named: string): Promise<string> {
  const found = (await lake.workspaces()).find(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase());
  if (found === undefined) throw new AppError('lake.workspace-not-found');
  return found.id;
}
