import type { LakeTableView } from '../../contract/lake-objects.ts';

/** `columns` are those that were found; null where the table itself was, or nothing is looked for. */
export type FoundTable = { readonly table: LakeTableView; readonly columns: LakeTableView['columns'] | null };

/** Tables by name, then by what they are for, then by a column; within each, in the given order. */
export function findTables(tables: readonly LakeTableView[], search: string): readonly FoundTable[] {
  const word = search.trim().toLowerCase();
  if (word === '') return tables.map((table) => ({ table, columns: null }));
  const ranked = tables.flatMap((table): readonly (FoundTable & { readonly rank: number })[] => {
    if (table.name.toLowerCase().includes(word)) return [{ rank: 0, table, columns: null }];
    if (table.description?.toLowerCase().includes(word) === true) return [{ rank: 1, table, columns: null }];
    const columns = table.columns.filter(({ name }) => name.toLowerCase().includes(word));
    return columns.length === 0 ? [] : [{ rank: 2, table, columns }];
  });
  return ranked.toSorted((left, right) => left.rank - right.rank).map(({ table, columns }) => ({ table, columns }));
}
