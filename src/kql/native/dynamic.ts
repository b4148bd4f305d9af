import { parseDatetime, parseTimespan, printDatetime, printTimespan } from './time-text.ts';
import { printReal } from './real-text.ts';

/** A dynamic value: longs are bigint and reals are number, bags keep the order of their keys. */
export type Dynamic = null | boolean | string | number | bigint | readonly Dynamic[] | Bag;
export type Bag = ReadonlyMap<string, Dynamic>;

/**
 * Reads JSON, and with `literals` also what KQL allows in `dynamic(…)`: single quotes, datetime(…), timespan(…), unquoted
 * numbers of KQL. Undefined when it is neither.
 */
export function parseDynamic(text: string, { literals = false }: { readonly literals?: boolean } = {}): Dynamic | undefined {
  const reader = { text, at: 0, literals, depth: 0 };
  try {
    const value = readValue(reader);
    skipBlanks(reader);
    return reader.at === text.length ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads a dynamic as the store holds it: text that is JSON by construction. */
export function readDynamic(text: string): Dynamic {
  const value = parseDynamic(text);
  return value === undefined ? text : value;
}

/** Prints JSON without blanks. */
export function printDynamic(value: Dynamic): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? printReal(value, { asDynamic: true }) : `"${printReal(value)}"`;
  if (typeof value !== 'object') return String(value);
  if (isArray(value)) return `[${value.map(printDynamic).join(',')}]`;
  return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${printDynamic(item)}`).join(',')}}`;
}

export function isArray(value: Dynamic): value is readonly Dynamic[] {
  return Array.isArray(value);
}

export function isBag(value: Dynamic): value is Bag {
  return value instanceof Map;
}

type Reader = { readonly text: string; at: number; readonly literals: boolean; depth: number };

const maxDepth = 500;

function readValue(reader: Reader): Dynamic {
  skipBlanks(reader);
  const start = reader.text[reader.at];
  if (start === '{' || start === '[') {
    reader.depth += 1;
    if (reader.depth > maxDepth) throw new SyntaxError('too deep');
    const value = start === '{' ? readBag(reader) : readArray(reader);
    reader.depth -= 1;
    return value;
  }
  if (reader.literals && startsText(reader)) return readTexts(reader);
  return start === '"' ? readString(reader) : readWord(reader);
}

/** Texts side by side are one, as everywhere in KQL. */
function readTexts(reader: Reader): string {
  let text = '';
  for (; startsText(reader); skipBlanks(reader))
    text += /["']/.test(reader.text[reader.at] ?? '') ? readString(reader) : readVerbatim(reader);
  return text;
}

function startsText({ text, at }: Reader): boolean {
  return /^(?:[@hH]@?)?["']/.test(text.slice(at, at + 3));
}

/** `@"…"`: backslashes are themselves, a doubled quote is one; `h` only hides the text in logs. */
function readVerbatim(reader: Reader): string {
  while (/[@hH]/.test(reader.text[reader.at] ?? '')) {
    if (reader.text[reader.at] !== '@' && reader.text[reader.at + 1] !== '@') {
      reader.at += 1;
      return readString(reader);
    }
    reader.at += 1;
  }
  const quote = reader.text[reader.at] ?? '';
  let value = '';
  for (reader.at += 1; reader.at < reader.text.length; reader.at += 1) {
    if (reader.text[reader.at] !== quote) value += reader.text[reader.at];
    else if (reader.text[reader.at + 1] === quote) {
      value += quote;
      reader.at += 1;
    } else {
      reader.at += 1;
      return value;
    }
  }
  throw new SyntaxError('verbatim');
}

function readBag(reader: Reader): Dynamic {
  const bag = new Map<string, Dynamic>();
  reader.at += 1;
  if (takes(reader, '}')) return bag;
  for (;;) {
    skipBlanks(reader);
    const quote = reader.text[reader.at];
    if (quote !== '"' && !(quote === "'" && reader.literals)) throw new SyntaxError('key');
    const key = readString(reader);
    if (!takes(reader, ':')) throw new SyntaxError('colon');
    bag.set(key, readValue(reader));
    if (takes(reader, '}')) return bag;
    if (!takes(reader, ',')) throw new SyntaxError('comma');
  }
}

function readArray(reader: Reader): Dynamic {
  const items: Dynamic[] = [];
  reader.at += 1;
  if (takes(reader, ']')) return items;
  for (;;) {
    items.push(readValue(reader));
    if (takes(reader, ']')) return items;
    if (!takes(reader, ',')) throw new SyntaxError('comma');
  }
}

function readString(reader: Reader): string {
  const quote = reader.text[reader.at];
  let end = reader.at + 1;
  while (end < reader.text.length && reader.text[end] !== quote) end += reader.text[end] === '\\' ? 2 : 1;
  if (end >= reader.text.length) throw new SyntaxError('string');
  const inner = reader.text.slice(reader.at + 1, end);
  reader.at = end + 1;
  if (quote === '"' && !inner.includes('\\') && !/[\n\r\t]/.test(inner)) return inner;
  const json = inner
    .replaceAll("\\'", "'")
    .replace(/(\\.)|(")/gs, (_, escaped: string | undefined) => escaped ?? '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return JSON.parse(`"${json}"`) as string;
}

const numberPattern = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

function readWord(reader: Reader): Dynamic {
  if (reader.literals && /^dynamic\s*\(/i.test(reader.text.slice(reader.at, reader.at + 12))) return readNested(reader);
  const match = reader.literals ? /[a-z]+\([^()]*\)|[^\s,\]}:]+/iy : /[^\s,\]}:]+/y;
  match.lastIndex = reader.at;
  const word = match.exec(reader.text)?.[0] ?? '';
  reader.at += word.length;
  if (word === 'null') return null;
  if (word === 'true' || word === 'false') return word === 'true';
  if (numberPattern.test(word)) return readNumber(word);
  if (reader.literals) return readTyped(word);
  throw new SyntaxError('word');
}

/** `dynamic(…)` inside a dynamic literal is what it holds. */
function readNested(reader: Reader): Dynamic {
  reader.at = reader.text.indexOf('(', reader.at) + 1;
  const value = readValue(reader);
  if (!takes(reader, ')')) throw new SyntaxError('nested');
  return value;
}

function readNumber(word: string): number | bigint {
  if (/[.eE]/.test(word)) return Number(word);
  const whole = BigInt(word);
  return BigInt.asIntN(64, whole) === whole ? whole : Number(word);
}

function readTyped(word: string): Dynamic {
  const typed = /^([a-z]+)\((.*)\)$/is.exec(word);
  const inner = (typed?.[2]?.trim() ?? '').replace(/^(["'])(.*)\1$/s, '$2');
  const kind = (typed?.[1] ?? '').toLowerCase();
  if (/^null$/i.test(inner)) return null;
  if (kind === 'datetime' || kind === 'date') {
    const ticks = parseDatetime(inner);
    if (ticks !== null) return printDatetime(ticks);
  }
  if (kind === 'timespan' || kind === 'time') {
    const ticks = parseTimespan(inner, { bareNumbersAreDays: true });
    if (ticks !== null) return printTimespan(ticks);
  }
  if ((kind === 'long' || kind === 'int') && /^-?\d+$/.test(inner)) return BigInt(inner);
  if ((kind === 'real' || kind === 'double') && inner !== '' && !Number.isNaN(Number(inner))) return Number(inner);
  if (kind === 'guid' || kind === 'bool') return kind === 'bool' ? inner === 'true' : inner;
  const span = typed === null && word !== '' ? parseTimespan(word, { bareNumbersAreDays: false }) : null;
  if (span !== null) return printTimespan(span);
  throw new SyntaxError('typed');
}

function takes(reader: Reader, mark: string): boolean {
  skipBlanks(reader);
  if (reader.text[reader.at] !== mark) return false;
  reader.at += 1;
  return true;
}

function skipBlanks(reader: Reader): void {
  while (reader.at < reader.text.length && ' \t\r\n'.includes(reader.text[reader.at] ?? '')) reader.at += 1;
  if (!reader.literals || !reader.text.startsWith('//', reader.at)) return;
  const end = reader.text.indexOf('\n', reader.at);
  reader.at = end === -1 ? reader.text.length : end + 1;
  skipBlanks(reader);
}
