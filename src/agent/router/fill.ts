import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../domain/json.ts';
import { words } from '../tool-search.ts';
import { type Evidence, type Named, plainName, type Span } from './evidence.ts';

export type Filled = {
  readonly input: JsonObject;
  /** Required parameters that the prompt leaves open. */
  readonly missing: readonly string[];
};

type Parameter = {
  readonly name: string;
  readonly plain: string;
  readonly words: readonly string[];
  readonly schema: JsonSchema;
  readonly type: string;
  readonly required: boolean;
};

/** Fills what the prompt says beyond doubt, and leaves the rest to the person. Two candidates for one place are a doubt. */
export function fillArguments(schema: JsonSchema, evidence: Evidence): Filled {
  const parameters = readParameters(schema);
  const input = new Map<string, Json>();
  const used = new Set<Named<unknown>>();
  for (const fill of [fillAssigned, fillConstants, fillEnums, fillSpans, fillMarked, fillNumbers, fillQuoted, fillSwitches]) {
    const open = parameters.filter(({ name }) => !input.has(name));
    for (const [name, value] of fill(open, { evidence, used })) input.set(name, value);
  }
  return {
    input: Object.fromEntries(input),
    missing: parameters
      .filter(({ name, required, schema: own }) => required && !input.has(name) && own.default === undefined)
      .map(({ name }) => name),
  };
}

type Filling = { readonly evidence: Evidence; readonly used: Set<Named<unknown>> };
type Fill = (open: readonly Parameter[], filling: Filling) => Iterable<readonly [string, Json]>;

function readParameters(schema: JsonSchema): readonly Parameter[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  if (!isJsonObject(schema.properties)) return [];
  return Object.entries(schema.properties).flatMap(([name, property]) => {
    if (!isJsonObject(property)) return [];
    const own = withoutNull(property);
    const type = typeOf(own);
    return [{ name, plain: plainName(name), words: words(name), schema: own, type, required: required.includes(name) }];
  });
}

/** `anyOf: [T, null]` and `type: [T, "null"]` are T for our purpose. */
function withoutNull(schema: JsonObject): JsonObject {
  for (const key of ['anyOf', 'oneOf'] as const) {
    const choices = schema[key];
    if (!Array.isArray(choices)) continue;
    const real = choices.filter((choice) => isJsonObject(choice) && choice.type !== 'null');
    if (real.length === 1 && isJsonObject(real[0])) return { ...schema, ...real[0], [key]: undefined };
  }
  return schema;
}

function typeOf(schema: JsonObject): string {
  if (typeof schema.type === 'string') return schema.type;
  if (Array.isArray(schema.type)) return String(schema.type.find((type) => type !== 'null') ?? '');
  return Array.isArray(schema.enum) ? 'string' : '';
}

/** `limit=5` says it all. */
const fillAssigned: Fill = function* (open, { evidence }) {
  for (const parameter of open) {
    const text = evidence.assigned.get(parameter.plain);
    const value = text === undefined ? null : readValue(text, parameter);
    if (value !== null) yield [parameter.name, value];
  }
};

const fillConstants: Fill = function* (open) {
  for (const { name, schema, required } of open) if (required && schema.const !== undefined) yield [name, schema.const];
};

/** An enum value that the prompt names as a word of its own, if it names only one. */
const fillEnums: Fill = function* (open, { evidence }) {
  for (const { name, schema, type } of open) {
    const items = type === 'array' && isJsonObject(schema.items) ? schema.items : null;
    const choices = items === null ? schema.enum : items.enum;
    if (!Array.isArray(choices)) continue;
    const named = choices.filter((choice) => typeof choice === 'string' && saysWord(evidence.text, choice));
    if (items !== null && named.length > 0) yield [name, named];
    else if (items === null && named.length === 1 && named[0] !== undefined) yield [name, named[0]];
  }
};

const startWords = new Set(['start', 'since', 'from', 'after', 'begin', 'min', 'earliest', 'oldest', 'newer']);
const endWords = new Set(['end', 'until', 'to', 'before', 'max', 'latest', 'till', 'older']);
const timeWords = new Set(['date', 'time', 'datetime', 'day', 'timestamp', 'when', 'due', 'since', 'until']);

