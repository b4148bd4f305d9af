import { AppError } from '../domain/errors.ts';
import type { Diagnostic } from '../kql/index.ts';

type Named = { readonly name: string; readonly columns: readonly { readonly name: string }[] };
type Known = { readonly query: string; readonly tables: readonly Named[] };

/** A refused query whose diagnostics also say which name was probably meant, where one is near. */
export function withSuggestions(error: unknown, known: Known): unknown {
  if (!(error instanceof AppError) || !Array.isArray(error.detail.diagnostics)) return error;
  const diagnostics = (error.detail.diagnostics as readonly Diagnostic[]).map((diagnostic) => {
    const suggestion = suggestName(diagnostic.message, known);
    return suggestion === null ? diagnostic : { ...diagnostic, suggestion };
  });
  return new AppError(error.code, { sentence: error.message, cause: error.cause, detail: { ...error.detail, diagnostics } });
}

/** The table, or column of a table in the query, that is nearly the name which the message does not know; null where none is. */
export function suggestName(message: string, { query, tables }: Known): string | null {
  const unknown = /^The name '([^']+)' does not refer/.exec(message)?.[1];
  if (unknown === undefined) return null;
  const words = new Set(query.match(/[A-Za-z_]\w*/g));
  const columns = tables.filter(({ name }) => words.has(name)).flatMap((table) => table.columns.map(({ name }) => name));
  const candidates = [...new Set([...columns, ...tables.map(({ name }) => name)])].filter((name) => name !== unknown);
  // A third of the letters may be wrong; more would be guessing.
  const farthest = Math.max(1, Math.floor(unknown.length / 3));
  let [best, least]: [string | null, number] = [null, farthest + 1];
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - unknown.length) >= least) continue;
    const distance = editDistance(unknown.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Levenshtein, with one row. */
function editDistance(left: string, right: string): number {
  const row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    let diagonal = row[0] ?? 0;
    row[0] = i;
    for (let j = 1; j <= right.length; j += 1) {
      const above = row[j] ?? 0;
      row[j] = left[i - 1] === right[j - 1] ? diagonal : 1 + Math.min(diagonal, above, row[j - 1] ?? 0);
      diagonal = above;
    }
  }
  return row[right.length] ?? 0;
}
