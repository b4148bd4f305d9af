/** A search as it travels to its thread: plain data. */
export type SearchTask = {
  /** Where to look: a folder's own path, and the names on the way from it. */
  readonly roots: readonly { readonly name: string; readonly path: string; readonly parts: readonly string[] }[];
  readonly look: Look;
  /** A glob on the path below the root; null: every file. */
  readonly glob: string | null;
  readonly hidden: boolean;
  readonly limit: number;
  readonly milliseconds: number;
  /** What earlier searches learned. */
  readonly index: SharedArrayBuffer;
};

/** Names alone, lines that hold something, or files ranked by words in name and text. */
export type Look =
  | { readonly kind: 'names' }
  | { readonly kind: 'lines'; readonly query: string; readonly isPattern: boolean; readonly matchCase: boolean }
  /** In upper case, each once. */
  | { readonly kind: 'words'; readonly words: readonly string[] };

export type Match = { readonly path: string; readonly line?: number; readonly text?: string };
export type SearchAnswer = { readonly matches: readonly Match[]; readonly filesLookedAt: number; readonly more: boolean };
