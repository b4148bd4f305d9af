import { type LakeColumn, timeColumn, withStoredNames } from './column-types.ts';
import { type KnownColumn, type KnownTables, knownTables } from './known-tables.ts';
import { listColumns, type Manifest } from './manifest.ts';

/** The columns of a workspace's table: those of the schema, then those that its logs brought. Types never change once there. */
export function tableColumns(manifest: Manifest, workspace: string, table: string): readonly LakeColumn[] {
  return completeColumns(table, listColumns(manifest, workspace, table));
}

const onlyTime = [{ name: timeColumn, type: 'datetime' as const }];
const plain = new WeakMap<readonly KnownColumn[], readonly LakeColumn[]>();

/** The columns of a schema that no log has added to, made once. */
function plainColumns(schema: readonly KnownColumn[]): readonly LakeColumn[] {
  const made = plain.get(schema) ?? withStoredNames([], schema);
  plain.set(schema, made);
  return made;
}

/** The same, for extra columns that are at hand. */
export function completeColumns(table: string, extra: readonly LakeColumn[], known: KnownTables = knownTables()): readonly LakeColumn[] {
  const schema = known.get(table) ?? onlyTime;
  if (extra.length === 0) return plainColumns(schema);
  const held = new Set(extra.map((column) => column.name));
  const fresh = schema.filter((column) => !held.has(column.name));
  return [...withStoredNames(extra, fresh), ...extra];
}

/** What a new table may be called: as in Log Analytics. */
export function isTableName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(name);
}