/** A date or a span, into what is typed or named as a time: start-like and end-like places get its two ends. */
const fillSpans: Fill = function* (open, { evidence, used }) {
  const [span] = evidence.spans;
  if (span === undefined || evidence.spans.length > 1) return;
  const times = open.filter((parameter) => parameter.type === 'string' && isTime(parameter));
  const starts = times.filter((parameter) => parameter.words.some((word) => startWords.has(word)));
  const ends = times.filter((parameter) => parameter.words.some((word) => endWords.has(word)) && !starts.includes(parameter));
  const [start] = starts;
  const [end] = ends;
  if (start !== undefined && starts.length === 1) {
    used.add(span);
    yield [start.name, printTime(span.value.start, start)];
    if (end !== undefined && ends.length === 1 && span.value.end !== null) yield [end.name, printTime(span.value.end, end)];
    return;
  }
  const [only, ...others] = times.filter((parameter) => !ends.includes(parameter));
  // A whole span is no single time, unless it is one day.
  if (only === undefined || others.length > 0 || !isOneMoment(span.value)) return;
  used.add(span);
  yield [only.name, printTime(span.value.start, only)];
};

function isTime({ schema, words: parts }: Parameter): boolean {
  if (schema.format === 'date-time' || schema.format === 'date') return true;
  if (schema.format !== undefined) return false;
  const hasTimeWord = parts.some((part) => timeWords.has(part));
  const hasEndWord = parts.some((part) => startWords.has(part) || endWords.has(part));
  const described = typeof schema.description === 'string' && /\b(ISO.?8601|RFC.?3339|date|time|timestamp)\b/i.test(schema.description);
  return hasTimeWord || (hasEndWord && described);
}

const isOneMoment = ({ start, end, wholeDays }: Span) => end === null || (wholeDays && end.getTime() - start.getTime() === 86_400_000);

function printTime(date: Date, { schema }: Parameter): string {
  const iso = date.toISOString();
  const dayOnly = schema.format === 'date' || (schema.format === undefined && /YYYY-MM-DD(?!T)/.test(String(schema.description ?? '')));
  return dayOnly ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
}

/** Things with a shape of their own: addresses, links, ids, each into the places made for it. */
const fillMarked: Fill = function* (open, { evidence, used }) {
  const kinds: readonly { readonly found: readonly Named<string>[]; readonly fits: (parameter: Parameter) => boolean }[] = [
    {
      found: evidence.emails,
      fits: ({ schema, words: parts }) =>
        schema.format === 'email' || (parts.includes('email') && !parts.includes('id')) || isRecipient(parts, schema),
    },
    {
      found: evidence.urls,
      fits: ({ schema, words: parts }) => schema.format === 'uri' || parts.some((part) => /^(url|uri|link|href)s?$/.test(part)),
    },
    {
      found: evidence.addresses,
      fits: ({ schema, words: parts }) => schema.format === 'ipv4' || schema.format === 'ipv6' || parts.some((part) => /^ips?$/.test(part)),
    },
    {
      found: evidence.uuids,
      fits: ({ schema, words: parts }) => schema.format === 'uuid' || parts.some((part) => /^(uuid|guid|id|ids)$/.test(part)),
    },
    {
      found: evidence.keys,
      fits: ({ words: parts }) => parts.some((part) => /^(id|ids|key|keys|identifier|issue|ticket|hash|sha|digest)$/.test(part)),
    },
  ];
  for (const { found, fits } of kinds) {
    const places = open.filter((parameter) => fits(parameter) && (parameter.type === 'string' || isTextArray(parameter)));
    for (const { parameter, values } of assign(
      places,
      found.filter((entry) => !used.has(entry)),
    )) {
      for (const value of values) used.add(value);
      yield [parameter.name, parameter.type === 'array' ? values.map(({ value }) => value) : (values[0]?.value ?? null)];
    }
  }
};

const isRecipient = (parts: readonly string[], schema: JsonObject) =>
  parts.length === 1 && /^(to|cc|bcc|recipients?|attendees?)$/.test(parts[0] ?? '') && schema.format === undefined;

const isTextArray = ({ type, schema }: Parameter) => type === 'array' && isJsonObject(schema.items) && schema.items.type === 'string';

/** Which found value goes where: named ones first, then the only one into the only place. Anything else is a doubt. */
function assign(places: readonly Parameter[], found: readonly Named<string>[]) {
  const pairs: { readonly parameter: Parameter; readonly values: readonly Named<string>[] }[] = [];
  const left = new Set(found);
  for (const parameter of places) {
    const named = [...left].filter((entry) => isNamedBefore(entry.before, parameter));
    if (named.length !== 1) continue;
    pairs.push({ parameter, values: named });
    for (const entry of named) left.delete(entry);
  }
  const open = places.filter((place) => !pairs.some(({ parameter }) => parameter === place));
  const required = open.filter((place) => place.required);
  const [target, ...others] = required.length > 0 ? required : open;
  if (target === undefined || others.length > 0 || left.size === 0) return pairs;
  if (left.size === 1 || target.type === 'array') pairs.push({ parameter: target, values: [...left] });
  return pairs;
}

