import MiniSearch from 'minisearch';
import type { TableView } from './ports.ts';

export type FoundTable = { readonly table: TableView; readonly score: number };

/** Ranks tables for a question by name, description and columns (BM25); tables that hold data come before empty ones. */
export function searchTables(tables: readonly TableView[], query: string, limit = 8): readonly FoundTable[] {
  const index = new MiniSearch<{ id: string; name: string; words: string; description: string; columns: string }>({
    fields: ['name', 'words', 'description', 'columns'],
    searchOptions: { boost: { name: 4, words: 3, description: 2 }, prefix: true, fuzzy: 0.15 },
  });
  index.addAll(
    tables.map((table) => ({
      id: table.name,
      name: table.name,
      words: splitWords(table.name),
      description: table.description ?? '',
      columns: table.columns.map(({ name }) => `${name} ${splitWords(name)}`).join(' '),
    })),
  );
  const byName = new Map(tables.map((table) => [table.name, table]));
  return index
    .search(query)
    .flatMap(({ id, score }) => {
      const table = byName.get(String(id));
      return table === undefined ? [] : [{ table, score: table.rows !== 0 ? score * 2 : score }];
    })
    .sort((left, right) => right.score - left.score)
    .slice(0, limit);
}

/** `DeviceNetworkEvents` → `Device Network Events`: people write words, not names. */
function splitWords(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/_/g, ' ');
}
