import { type NativeRow, native } from './row.ts';

/** Text as the letters of a host name and back (RFC 3492); null for what is no such text. */
export const punycodeNatives: readonly NativeRow[] = [
  native('punycode_from_string', { takes: ['text'], returns: 'text', run: encode }),
  native('punycode_to_string', { takes: ['text'], returns: 'text', run: decode }),
  native('punycode_domain_from_string', {
    takes: ['text'],
    returns: 'text',
    run: (domain) => eachLabel(domain, (label) => (isAscii(label) ? label : prefixed(encode(label)))),
  }),
  native('punycode_domain_to_string', {
    takes: ['text'],
    returns: 'text',
    run: (domain) => eachLabel(domain, (label) => (label.toLowerCase().startsWith('xn--') ? decode(label.slice(4)) : label)),
  }),
];

// RFC 3492 §5: the parameters of Punycode.
const base = 36;
const [least, most, skew, damp, firstBias, firstPoint] = [1, 26, 38, 700, 72, 128];
const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

function eachLabel(domain: string, change: (label: string) => string | null): string | null {
  const labels = domain.split('.').map(change);
  return labels.includes(null) ? null : labels.join('.');
}

function prefixed(label: string | null): string | null {
  return label === null ? null : `xn--${label}`;
}

function isAscii(text: string): boolean {
  return [...text].every((mark) => (mark.codePointAt(0) ?? 0) < firstPoint);
}

/** Longer than any name; the work grows with the square of the length. */
const longest = 2000;

function encode(text: string): string | null {
  const points = Array.from(text, (mark) => mark.codePointAt(0) ?? 0);
  if (points.length > longest) return null;
  const basic = points.filter((point) => point < firstPoint);
  let out = String.fromCodePoint(...basic) + (basic.length > 0 ? '-' : '');
  let [at, delta, bias, handled] = [firstPoint, 0, firstBias, basic.length];
  while (handled < points.length) {
    const next = Math.min(...points.filter((point) => point >= at));
    delta += (next - at) * (handled + 1);
    at = next;
    for (const point of points) {
      if (point < at) delta += 1;
      if (point !== at) continue;
      out += spell(delta, bias);
      bias = adapt(delta, { count: handled + 1, first: handled === basic.length });
      delta = 0;
      handled += 1;
    }
    delta += 1;
    at += 1;
  }
  return out;
}

function spell(delta: number, bias: number): string {
  let [rest, out] = [delta, ''];
  for (let place = base; ; place += base) {
    const limit = thresholdAt(place, bias);
    if (rest < limit) return out + digits[rest];
    out += digits[limit + ((rest - limit) % (base - limit))];
    rest = Math.floor((rest - limit) / (base - limit));
  }
}

function decode(text: string): string | null {
  if (text.length > longest) return null;
  const split = text.lastIndexOf('-');
  const points = Array.from(split > 0 ? text.slice(0, split) : '', (mark) => mark.codePointAt(0) ?? 0);
  if (points.some((point) => point >= firstPoint)) return null;
  let [at, index, bias] = [firstPoint, 0, firstBias];
  for (let position = split > 0 ? split + 1 : 0; position < text.length; ) {
    const start = index;
    for (let [weight, place] = [1, base]; ; place += base) {
      const digit = digits.indexOf((text[position] ?? '?').toLowerCase());
      if (digit === -1 || digit * weight > Number.MAX_SAFE_INTEGER - index) return null;
      position += 1;
      index += digit * weight;
      const limit = thresholdAt(place, bias);
      if (digit < limit) break;
      weight *= base - limit;
    }
    bias = adapt(index - start, { count: points.length + 1, first: start === 0 });
    at += Math.floor(index / (points.length + 1));
    index %= points.length + 1;
    if (at > 0x10ffff) return null;
    points.splice(index, 0, at);
    index += 1;
  }
  return points.map((point) => String.fromCodePoint(point)).join('');
}

function thresholdAt(place: number, bias: number): number {
  return Math.min(Math.max(place - bias, least), most);
}

function adapt(delta: number, { count, first }: { readonly count: number; readonly first: boolean }): number {
  let [rest, places] = [first ? Math.floor(delta / damp) : delta >> 1, 0];
  rest += Math.floor(rest / count);
  for (; rest > ((base - least) * most) / 2; places += base) rest = Math.floor(rest / (base - least));
  return places + Math.floor(((base - least + 1) * rest) / (rest + skew));
}
