import type { WorkspaceTables } from '../tables.ts';

/** What a watchlist is called among the tables: no table of logs has a colon in its name. */
const prefix = 'watchlist:';

/** Comments and strings, in which nothing is called; else `_GetWatchlist('alias')`, as Microsoft Sentinel has it. */
const calls =
  /\/\/[^\n]*|[hH]?(?:@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|```[\s\S]*?```)|_GetWatchlist\s*\(\s*(?:"(?<double>[^"\\\n]*)"|'(?<single>[^'\\\n]*)')\s*\)/g;

/** A watchlist that a query names and nobody made. */
export class MissingWatchlist extends Error {
  readonly offset: number;
  readonly length: number;

  constructor(alias: string, { offset, length }: { readonly offset: number; readonly length: number }) {
    super(`There is no watchlist '${alias}' in this workspace. Make it: patchbay lake watchlist put ${alias} FILE.`);
    this.offset = offset;
    this.length = length;
  }
}

/**
 * Puts the name of a table in the place of each call, since the binder's functions cannot have columns that differ by their
 * argument. The name is as long as the call, so that every place in the text stays where it was.
 */
export function nameWatchlists(text: string, tables: WorkspaceTables): { readonly text: string; readonly names: readonly string[] } {
  const names = new Set<string>();
  const named = text.replace(calls, (whole, double: string | undefined, single: string | undefined, offset: number) => {
    const alias = double ?? single;
    if (alias === undefined) return whole;
    const name = `${prefix}${alias}`.padEnd(whole.length - "['']".length);
    if (/["'[\]]/.test(alias) || tables.columns(name) === null) throw new MissingWatchlist(alias, { offset, length: whole.length });
    names.add(name);
    return `['${name}']`;
  });
  return { text: named, names: [...names] };
}

/** The alias of a watchlist that stands among the tables; null for any other table. */
export function watchlistAlias(table: string): string | null {
  return table.startsWith(prefix) ? table.slice(prefix.length).trimEnd() : null;
}
