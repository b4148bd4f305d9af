/** One measured case: what the real engine answered. */
export type KqlCase = {
  readonly id: string;
  readonly query: string;
  readonly flags: readonly string[];
  readonly expected: {
    readonly columns?: readonly string[];
    readonly types?: readonly string[];
    readonly type_classes?: readonly string[];
    readonly rows?: readonly (readonly unknown[])[];
    readonly rows_text?: readonly string[];
    readonly row_count?: number;
  };
};

export type KqlAnswer =
  | { readonly columns: readonly { readonly name: string; readonly type: string }[]; readonly rows: readonly (readonly unknown[])[] }
  | { readonly error: { readonly message: string } };

const netTypes = new Map(
  Object.entries({
    Int64: 'long',
    Int32: 'int',
    String: 'string',
    SByte: 'bool',
    Boolean: 'bool',
    DateTime: 'datetime',
    TimeSpan: 'timespan',
    Double: 'real',
    Object: 'dynamic',
    Guid: 'guid',
    SqlDecimal: 'decimal',
  }),
);
const typeClasses = new Map(
  Object.entries({
    long: 'Int',
    int: 'Int',
    string: 'String',
    bool: 'Bool',
    datetime: 'DateTime',
    timespan: 'TimeSpan',
    real: 'Real',
    dynamic: 'Dynamic',
    guid: 'Guid',
    decimal: 'Real',
  }),
);

/** Compares strictly: names, types, rows, order where it counts. Null when it passes, else why not; refusals begin with `refused`. */
export function compareCase(expected: KqlCase, answer: KqlAnswer): string | null {
  if (expected.flags.includes('expects_error')) return 'error' in answer ? null : 'accepted what the engine refuses';
  if ('error' in answer) return `refused: ${answer.error.message}`;
  const names = answer.columns.map(({ name }) => name);
  const types = answer.columns.map(({ type }) => type);
  if (!equal(names, expected.expected.columns)) return `columns ${names.join(', ')} for ${expected.expected.columns?.join(', ')}`;
  const { types: netNames, type_classes: classes } = expected.expected;
  if (netNames !== undefined) {
    const wanted = netNames.map((type) => netTypes.get(type) ?? type);
    if (!equal(types, wanted)) return `types ${types.join(', ')} for ${wanted.join(', ')}`;
    return compareRows(expected.expected.rows ?? [], answer.rows, {
      flags: expected.flags,
      same: (a, b) => sameRow(a, b, types, isLoose(expected)),
    });
  }
  const own = types.map((type) => typeClasses.get(type) ?? type);
  if (!equal(own, classes)) return `types ${own.join(', ')} for ${classes?.join(', ')}`;
  if (answer.rows.length !== expected.expected.row_count) return `${answer.rows.length} rows for ${expected.expected.row_count}`;
  const texts = answer.rows.map((row) => `(${row.map((value, index) => textOf(types[index] ?? '', value)).join(', ')})`);
  return compareTexts(expected, texts);
}

function isLoose({ flags }: KqlCase): boolean {
  return flags.includes('order_or_approx');
}

function compareTexts(expected: KqlCase, texts: readonly string[]): string | null {
  const wanted = expected.expected.rows_text ?? [];
  // Cut lists say nothing about order.
  const flags = expected.flags.includes('rows_truncated') ? expected.flags.filter((flag) => flag !== 'ordered') : expected.flags;
  return compareRows(wanted, texts, { flags, same: (a, b) => nearText(a, b, isLoose(expected)), part: wanted.length < texts.length });
}

type Comparison<T> = { readonly flags: readonly string[]; readonly same: (expected: T, got: T) => boolean; readonly part?: boolean };

function compareRows<T>(wanted: readonly T[], got: readonly T[], { flags, same, part = false }: Comparison<T>): string | null {
  if (!part && wanted.length !== got.length) return `${got.length} rows for ${wanted.length}`;
  if (wanted.every((row, index) => got[index] !== undefined && same(row, got[index] as T))) return null;
  if (flags.includes('ordered') && !flags.includes('order_or_approx')) return 'rows differ or are out of order';
  const left = [...got];
  for (const row of wanted) {
    const at = left.findIndex((candidate) => same(row, candidate));
    if (at === -1) return `row ${JSON.stringify(row).slice(0, 110)} is missing`;
    left.splice(at, 1);
  }
  return null;
}

