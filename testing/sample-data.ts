import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `docs/sample-data.md`: its queries, and the tables of answers that stand below them. */
export const sampleDataFile = join(import.meta.dirname, '..', 'docs', 'sample-data.md');

export type DocumentedQuery = { readonly title: string; readonly query: string; readonly answer: readonly (readonly string[])[] };

/** Every question of the document with its query and its answer, header first. */
export function readDocumentedQueries(): readonly DocumentedQuery[] {
  const text = readFileSync(sampleDataFile, 'utf8');
  return [...text.matchAll(/^### (.+)\n```kql\n([\s\S]*?)```\n((?:\|.*\|\n)*)/gm)].map(([, title = '', query = '', table = '']) => ({
    title,
    query: query.trim(),
    answer: table
      .split('\n')
      .filter((line) => line !== '' && !/^\|[-|]+\|$/.test(line))
      .map((line) =>
        line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      ),
  }));
}
