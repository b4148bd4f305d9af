/** The names that version 1 of Kusto's API has for the types of KQL. https://learn.microsoft.com/kusto/query/scalar-data-types */
const clrTypes: ReadonlyMap<string, string> = new Map([
  ['bool', 'SByte'],
  ['int', 'Int32'],
  ['long', 'Int64'],
  ['real', 'Double'],
  ['decimal', 'SqlDecimal'],
  ['string', 'String'],
  ['datetime', 'DateTime'],
  ['timespan', 'TimeSpan'],
  ['guid', 'Guid'],
  ['dynamic', 'Object'],
]);

export function clrType(kqlType: string): string {
  return clrTypes.get(kqlType) ?? 'String';
}
