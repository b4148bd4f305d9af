import type { EngineSchema } from '@kusto/monaco-kusto';
import type { LakeTableView } from '../../../contract/lake-objects.ts';

const clrTypes: ReadonlyMap<string, string> = new Map([
  ['bool', 'System.SByte'],
  ['int', 'System.Int32'],
  ['long', 'System.Int64'],
  ['real', 'System.Double'],
  ['decimal', 'System.Data.SqlTypes.SqlDecimal'],
  ['string', 'System.String'],
  ['datetime', 'System.DateTime'],
  ['timespan', 'System.TimeSpan'],
  ['guid', 'System.Guid'],
  ['dynamic', 'System.Object'],
]);

/** The lake's tables as the editor's language service takes them: it names types as .NET does. */
export function toKustoSchema(tables: readonly LakeTableView[]): EngineSchema {
  const database = {
    name: 'lake',
    majorVersion: 1,
    minorVersion: 0,
    functions: [],
    entityGroups: [],
    tables: tables.map(({ name, description, columns }) => ({
      name,
      docstring: description ?? '',
      entityType: 'Table' as const,
      columns: columns.map((column) => ({ name: column.name, type: clrTypes.get(column.type) ?? 'System.Object' })),
    })),
  };
  return { clusterType: 'Engine', cluster: { connectionString: 'https://patchbay', databases: [database] }, database };
}
