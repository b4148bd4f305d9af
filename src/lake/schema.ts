import type { KqlType, TableSource } from '../kql/index.ts';

/** Tables with their columns and KQL types, in the order in which they are shown. */
export type LakeSchema = Readonly<Record<string, Readonly<Record<string, KqlType>>>>;

/** Where the compiler finds the rows of each table: a table of the same name in the store. */
export function tableSources(schema: LakeSchema): ReadonlyMap<string, TableSource> {
  return new Map(
    Object.entries(schema).map(([name, columns]) => [
      name,
      {
        from: `"${name.replaceAll('"', '""')}"`,
        columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
      },
    ]),
  );
}
