import { type Dynamic, isArray, printDynamic, readDynamic } from './dynamic.ts';
import { type NativeRow, native } from './row.ts';
import { cachedRegex } from './regex.ts';

/** String operators whose pattern is not written in the query. */
export const textMatchNatives: readonly NativeRow[] = [
  native('has', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, term) => hasTerm(text.toLowerCase(), term.toLowerCase(), { start: true, end: true }),
  }),
  native('has_cs', { takes: ['text', 'text'], returns: 'bool', run: (text, term) => hasTerm(text, term, { start: true, end: true }) }),
  native('hasprefix', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, term) => hasTerm(text.toLowerCase(), term.toLowerCase(), { start: true, end: false }),
  }),
  native('hasprefix_cs', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, term) => hasTerm(text, term, { start: true, end: false }),
  }),
  native('hassuffix', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, term) => hasTerm(text.toLowerCase(), term.toLowerCase(), { start: false, end: true }),
  }),
  native('hassuffix_cs', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, term) => hasTerm(text, term, { start: false, end: true }),
  }),
  native('contains', { takes: ['text', 'text'], returns: 'bool', run: (text, part) => text.toLowerCase().includes(part.toLowerCase()) }),
  native('startswith', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, part) => text.toLowerCase().startsWith(part.toLowerCase()),
  }),
  native('endswith', { takes: ['text', 'text'], returns: 'bool', run: (text, part) => text.toLowerCase().endsWith(part.toLowerCase()) }),
  native('matches_regex', { takes: ['text', 'text'], returns: 'bool', run: (text, pattern) => cachedRegex(pattern)?.test(text) ?? false }),
  native('has_any', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, terms) => termsOf(terms).some((term) => hasFolded(text, term)),
  }),
  native('has_all', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (text, terms) => termsOf(terms).every((term) => hasFolded(text, term)),
  }),
  native('in_array', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (value, array) => itemsOf(array).some((item) => printDynamic(item) === value),
  }),
  native('in_array_folded', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (value, array) => itemsOf(array).some((item) => textOf(item).toLowerCase() === textOf(readDynamic(value)).toLowerCase()),
  }),
];

const letter = /[\p{L}\p{N}]/u;

/** True where the term stands between characters that are no letters or digits. */
export function hasTerm(text: string, term: string, { start, end }: { readonly start: boolean; readonly end: boolean }): boolean {
  if (term === '') return true;
  const guardStart = start && letter.test(term[0] ?? '');
  const guardEnd = end && letter.test(term.at(-1) ?? '');
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1)) {
    const before = at > 0 && guardStart && letter.test(text[at - 1] ?? '');
    const after = at + term.length < text.length && guardEnd && letter.test(text[at + term.length] ?? '');
    if (!before && !after) return true;
  }
  return false;
}

function hasFolded(text: string, term: string): boolean {
  return hasTerm(text.toLowerCase(), term.toLowerCase(), { start: true, end: true });
}

function itemsOf(array: string): readonly Dynamic[] {
  const value = readDynamic(array);
  return isArray(value) ? value : [value];
}

function termsOf(array: string): readonly string[] {
  return itemsOf(array).map(textOf);
}

function textOf(value: Dynamic): string {
  return typeof value === 'string' ? value : value === null ? '' : printDynamic(value);
}
