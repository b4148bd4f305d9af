import { isTeamFolder, mayChange, maySee, type Person } from './company.ts';
import { Refused, tagged } from './refused.ts';
import { contentHash, type Item, keyOf, nameOf, parentOf, type Tree } from './tree.ts';

/** The tree as one request sees it: whose it is, and where its paths begin. */
export type View = {
  readonly person: Person;
  readonly tree: Tree;
  readonly base: string;
};

export type Metadata = Readonly<Record<string, unknown>>;

/** The place that a path or id names; malformed paths are refused under `error`. */
export function placeOf({ tree, base }: View, path: string, error: readonly string[]): string {
  if (path.startsWith('id:')) return tree.byId(path)?.at ?? 'nowhere:';
  if (path !== '' && (!path.startsWith('/') || path.endsWith('/') || path.includes('//')))
    throw new Refused(tagged(...error, 'malformed_path'));
  // As it is spelled there, where it is there.
  return tree.get(base + path)?.at ?? base + path;
}

/** What is there and may be seen; otherwise `not_found` under `error`. */
export function itemAt(view: View, path: string, error: readonly string[]): Item {
  const at = placeOf(view, path, error);
  const item = view.tree.get(at);
  if (item === undefined || !maySee(view.person, at)) throw new Refused(tagged(...error, 'not_found'));
  return item;
}

/** A place that something may be put to; `autorename` finds a free name beside one that is taken. */
export function freePlace(
  view: View,
  path: string,
  { error, autorename }: { readonly error: readonly string[]; readonly autorename: boolean },
) {
  const at = placeOf(view, path, error);
  if (!mayChange(view.person, at) || isTeamFolder(at)) throw new Refused(tagged(...error, 'no_write_permission'));
  for (let above = parentOf(at); above !== null; above = parentOf(above))
    if (view.tree.get(above)?.content) throw new Refused(tagged(...error, 'conflict', 'file_ancestor'));
  const there = view.tree.get(at);
  if (there === undefined) return at;
  if (!autorename) throw new Refused(tagged(...error, 'conflict', there.content === null ? 'folder' : 'file'));
  const [, stem = at, ending = ''] = /^(.*?)(\.\w+)?$/s.exec(at) ?? [];
  for (let number = 1; ; number += 1) {
    const next = `${stem} (${number})${ending}`;
    if (view.tree.get(next) === undefined) return next;
  }
}

/** Something that may be changed, and is no team folder. */
export function changeable(view: View, path: string, errors: { readonly lookup: string; readonly write: string }): Item {
  const item = itemAt(view, path, [errors.lookup]);
  if (isTeamFolder(item.at)) throw new Refused(tagged(errors.write, 'team_folder'));
  if (!mayChange(view.person, item.at)) throw new Refused(tagged(errors.write, 'no_write_permission'));
  return item;
}

/** The path from where the request's paths begin; null: it lies outside. */
export function pathOf({ base }: View, at: string): string | null {
  return keyOf(at).startsWith(`${keyOf(base)}/`) ? at.slice(base.length) : null;
}

/** `FileMetadata` or `FolderMetadata`, without the tag that says which. */
export function describe(view: View, item: Item): Metadata {
  const { id, at, content, rev, modifiedAt } = item;
  const path = pathOf(view, at);
  const named = { name: nameOf(at), id, ...(path === null ? {} : { path_display: path, path_lower: keyOf(path) }) };
  const folder = view.person.isOfTeam ? { parent_shared_folder_id: '1010' } : {};
  const sharing = { read_only: !mayChange(view.person, at), ...folder };
  if (content === null) return { ...named, ...(view.person.isOfTeam ? { sharing_info: sharing } : {}) };
  return {
    ...named,
    client_modified: modifiedAt,
    server_modified: modifiedAt,
    rev,
    size: content.bytes,
    is_downloadable: !content.isPaper,
    ...(view.person.isOfTeam ? { sharing_info: sharing } : {}),
    ...(content.isPaper ? { export_info: { export_as: 'html', export_options: ['html'] } } : {}),
    ...(content.whole === null ? {} : { content_hash: contentHash(content.whole) }),
  };
}

/** `Metadata`, which may be either and so says which it is. */
export function describeTagged(view: View, item: Item): Metadata {
  return { '.tag': item.content === null ? 'folder' : 'file', ...describe(view, item) };
}
