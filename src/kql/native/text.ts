import { type Dynamic, isArray, isBag, printDynamic, readDynamic } from './dynamic.ts';
import { items, printPresent } from './dynamic-tools.ts';
import { cachedRegex } from './regex.ts';
import { tooLongText } from '../sql/macros.ts';
import { type NativeRow, native } from './row.ts';
import { hasTerm } from './text-match.ts';

const longestText = 64_000_000;

/** Text functions that SQL has no words for. */
export const textNatives: readonly NativeRow[] = [
  native('isutf8', { takes: ['text'], returns: 'bool', run: (text) => text.isWellFormed() && !text.includes('�') }),
  native('isascii', {
    takes: ['text'],
    returns: 'bool',
    run: (text) => [...text].every((character) => (character.codePointAt(0) ?? 0) < 128),
  }),
  native('reverse', { takes: ['text'], returns: 'text', run: (text) => [...text].toReversed().join('') }),
  native('format_bytes', { takes: ['real', 'long', 'text'], returns: 'text', run: formatBytes }),
  native('strcat_array', { takes: ['text', 'text'], returns: 'text', run: (json, mark) => items(json).map(plain).join(mark) }),
  native('substring', { takes: ['text', 'long', 'long'], returns: 'text', run: substring }),
  native('split', { takes: ['text', 'text'], returns: 'text', run: (text, mark) => printDynamic(mark === '' ? [text] : text.split(mark)) }),
  native('split_at', { takes: ['text', 'text', 'long'], returns: 'text', run: splitAt }),
  native('trim', { takes: ['text', 'text', 'bool', 'bool'], returns: 'text', run: trim }),
  native('replace_regex', {
    takes: ['text', 'text', 'text'],
    returns: 'text',
    run: (text, pattern, by) => replaceRegex(text, pattern, by),
  }),
  native('replace_strings', { takes: ['text', 'text', 'text'], returns: 'text', run: replaceStrings }),
  native('indexof', { takes: ['text', 'text', 'long', 'long', 'long'], returns: 'long', run: indexOf }),
  native('indexof_regex', { takes: ['text', 'text', 'long', 'long', 'long'], returns: 'long', run: indexOfRegex }),
  native('countof', { takes: ['text', 'text', 'text'], returns: 'long', run: countOf }),
  native('extract', {
    takes: ['text', 'long', 'text'],
    returns: 'text',
    run: (pattern, group, text) => cachedRegex(pattern)?.exec(text)?.[Number(group)] ?? '',
  }),
  native('extract_all', { takes: ['text', 'text'], returns: 'text', run: (pattern, text) => extractAll(pattern, text, null) }),
  native('extract_all_groups', {
    takes: ['text', 'text', 'text'],
    returns: 'text',
    run: (pattern, groups, text) => extractAll(pattern, text, items(groups)),
  }),
  native('extract_json', { takes: ['text', 'text'], returns: 'text', run: extractJson }),
  native('strrep', {
    takes: ['text', 'long', 'text'],
    returns: 'text',
    run: (text, times, mark) => {
      const count = Math.max(0, Math.min(1024, Number(times)));
      if ((text.length + mark.length) * count > longestText) throw new Error(tooLongText);
      return Array.from({ length: count }, () => text).join(mark);
    },
  }),
  native('translate', { takes: ['text', 'text', 'text'], returns: 'text', run: translate }),
  native('regex_quote', { takes: ['text'], returns: 'text', run: (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') }),
  native('url_encode', { takes: ['text'], returns: 'text', run: (text) => encodeUrl(text).replaceAll('%20', '+') }),
  native('url_encode_component', { takes: ['text'], returns: 'text', run: encodeUrl }),
  native('url_decode', { takes: ['text'], returns: 'text', run: decodeUrl }),
  native('base64_encode', { takes: ['text'], returns: 'text', run: (text) => Buffer.from(text, 'utf8').toString('base64') }),
  native('base64_decode', { takes: ['text'], returns: 'text', run: (text) => decodeBase64(text)?.toString('utf8') ?? null }),
  native('base64_decode_toarray', {
    takes: ['text'],
    returns: 'text',
    run: (text) => {
      const bytes = decodeBase64(text);
      return bytes === null ? null : `[${[...bytes].join(',')}]`;
    },
  }),
  native('base64_encode_fromarray', {
    takes: ['text'],
    returns: 'text',
    run: (json) => Buffer.from(items(json).map(Number)).toString('base64'),
  }),
  native('base64_encode_fromguid', { takes: ['text'], returns: 'text', run: (guid) => guidBytes(guid).toString('base64') }),
  native('base64_decode_toguid', { takes: ['text'], returns: 'text', run: guidFromBase64 }),
  native('unicode_codepoints_to_string', {
    takes: ['text'],
    returns: 'text',
    run: (json) => {
      const points = items(json)
        .flatMap((item) => (isArray(item) ? item : [item]))
        .map(Number);
      const isText = points.every((point) => Number.isInteger(point) && point >= 0 && point <= 0x10ffff);
      return isText ? points.map((point) => String.fromCodePoint(point)).join('') : null;
    },
  }),
  native('unicode_codepoints_from_string', {
    takes: ['text'],
    returns: 'text',
    run: (text) => `[${[...text].map((character) => character.codePointAt(0)).join(',')}]`,
  }),
  native('has_any_index', {
    takes: ['text', 'text'],
    returns: 'long',
    run: (text, terms) =>
      BigInt(items(terms).findIndex((term) => hasTerm(text.toLowerCase(), plain(term).toLowerCase(), { start: true, end: true }))),
  }),
];

/** A dynamic value as the text that it shows. */
export function plain(value: Dynamic): string {
  return typeof value === 'string' ? value : value === null ? '' : printDynamic(value);
}

function substring(text: string, start: bigint, length: bigint): string {
  const characters = [...text];
  const from = start < 0n ? Math.max(0, characters.length + Number(start)) : Number(start);
  return length <= 0n ? '' : characters.slice(from, from + Number(length)).join('');
}

function splitAt(text: string, mark: string, index: bigint): string | null {
  const part = (mark === '' ? [text] : text.split(mark))[Number(index)];
  return part === undefined ? null : printDynamic([part]);
}

function trim(pattern: string, text: string, start: boolean, end: boolean): string {
  const atStart = start ? replaceOnce(text, `^(?:${pattern})`) : text;
  return end ? replaceOnce(atStart, `(?:${pattern})$`) : atStart;
}

function replaceOnce(text: string, pattern: string): string {
  const regex = cachedRegex(pattern);
  return regex === null ? text : text.replace(regex, '');
}

function replaceRegex(text: string, pattern: string, by: string): string | null {
  const regex = cachedRegex(pattern, 'g');
  if (regex === null) return null;
  return text.replace(
    regex,
    by.replaceAll('$', '$$$$').replace(/\\(\d)/g, (_, group: string) => (group === '0' ? '$&' : `$${group}`)),
  );
}

/** The match must begin before `start + length`. */
function indexOf(text: string, lookup: string, start: bigint, length: bigint, occurrence: bigint): bigint {
  if (occurrence <= 0n) return -1n;
  const from = start < 0n ? Math.max(0, text.length + Number(start)) : Number(start);
  const end = length < 0n ? text.length + 1 : from + Number(length);
  let at = text.indexOf(lookup, from);
  // An empty text is found at the end again and again.
  for (let found = 1n; at !== -1 && found < occurrence; found += 1n) at = at === text.length ? -1 : text.indexOf(lookup, at + 1);
  return at === -1 || at >= end ? -1n : BigInt(at);
}

function indexOfRegex(text: string, pattern: string, start: bigint, length: bigint, occurrence: bigint): bigint | null {
  const regex = cachedRegex(pattern, 'g');
  if (regex === null || start < 0n || occurrence <= 0n) return null;
  const end = length < 0n ? text.length + 1 : Number(start + length);
  let found = 0n;
  for (const match of text.matchAll(regex)) {
    if (match.index < Number(start)) continue;
    if (match.index >= end) return -1n;
    found += 1n;
    if (found === occurrence) return BigInt(match.index);
  }
  return -1n;
}

/** Texts may overlap, matches of a pattern do not. */
function countOf(text: string, lookup: string, kind: string): bigint | null {
  if (lookup === '') return 0n;
  if (kind === 'regex') {
    const regex = cachedRegex(lookup, 'g');
    return regex === null ? null : BigInt([...text.matchAll(regex)].length);
  }
  let count = 0n;
  for (let at = text.indexOf(lookup); at !== -1; at = text.indexOf(lookup, at + 1)) count += 1n;
  return count;
}

function extractAll(pattern: string, text: string, wanted: readonly Dynamic[] | null): string | null {
  const regex = cachedRegex(pattern, 'g');
  if (regex === null) return null;
  const matches = [...text.matchAll(regex)];
  if (matches.length === 0) return null;
  const rows = matches.map((match) => {
    const groups =
      wanted === null ? match.slice(1) : wanted.map((key) => (typeof key === 'string' ? match.groups?.[key] : match[Number(key)]));
    const texts = (groups.length === 0 ? [match[0]] : groups).map((group) => group ?? '');
    return texts.length === 1 ? (texts[0] ?? '') : texts;
  });
  return printDynamic(rows);
}

function extractJson(path: string, text: string): string | null {
  let value: Dynamic = readDynamic(text);
  for (const step of path.replace(/^\$/, '').matchAll(/\.?\[(?:'([^']*)'|"([^"]*)"|(-?\d+))\]|\.([^.[\]]+)/g)) {
    const key = step[1] ?? step[2] ?? step[4];
    if (key !== undefined) value = isBag(value) ? (value.get(key) ?? null) : null;
    else value = isArray(value) ? (value.at(Number(step[3])) ?? null) : null;
  }
  return printPresent(value);
}

function translate(from: string, to: string, text: string): string {
  const targets = [...to];
  const map = new Map([...from].map((character, index) => [character, targets[Math.min(index, targets.length - 1)] ?? '']));
  return [...text].map((character) => map.get(character) ?? character).join('');
}

function encodeUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function decodeBase64(text: string): Buffer | null {
  return /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text) && text.replace(/\s/g, '').length % 4 === 0 ? Buffer.from(text, 'base64') : null;
}

/** The bytes of a guid as Windows orders them: its first three parts little-endian. */
function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  return Buffer.concat(
    [bytes.subarray(0, 4).toReversed(), bytes.subarray(4, 6).toReversed(), bytes.subarray(6, 8).toReversed(), bytes.subarray(8)].map(
      (part) => Buffer.from(part),
    ),
  );
}

function guidFromBase64(text: string): string | null {
  const bytes = decodeBase64(text);
  if (bytes === null || bytes.length !== 16) return null;
  const hex = Buffer.concat(
    [bytes.subarray(0, 4).toReversed(), bytes.subarray(4, 6).toReversed(), bytes.subarray(6, 8).toReversed(), bytes.subarray(8)].map(
      (part) => Buffer.from(part),
    ),
  ).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Lookups go over the text one after the other; what has been put in is not looked at again. */
function replaceStrings(text: string, from: string, to: string): string {
  const targets = items(to).map(plain);
  let parts: readonly { readonly text: string; readonly done: boolean }[] = [{ text, done: false }];
  for (const [index, lookup] of items(from).map(plain).entries()) {
    if (lookup === '') continue;
    const target = { text: targets[index] ?? '', done: true };
    parts = parts.flatMap((part) =>
      part.done
        ? [part]
        : part.text
            .split(lookup)
            .flatMap((piece, at) => (at === 0 ? [{ text: piece, done: false }] : [target, { text: piece, done: false }])),
    );
  }
  return parts.map((part) => part.text).join('');
}

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** In the unit that is asked for, else the largest that leaves a whole number before the point. */
function formatBytes(size: number, precision: bigint, unit: string): string | null {
  const asked = byteUnits.indexOf(unit.toUpperCase());
  if (!Number.isFinite(size) || (unit !== '' && unit.toLowerCase() !== 'bytes' && asked === -1)) return null;
  const fitting = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(size))) / 10)));
  const step = unit.toLowerCase() === 'bytes' ? 0 : asked === -1 ? fitting : asked;
  const scale = 10 ** Math.min(Math.max(Number(precision), 0), 15);
  return `${Math.round((size / 1024 ** step) * scale) / scale} ${byteUnits[step]}`;
}