function sameRow(expected: readonly unknown[], got: readonly unknown[], types: readonly string[], loose: boolean): boolean {
  return (
    expected.length === got.length &&
    expected.every(
      (value, index) =>
        sameValue(types[index] ?? '', value, got[index]) || (loose && types[index] === 'dynamic' && sameLoose(value, got[index])),
    )
  );
}

function sameValue(type: string, expected: unknown, got: unknown): boolean {
  if (expected === null || got === null) return expected === got || (type === 'string' && (expected ?? '') === (got ?? ''));
  if (type === 'datetime') return instant(expected) === instant(got);
  if (type === 'timespan') return ticks(expected) === ticks(got);
  if (type === 'real' || type === 'decimal') return sameJson(numberOf(expected), numberOf(got));
  if (type === 'guid') return String(expected).toLowerCase() === String(got).toLowerCase();
  return sameJson(expected, got);
}

function sameLoose(expected: unknown, got: unknown): boolean {
  if (Array.isArray(expected) && Array.isArray(got)) {
    const sorted = (items: readonly unknown[]): readonly unknown[] =>
      items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    const others = sorted(got);
    return expected.length === got.length && sorted(expected).every((item, index) => sameLoose(item, others[index]));
  }
  if (!isObject(expected) || !isObject(got)) return sameJson(expected, got);
  const keys = Object.keys(expected);
  return keys.length === Object.keys(got).length && keys.every((key) => key in got && sameLoose(expected[key], got[key]));
}

function sameJson(expected: unknown, got: unknown): boolean {
  if (typeof expected === 'boolean' || typeof got === 'boolean') return expected === got || Number(expected) === Number(got);
  if (typeof expected === 'number' && typeof got === 'number') return close(expected, got);
  if (Array.isArray(expected) && Array.isArray(got))
    return expected.length === got.length && expected.every((item, index) => sameJson(item, got[index]));
  if (isObject(expected) && isObject(got)) {
    const keys = Object.keys(expected);
    return keys.length === Object.keys(got).length && keys.every((key) => key in got && sameJson(expected[key], got[key]));
  }
  return expected === got;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function close(a: number, b: number): boolean {
  if (Number.isNaN(a)) return Number.isNaN(b);
  return a === b || Math.abs(a - b) <= Math.max(1e-9 * Math.max(Math.abs(a), Math.abs(b)), 1e-12);
}

function numberOf(value: unknown): unknown {
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
}

function instant(value: unknown): unknown {
  const match = typeof value === 'string' ? /^(\d{4,5}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z?$/.exec(value) : null;
  return match === null ? value : `${match[1]}.${(match[2] ?? '').padEnd(7, '0').slice(0, 7)}Z`;
}

function ticks(value: unknown): unknown {
  const match = typeof value === 'string' ? /^(-?)(?:(\d+)\.)?(\d+):(\d\d):(\d\d)(?:\.(\d+))?$/.exec(value) : null;
  if (match === null) return value;
  const seconds = ((BigInt(match[2] ?? 0) * 24n + BigInt(match[3] ?? 0)) * 60n + BigInt(match[4] ?? 0)) * 60n + BigInt(match[5] ?? 0);
  const all = seconds * 10_000_000n + BigInt((match[6] ?? '').padEnd(7, '0').slice(0, 7) || 0);
  return match[1] === '-' ? -all : all;
}

/** A value as the text that measured rows show. */
function textOf(type: string, value: unknown): string {
  if (value === null || value === undefined) return type === 'string' ? "''" : 'null';
  if (type === 'string' || type === 'guid') return `'${String(value)}'`;
  if (type === 'bool') return value === true ? 'True' : 'False';
  if (type === 'datetime') return String(instant(value));
  if (type === 'dynamic') return JSON.stringify(value);
  if (type === 'timespan') return String(value).replace(/\.(\d{1,7})$/, (_, digits: string) => `.${digits.padEnd(7, '0')}`);
  return String(value);
}

const numbers = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function nearText(expected: string, got: string, loose: boolean): boolean {
  const [a, b] = [expected, got].map((text) => text.replace(/\s+/g, '')) as [string, string];
  if (a === b || (loose && [...a].sort().join('') === [...b].sort().join(''))) return true;
  if (a.replace(numbers, '#') !== b.replace(numbers, '#')) return false;
  const [left, right] = [a.match(numbers) ?? [], b.match(numbers) ?? []];
  return left.every((number, index) => close(Number(number), Number(right[index])));
}

function equal(left: readonly string[], right: readonly string[] | undefined): boolean {
  return right !== undefined && left.length === right.length && left.every((item, index) => item === right[index]);
}
