import type { KqlType } from '../../kql/index.ts';
import type { LakeSource } from './catalogue.ts';
import { ingestionColumn, type LakeColumn, storedType, timeColumn } from './column-types.ts';
import type { FileRow } from './manifest.ts';
import { quoteIdentifier, quoteText, quoteTexts } from './sql-text.ts';

export type SourceParts = {
  readonly table: string;
  readonly columns: readonly LakeColumn[];
  readonly files: readonly FileRow[];
  readonly absolute: (path: string) => string;
  /** The (quoted) columns that are to be read; all of them without it. */
  readonly asked?: ReadonlySet<string>;
};

/** More kinds of files than this are read by name, at the cost of opening each of them first. */
const maxShapes = 12;

/** The FROM item over a table's files. What a file does not have is a constant, so that nothing is read for it. */
export function sourceOf({ table, columns, files, absolute, asked }: SourceParts): LakeSource {
  const figures = { columns, files: files.length, rows: sum(files, 'rows'), bytes: sum(files, 'bytes') };
  const isAsked = (stored: string): boolean => asked?.has(quoteIdentifier(stored)) ?? true;
  const wanted = columns.filter(({ stored }) => isAsked(stored));
  const ingestion = isAsked(ingestionColumn) || wanted.length === 0 ? [quoteIdentifier(ingestionColumn)] : [];
  if (files.length === 0) return { from: `(${selectEmpty(wanted, table)})`, ...figures };
  const heldBy = (file: FileRow): readonly string[] => file.shape.filter(isAsked);
  const shapes = [...Map.groupBy(files, (file) => heldBy(file).join('\n')).values()];
  const groups = shapes.length > maxShapes ? [files] : shapes;
  const selects = groups.map((group) => {
    const held = new Set(group.flatMap(heldBy));
    const byName = groups.length !== shapes.length;
    const items = wanted.map((column) => item(column, { held, table, byName }));
    const options = byName ? ', union_by_name = true' : '';
    return `SELECT ${[...items, ...ingestion].join(', ')} FROM read_parquet(${quoteTexts(group.map((file) => absolute(file.path)))}, hive_partitioning = false${options})`;
  });
  return { from: `(${selects.join(' UNION ALL ')})`, ...figures };
}

/** The FROM item over one file that has all its columns, or none yet. */
export function fileSource(columns: readonly LakeColumn[], file: { readonly path: string; readonly rows: number } | null): LakeSource {
  const names = [...columns.map((column) => quoteIdentifier(column.stored)), quoteIdentifier(ingestionColumn)].join(', ');
  const from = file === null ? `(${selectEmpty(columns, '')})` : `(SELECT ${names} FROM read_parquet(${quoteText(file.path)}))`;
  return { from, columns, files: file === null ? 0 : 1, rows: file?.rows ?? 0, bytes: 0 };
}

function item(
  column: LakeColumn,
  { held, table, byName }: { readonly held: ReadonlySet<string>; readonly table: string; readonly byName: boolean },
): string {
  const name = quoteIdentifier(column.stored);
  if (!held.has(column.stored)) return `${absent(column, table)} AS ${name}`;
  return byName && column.type === 'string' ? `coalesce(${name}, '') AS ${name}` : name;
}

/** What a column holds in rows that came without it. */
export function absent(column: LakeColumn, table: string): string {
  if (column.name === 'Type' && column.type === 'string') return quoteText(table);
  // Defender's tables know the time by this name.
  if (column.name === 'Timestamp' && column.type === 'datetime') return quoteIdentifier(timeColumn);
  return nothing(column.type);
}

function nothing(type: KqlType): string {
  return type === 'string' ? "''" : `NULL::${storedType[type]}`;
}

function selectEmpty(columns: readonly LakeColumn[], table: string): string {
  const items = columns.map(
    (column) =>
      `${column.name === timeColumn || column.name === 'Timestamp' ? nothing(column.type) : absent(column, table)} AS ${quoteIdentifier(column.stored)}`,
  );
  return `SELECT ${[...items, `NULL::BIGINT AS ${quoteIdentifier(ingestionColumn)}`].join(', ')} WHERE false`;
}

const sum = (files: readonly FileRow[], key: 'rows' | 'bytes') => files.reduce((total, file) => total + file[key], 0);
