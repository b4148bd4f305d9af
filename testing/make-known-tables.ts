import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Rewrites `src/lake/data/known-tables.txt` from the shared schemas: one line a table, its columns in their order with one
 * letter for a type (none for string). Where both products know a table, Sentinel's types hold and Defender adds what it has
 * more.
 */
const shared = join(import.meta.dirname, '..', '..', 'shared', 'schemas', 'security-tables.json');
const target = join(import.meta.dirname, '..', 'src', 'lake', 'data', 'known-tables.txt');
const letters: Readonly<Record<string, string>> = {
  string: '',
  bool: ':b',
  boolean: ':b',
  int: ':i',
  long: ':l',
  real: ':r',
  double: ':r',
  datetime: ':d',
  dynamic: ':y',
  guid: ':g',
};

type Schemas = Readonly<Record<'sentinel' | 'defender', Readonly<Record<string, Readonly<Record<string, string>>>>>>;
const { sentinel, defender } = JSON.parse(readFileSync(shared, 'utf8')) as Schemas;
const names = [...new Set([...Object.keys(sentinel), ...Object.keys(defender)])].sort((left, right) => (left < right ? -1 : 1));
const lines = names.map((name) => {
  const known = { TimeGenerated: 'datetime', ...defender[name], ...sentinel[name] };
  const order = [...new Set([...Object.keys(sentinel[name] ?? { TimeGenerated: '' }), ...Object.keys(known)])];
  const columns = order.map((column) => `${column}${letters[known[column as keyof typeof known] ?? ''] ?? ''}`);
  return `${name} ${columns.join(',')}`;
});
writeFileSync(target, `${lines.join('\n')}\n`);