function isNamedBefore(before: string, parameter: Parameter): boolean {
  const last =
    before
      .split(' ')
      .at(-1)
      ?.replace(/[:=,]$/, '') ?? '';
  const own = new Set([parameter.plain, ...(parameter.words.length > 1 ? [] : parameter.words)]);
  if (own.has(plainName(last))) return true;
  return own.has(plainName(before.split(' ').slice(-2).join(' ')));
}

const countWords = new Set(['limit', 'top', 'count', 'n', 'size', 'take', 'results', 'max']);

/** Numbers that stand beside the parameter's name or its unit, or are as many as the tool requires. */
const fillNumbers: Fill = function* (open, { evidence, used }) {
  const places = open.filter(({ type }) => type === 'integer' || type === 'number');
  const left = new Set(evidence.numbers);
  const take = (parameter: Parameter, entry: Named<number>) => {
    left.delete(entry);
    used.add(entry);
    return [parameter.name, entry.value] as const;
  };
  const done = new Set<Parameter>();
  for (const parameter of places) {
    const isCount = parameter.words.some((word) => countWords.has(word));
    const named = [...left].filter(
      (entry) =>
        fitsNumber(entry.value, parameter) &&
        (isNamedBefore(entry.before, parameter) ||
          (isUnit(entry.after, parameter) && !isCount) ||
          (isCount && /\b(top|first|latest|newest|limit|most)$/.test(entry.before)) ||
          (isCount && /^(results?|items?|entries|rows|records)\b/.test(entry.after))),
    );
    const [entry] = named;
    if (entry === undefined || named.length > 1) continue;
    done.add(parameter);
    yield take(parameter, entry);
  }
  const required = places.filter((parameter) => parameter.required && !done.has(parameter));
  if (required.length === 0 || required.length !== left.size) return;
  const values = [...left];
  if (!required.every((parameter, index) => fitsNumber(values[index]?.value ?? Number.NaN, parameter))) return;
  for (const [index, parameter] of required.entries()) {
    const entry = values[index];
    if (entry !== undefined) yield take(parameter, entry);
  }
};

const isUnit = (after: string, { words: parts }: Parameter) => {
  const unit = after.replace(/[^a-z]/g, '');
  return unit.length > 3 && parts.some((part) => part === unit || `${part}s` === unit || part === `${unit}s`);
};

function fitsNumber(value: number, { type, schema }: Parameter): boolean {
  if (Number.isNaN(value) || (type === 'integer' && !Number.isInteger(value))) return false;
  if (typeof schema.minimum === 'number' && value < schema.minimum) return false;
  return !(typeof schema.maximum === 'number' && value > schema.maximum);
}

/** Quoted text goes where its name stands before it, or into the only place for free text. */
const fillQuoted: Fill = function* (open, { evidence, used }) {
  const places = open.filter(
    (parameter) =>
      (parameter.type === 'string' || isTextArray(parameter)) &&
      parameter.schema.enum === undefined &&
      parameter.schema.format === undefined &&
      !isTime(parameter),
  );
  for (const { parameter, values } of assign(places, evidence.quoted)) {
    for (const value of values) used.add(value);
    yield [parameter.name, parameter.type === 'array' ? values.map(({ value }) => value) : (values[0]?.value ?? null)];
  }
};

/** A switch is on when the prompt names all its words, off when it names them after a "no". */
const fillSwitches: Fill = function* (open, { evidence }) {
  for (const { name, type, words: parts } of open) {
    if (type !== 'boolean') continue;
    const telling = parts.filter((part) => !['is', 'has', 'include', 'includes', 'with', 'only'].includes(part));
    if (telling.length === 0 || !telling.every((part) => saysWord(evidence.rest, part))) continue;
    const phrase = telling.join('[\\s_-]+');
    yield [name, !new RegExp(`\\b(no|not|without|exclude|excluding|except|never|skip)\\s+(?:the\\s+)?${phrase}`, 'i').test(evidence.rest)];
  }
};

function saysWord(text: string, word: string): boolean {
  const pattern = words(word)
    .map((part) => part.replace(/[^\p{L}\p{N}]/gu, ''))
    .join('[\\s_-]*');
  return pattern !== '' && new RegExp(`(?<![\\p{L}\\p{N}_-])${pattern}(?![\\p{L}\\p{N}_-])`, 'iu').test(text);
}

function readValue(text: string, parameter: Parameter): Json | null {
  const { type, schema } = parameter;
  if (Array.isArray(schema.enum)) return schema.enum.find((choice) => String(choice).toLowerCase() === text.toLowerCase()) ?? null;
  if (type === 'string') return text;
  if (type === 'boolean') return /^(true|yes|on)$/i.test(text) ? true : /^(false|no|off)$/i.test(text) ? false : null;
  if (type === 'integer' || type === 'number') return text !== '' && fitsNumber(Number(text), parameter) ? Number(text) : null;
  if (isTextArray(parameter)) return text.split(',').map((part) => part.trim());
  return null;
}
