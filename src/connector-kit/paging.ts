/** One page of a list, and where the next one is; null: this was the last. */
export type PageOf<Entry, Cursor> = { readonly entries: readonly Entry[]; readonly next: Cursor | null };

/**
 * Reads pages until there are `limit` entries or no more pages; `more` says whether something was left.
 * The number of pages is bounded too: a service that says "more" for ever ends all the same.
 */
export async function collectPages<Entry, Cursor>(
  readPage: (cursor: Cursor | null) => Promise<PageOf<Entry, Cursor>>,
  { limit, maxPages = 20 }: { readonly limit: number; readonly maxPages?: number },
): Promise<{ readonly entries: readonly Entry[]; readonly more: boolean }> {
  const entries: Entry[] = [];
  let cursor: Cursor | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const { entries: found, next }: PageOf<Entry, Cursor> = await readPage(cursor);
    entries.push(...found);
    if (entries.length >= limit) return { entries: entries.slice(0, limit), more: entries.length > limit || next !== null };
    if (next === null) return { entries, more: false };
    cursor = next;
  }
  return { entries, more: true };
}
