import { useSyncExternalStore } from 'react';

/** A query that was run in this browser by this person. */
export type PastQuery = {
  readonly query: string;
  readonly at: string;
  readonly rows: number | null;
  readonly milliseconds: number | null;
};

const kept = 100;
const changed = new EventTarget();

/** What this person ran, newest first. It stays in this browser; the call log has it for everybody. */
export function useQueryHistory(personId: string): readonly [readonly PastQuery[], (query: PastQuery) => void, () => void] {
  const key = `patchbay-lake-history-${personId}`;
  const text = useSyncExternalStore(subscribe, () => read(key));
  const write = (queries: readonly PastQuery[]) => {
    try {
      localStorage.setItem(key, JSON.stringify(queries));
    } catch {
      // Full or switched off: the history is a convenience.
    }
    changed.dispatchEvent(new Event('change'));
  };
  return [parseHistory(text), (query) => write(addToHistory(parseHistory(read(key)), query)), () => write([])];
}

/** The same query again takes the place of its earlier run. */
export function addToHistory(queries: readonly PastQuery[], query: PastQuery): readonly PastQuery[] {
  return [query, ...queries.filter((past) => past.query !== query.query)].slice(0, kept);
}

export function parseHistory(text: string): readonly PastQuery[] {
  try {
    const value = JSON.parse(text) as unknown;
    return Array.isArray(value) ? value.filter(isPastQuery) : [];
  } catch {
    return [];
  }
}

function isPastQuery(value: unknown): value is PastQuery {
  return typeof value === 'object' && value !== null && 'query' in value && typeof value.query === 'string' && 'at' in value;
}

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? '[]';
  } catch {
    return '[]';
  }
}

function subscribe(notify: () => void): () => void {
  changed.addEventListener('change', notify);
  window.addEventListener('storage', notify);
  return () => {
    changed.removeEventListener('change', notify);
    window.removeEventListener('storage', notify);
  };
}
