import type { KqlType } from '../../../kql/index.ts';
import { type LakeColumn, timeColumn, withStoredNames } from '../column-types.ts';
import type { Mapping } from './mappings.ts';
import type { Place } from './source.ts';

/** Which column each value of a file goes to. */
export type IngestPlan = {
  readonly columns: readonly { readonly column: LakeColumn; readonly place: Place }[];
  /** Columns that the table gets by this file. */
  readonly added: readonly LakeColumn[];
  /** Keys that are left out since the table has as many columns as a table may have. */
  readonly dropped: readonly string[];
  /** The key that became TimeGenerated. */
  readonly timeFrom: string;
};

export type PlanFailure = { readonly kind: 'no-time'; readonly keys: readonly string[] };

export type PlanRequest = {
  /** The table's columns, TimeGenerated among them. */
  readonly columns: readonly LakeColumn[];
  readonly keys: readonly string[];
  readonly types: ReadonlyMap<string, KqlType | null>;
  readonly mapping: Mapping | null;
  /** The key that the person named for the time. */
  readonly time?: string;
};

/** More would make every query slow: keys that are made up by the record belong into one dynamic column. */
const maxColumns = 750;

/** Names that the time of an event has elsewhere, likeliest first. */
const timeNames = [
  'TimeGenerated',
  'Timestamp',
  '@timestamp',
  '_time',
  'EventTime',
  'time',
  'ts',
  'datetime',
  'EventTimestamp',
  'CreatedDateTime',
  'CreationTime',
  'published',
  'date',
];

/** Decides where the values of a file go. Pure: the same table and the same keys give the same plan. */
export function planIngest({ columns, keys, types, mapping, time }: PlanRequest): IngestPlan | PlanFailure {
  const timeFrom = findTime({ keys, mapping, time });
  if (timeFrom === null) return { kind: 'no-time', keys };
  const target = matchColumns(columns, keys);
  const mapped = Object.entries(mapping?.columns ?? {}).filter(([, [key = '']]) => keys.includes(key));
  const mappedKeys = new Set(mapped.map(([, [key]]) => key));
  const placed = new Map<string, { readonly column: LakeColumn; readonly place: Place }>();
  const put = (column: LakeColumn | undefined, place: Place) => {
    if (column !== undefined && !placed.has(column.name)) placed.set(column.name, { column, place });
  };

  put(
    columns.find((column) => column.name === timeColumn),
    placeOf(timeFrom, mapping),
  );
  for (const [name, path] of mapped)
    put(
      columns.find((column) => column.name === name),
      path as unknown as Place,
    );
  const fresh: { readonly name: string; readonly type: KqlType }[] = [];
  const dropped: string[] = [];
  for (const key of keys) {
    if (mappedKeys.has(key) || (key === timeFrom && cleanName(key) === timeColumn)) continue;
    const column = target.get(key);
    if (column !== undefined) put(column, [key]);
    else if (key === '' || cleanName(key) === timeColumn) dropped.push(key);
    else {
      const type = types.get(key);
      if (type === null || type === undefined) continue;
      if (columns.length + fresh.length >= maxColumns) dropped.push(key);
      else fresh.push({ name: cleanName(key), type });
    }
  }
  const unique = fresh.filter(({ name }, index) => fresh.findIndex((other) => other.name === name) === index);
  const added = withStoredNames(columns, unique);
  for (const column of added) put(column, [keys.find((key) => cleanName(key) === column.name && !target.has(key)) ?? column.name]);
  return { columns: [...placed.values()], added, dropped, timeFrom };
}

/** Whether the table or the mapping has a place for a key, so that its type need not be looked for. */
export function hasPlace(key: string, { columns, keys, mapping }: Pick<PlanRequest, 'columns' | 'keys' | 'mapping'>): boolean {
  return matchColumns(columns, keys).has(key) || Object.values(mapping?.columns ?? {}).some(([first]) => first === key);
}

/** Columns by key: the same name, else without regard to case where no other key has that name. */
function matchColumns(columns: readonly LakeColumn[], keys: readonly string[]): ReadonlyMap<string, LakeColumn> {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const byFold = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  const names = new Set(keys.map(cleanName));
  const matched = new Map<string, LakeColumn>();
  for (const key of keys) {
    const folded = byFold.get(cleanName(key).toLowerCase());
    const column = byName.get(cleanName(key)) ?? (folded !== undefined && !names.has(folded.name) ? folded : undefined);
    if (column !== undefined) matched.set(key, column);
  }
  return matched;
}

/** Exports of the portal name the time zone in the header. */
function cleanName(key: string): string {
  return key.replace(/ \[UTC\]$/, '').trim();
}

function findTime({ keys, mapping, time }: Pick<PlanRequest, 'keys' | 'mapping' | 'time'>): string | null {
  if (time !== undefined) return keys.find((key) => key === time) ?? keys.find((key) => cleanName(key) === time) ?? null;
  const mapped = mapping?.columns[timeColumn]?.[0];
  if (mapped !== undefined && keys.includes(mapped)) return mapped;
  for (const name of timeNames) {
    const found = keys.find((key) => cleanName(key) === name) ?? keys.find((key) => cleanName(key).toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found;
  }
  return null;
}

function placeOf(timeFrom: string, mapping: Mapping | null): Place {
  const path = mapping?.columns[timeColumn];
  return path?.[0] === timeFrom ? (path as unknown as Place) : [timeFrom];
}
