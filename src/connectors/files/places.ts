import { basename, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ToolError } from '../../connector-kit/index.ts';
import type { FilesSettings } from './settings.ts';

/** A folder that the owner allowed, under the name that paths begin with. */
export type Folder = { readonly name: string; readonly path: string };

/** Something below an allowed folder; it may not exist. */
export type Place = { readonly folder: Folder; readonly parts: readonly string[] };

/** The allowed folders, each under its last name; a name that is taken gets a number. */
export function namedFolders({ folders }: FilesSettings): readonly Folder[] {
  const taken = new Set<string>();
  return folders.map((folder) => {
    const path = resolve(folder);
    const wanted = basename(path) || 'root';
    let name = wanted;
    for (let count = 2; taken.has(name); count += 1) name = `${wanted}-${count}`;
    taken.add(name);
    return { name, path };
  });
}

/** Where a path leads: `folder/sub/file`, or a whole path of this machine below an allowed folder. Null: to the list of folders. */
export function findPlace(settings: FilesSettings, path: string): Place | null {
  const folders = namedFolders(settings);
  const whole = folders.find((folder) => path === folder.path || path.startsWith(folder.path + sep));
  const [name, ...parts] = whole === undefined ? splitPath(path) : [whole.name, ...splitPath(path.slice(whole.path.length))];
  if (name === undefined) return null;
  const folder = folders.find((candidate) => candidate.name === name);
  if (folder === undefined)
    throw new ToolError(`There is no folder "${name}". A path begins with one of: ${folders.map((each) => each.name).join(', ')}.`);
  return { folder, parts };
}

/** Like `findPlace`, for what must be below a folder. */
export function requirePlace(settings: FilesSettings, path: string): Place {
  const place = findPlace(settings, path);
  if (place === null)
    throw new ToolError('The path is empty. It begins with the name of a folder; list_directory without a path shows them.');
  return place;
}

function splitPath(path: string): readonly string[] {
  const parts = path.split(sep === '\\' ? /[\\/]/ : '/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || path.includes('\0')) throw new ToolError('A path may not contain "..". Begin at the name of a folder.');
  return parts;
}

/** The path as tools show it. */
export function showPlace({ folder, parts }: Place): string {
  return [folder.name, ...parts].join('/');
}

/** The file's own address, for citations. */
export function urlOf({ folder, parts }: Place): string {
  return pathToFileURL(resolve(folder.path, ...parts)).href;
}
