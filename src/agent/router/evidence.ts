import * as chrono from 'chrono-node/en';

/** One thing that a prompt names beyond doubt, with the words right before it. */
export type Named<Value> = { readonly value: Value; readonly before: string; readonly after: string };
export type Span = { readonly start: Date; readonly end: Date | null; readonly wholeDays: boolean };

/** What a prompt says that needs no guessing. */
export type Evidence = {
  /** The prompt as it is, for words that name enum values and switches. */
  readonly text: string;
  /** The prompt without what is listed below: words, nothing else. */
  readonly rest: string;
  /** `name=value` and `name: "value"`, names in lower case without separators. */
  readonly assigned: ReadonlyMap<string, string>;
  readonly quoted: readonly Named<string>[];
  readonly urls: readonly Named<string>[];
  readonly emails: readonly Named<string>[];
  readonly uuids: readonly Named<string>[];
  readonly addresses: readonly Named<string>[];
  /** Keys such as `ENG-42`, and digests. */
  readonly keys: readonly Named<string>[];
  readonly spans: readonly Named<Span>[];
  readonly numbers: readonly Named<number>[];
};

/** Reads a prompt. Each found thing is taken out before the next kind is looked for, so that no digit counts twice. */
export function readEvidence(text: string, now: Date): Evidence {
  const masked = { text };
  const take = (pattern: RegExp, group = 0) => takeOut(masked, { pattern, group });
  // A fence first: code is full of equals signs and quotes of its own.
  const fenced = take(/```(?:[a-z]*\n)?([\s\S]*?)```/g, 1);
  const assigned = takeAssigned(masked);
  const quoted = [
    ...fenced,
    ...take(/`([^`]+)`/g, 1),
    ...take(/"([^"]+)"/g, 1),
    ...take(/[“„«]([^”“»]+)[”“»]/g, 1),
    ...take(/(?<![\p{L}\p{N}])'([^']+)'(?![\p{L}\p{N}])/gu, 1),
  ];
  const urls = take(/\bhttps?:\/\/[^\s<>)\]]*[^\s<>)\].,;!?]/g);
  const emails = take(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g);
  const uuids = take(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi);
  const addresses = [
    ...take(/(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)/g),
    ...take(/(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4})+(?![\w:])/gi),
  ];
  const keys = [...take(/\b[A-Z][A-Z0-9]+-\d+\b/g), ...take(/\b(?=[a-f]*\d)[0-9a-f]{32,64}\b/gi)];
  const spans = takeSpans(masked, now);
  const numbers = take(/(?<![\p{L}\d._-])-?\d+(?:\.\d+)?(?![\p{L}\d_-]|\.\d)/gu).map((found) => ({ ...found, value: Number(found.value) }));
  return { text, rest: masked.text, assigned, quoted, urls, emails, uuids, addresses, keys, spans, numbers };
}

/** A name without case and separators: `start_time`, `startTime` and `start time` are one. */
export const plainName = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

function takeOut(masked: { text: string }, { pattern, group }: { readonly pattern: RegExp; readonly group: number }): Named<string>[] {
  const source = masked.text;
  const found = [...source.matchAll(pattern)].map((match) => ({
    value: match[group] ?? '',
    ...neighbours(source, { start: match.index, end: match.index + match[0].length }),
  }));
  masked.text = source.replace(pattern, (match) => ' '.repeat(match.length));
  return found;
}

function neighbours(source: string, { start, end }: { readonly start: number; readonly end: number }) {
  return {
    before: source.slice(0, start).trimEnd().toLowerCase().split(/\s+/).slice(-3).join(' '),
    after: source.slice(end).trimStart().toLowerCase().split(/\s+/)[0] ?? '',
  };
}

function takeAssigned(masked: { text: string }): ReadonlyMap<string, string> {
  const assigned = new Map<string, string>();
  masked.text = masked.text.replace(
    /(?<![\w/?&.])([A-Za-z_][\w-]*)\s*(?:=|:(?!\/\/)(?=\s*["'\w-]))\s*(?:"([^"]*)"|'([^']*)'|([^\s,;"']+))/g,
    (match, name: string, double?: string, single?: string, bare?: string) => {
      // A colon after a word is mostly punctuation: only a quoted value makes it an assignment.
      if (!/=/.test(match.slice(name.length, name.length + 3)) && double === undefined && single === undefined) return match;
      assigned.set(plainName(name), double ?? single ?? bare ?? '');
      return ' '.repeat(match.length);
    },
  );
  return assigned;
}

const unitMilliseconds = new Map([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
  ['week', 7 * 86_400_000],
]);

function takeSpans(masked: { text: string }, now: Date): Named<Span>[] {
  const source = masked.text;
  const spans: Named<Span>[] = [];
  masked.text = source.replace(
    /\b(?:in |over |within |during )?(?:the )?(?:last|past|previous)\s+(\d+\s+)?(minute|hour|day|week|month|year)s?\b/gi,
    (match, count: string | undefined, unit: string, offset: number) => {
      const start = goBack(now, { count: Number(count ?? 1), unit: unit.toLowerCase() });
      spans.push({ value: { start, end: now, wholeDays: false }, ...neighbours(source, { start: offset, end: offset + match.length }) });
      return ' '.repeat(match.length);
    },
  );
  const inUtc = masked.text;
  for (const result of chrono.parse(inUtc, { instant: now, timezone: 0 })) {
    const { start, end } = result;
    const isNamedDay = /\b(today|yesterday|tomorrow)\b/i.test(result.text);
    if (!isNamedDay && !start.isCertain('day') && !start.isCertain('weekday')) continue;
    const wholeDays = !start.isCertain('hour');
    const first = wholeDays ? startOfDay(start.date()) : start.date();
    const last = end === null || end === undefined ? null : end.isCertain('hour') ? end.date() : nextDay(startOfDay(end.date()));
    const place = { start: result.index, end: result.index + result.text.length };
    spans.push({ value: { start: first, end: last ?? (wholeDays ? nextDay(first) : null), wholeDays }, ...neighbours(inUtc, place) });
    masked.text = masked.text.slice(0, place.start) + ' '.repeat(result.text.length) + masked.text.slice(place.end);
  }
  return spans;
}

function goBack(now: Date, { count, unit }: { readonly count: number; readonly unit: string }): Date {
  const milliseconds = unitMilliseconds.get(unit);
  if (milliseconds !== undefined) return new Date(now.getTime() - count * milliseconds);
  const date = new Date(now);
  if (unit === 'month') date.setUTCMonth(date.getUTCMonth() - count);
  else date.setUTCFullYear(date.getUTCFullYear() - count);
  return date;
}

const startOfDay = (date: Date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
const nextDay = (date: Date) => new Date(date.getTime() + 86_400_000);
