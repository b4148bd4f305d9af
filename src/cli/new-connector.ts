import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { connectorFiles } from './new-connector-files.ts';

/** Writes the folder of a new connector, with its tests and its proof, and its line in the list; gives the paths that were written. */
export function writeNewConnector(root: string, name: string): readonly string[] {
  const id = name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (!/^[a-z]/.test(id)) throw new AppError('request.invalid', { sentence: `"${name}" gives no id: a name begins with a letter.` });
  const folder = join(root, 'src', 'connectors', id);
  const list = join(root, 'src', 'connectors', 'index.ts');
  if (existsSync(folder)) throw new AppError('request.conflict', { sentence: `src/connectors/${id} exists already.` });
  const parts = Object.entries(connectorFiles({ id, name: name.trim() }));
  mkdirSync(join(folder, 'tools'), { recursive: true });
  for (const [file, text] of parts) writeFileSync(join(folder, file), text);
  writeFileSync(list, withLine(readFileSync(list, 'utf8'), id));
  return [...parts.map(([file]) => `src/connectors/${id}/${file}`), 'src/connectors/index.ts'];
}

/** The list with one line more, in the order of the ids. */
export function withLine(text: string, id: string): string {
  const lines = [...text.matchAll(/^ {2}'?([\w-]+)'?: \(\) => import\(.*$/gm)].map(([line, known]) => ({ line, id: known ?? '' }));
  const all = [...lines, { id, line: `  ${id.includes('-') ? `'${id}'` : id}: () => import('./${id}/connector.ts'),` }];
  const sorted = all.sort((left, right) => (left.id < right.id ? -1 : 1)).map(({ line }) => line);
  return text.replace(lines.map(({ line }) => line).join('\n'), sorted.join('\n'));
}
