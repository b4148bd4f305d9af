import { createHash } from 'node:crypto';

export type Content = {
  readonly bytes: number;
  /** Null: it is made as it is read. */
  readonly whole: Buffer | null;
  /** Kept in a form of Dropbox's own, which is only exported. */
  readonly isPaper: boolean;
  /** How much of it has been read, where it is made as it is read. */
  pulled: number;
  stream(): ReadableStream<Uint8Array>;
};

export type Item = {
  readonly id: string;
  /** Volume and path, as `team:/Offers`. */
  at: string;
  /** Null: a folder. */
  content: Content | null;
  rev: string;
  modifiedAt: string;
};

/** Files and folders by their place; names that differ only in case are one, as Dropbox has it. */
export type Tree = {
  get(at: string): Item | undefined;
  byId(id: string): Item | undefined;
  /** What lies below, by name; `deep`: at any depth. */
  below(at: string, deep: boolean): readonly Item[];
  /** Makes or replaces it, and the folders above it that are missing. */
  put(at: string, content: Content | null): Item;
  move(from: string, to: string): Item;
  copy(from: string, to: string): Item;
  remove(at: string): void;
  /** Each place that changed, the first change first. */
  readonly journal: readonly { readonly at: string }[];
};

export function createTree(): Tree {
  const items = new Map<string, Item>();
  const journal: { at: string }[] = [];
  let count = 0;

  /** Revisions are of nine hexadecimal digits at least; times go on by a minute each. */
  const stamp = () => {
    count += 1;
    return {
      rev: `5f${count.toString(16).padStart(14, '0')}`,
      modifiedAt: new Date(Date.UTC(2026, 0, 5, 9, count)).toISOString().replace('.000', ''),
    };
  };
  const add = (at: string, content: Content | null, id?: string): Item => {
    const stamped = stamp();
    const item: Item = { id: id ?? `id:a4ayc_${String(count).padStart(16, '0')}`, at, content, ...stamped };
    items.set(keyOf(at), item);
    journal.push({ at });
    return item;
  };
  const below = (at: string, deep: boolean) =>
    [...items.values()]
      .filter((item) => keyOf(item.at).startsWith(`${keyOf(at)}/`) && (deep || parentOf(keyOf(item.at)) === keyOf(at)))
      .toSorted((left, right) => (keyOf(left.at) < keyOf(right.at) ? -1 : 1));
  const drop = (item: Item) => {
    items.delete(keyOf(item.at));
    journal.push({ at: item.at });
  };
  const put: Tree['put'] = (at, content) => {
    const above = parentOf(at);
    if (above !== null && above.includes('/') && !items.has(keyOf(above))) put(above, null);
    return add(at, content, items.get(keyOf(at))?.id);
  };
  const known = (at: string): Item => {
    const item = items.get(keyOf(at));
    if (item === undefined) throw new Error(`nothing at ${at}`);
    return item;
  };
  const relocate = (from: string, to: string, keepsIds: boolean): Item => {
    const all = [known(from), ...below(from, true)];
    if (keepsIds) for (const item of all) drop(item);
    const [first] = all.map(({ id, at, content }) => {
      const target = to + at.slice(from.length);
      const above = parentOf(target);
      if (above !== null && above.includes('/') && !items.has(keyOf(above))) put(above, null);
      return add(target, content, keepsIds ? id : undefined);
    });
    return first ?? known(to);
  };

  return {
    journal,
    below,
    put,
    get: (at) => items.get(keyOf(at)),
    byId: (id) => [...items.values()].find((item) => item.id === id),
    move: (from, to) => relocate(from, to, true),
    copy: (from, to) => relocate(from, to, false),
    remove: (at) => {
      for (const item of [...below(at, true), known(at)]) drop(item);
    },
  };
}

export const nameOf = (at: string): string => at.slice(at.lastIndexOf('/') + 1);
export const parentOf = (at: string): string | null => (at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : null);
export const keyOf = (at: string): string => at.normalize('NFC').toLowerCase();

export function contentOf(whole: Buffer): Content {
  return { bytes: whole.length, whole, isPaper: false, pulled: 0, stream: () => new Blob([new Uint8Array(whole)]).stream() };
}

/** https://www.dropbox.com/developers/reference/content-hash: blocks of 4 MiB, the hash of their hashes. */
export function contentHash(whole: Buffer): string {
  const block = 4 * 1024 * 1024;
  const hash = createHash('sha256');
  for (let start = 0; start < whole.length; start += block)
    hash.update(
      createHash('sha256')
        .update(whole.subarray(start, start + block))
        .digest(),
    );
  return hash.digest('hex');
}
