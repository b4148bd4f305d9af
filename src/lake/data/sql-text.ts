/** An identifier for DuckDB; no other way to print a name exists here. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""').replaceAll('\0', '\uFFFD')}"`;
}

/** A text for DuckDB; no other way to print one exists here. */
export function quoteText(text: string): string {
  return `'${text.toWellFormed().replaceAll('\0', '\uFFFD').replaceAll("'", "''")}'`;
}

/** A list of texts for DuckDB. */
export function quoteTexts(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(', ')}]`;
}

/** A struct such as `{'a': 'VARCHAR'}`, as table functions take it. */
export function quoteStruct(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([key, value]) => `${quoteText(key)}: ${quoteText(value)}`).join(', ')}}`;
}
