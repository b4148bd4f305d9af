import { AppError } from '../domain/errors.ts';

/**
 * A path with its values encoded, so that no value can leave its segment.
 * @example path`/users/${id}/messages/${messageId}`
 */
export function path(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.reduce((whole, part, index) => whole + encodeSegment(values[index - 1] ?? '') + part);
}

/** Dots alone would climb, and URL parsing undoes their percent-encoding. */
function encodeSegment(value: string | number): string {
  const text = String(value);
  if (text === '.' || text === '..') throw new AppError('tool.input-invalid', { sentence: `"${text}" is not an id.` });
  return encodeURIComponent(text);
}

export type QueryValue = string | number | boolean | readonly string[] | null | undefined;

/** Where the other origins of a service are instead, by the origin that tools name. */
export type MovedOrigins = Readonly<Record<string, string>>;

/** The address of a request: a path below the base URL, or a whole address that lies there or at another origin of the service. */
export function resolveAddress(
  {
    baseUrl,
    otherOrigins,
    movedOrigins = {},
  }: { readonly baseUrl: string; readonly otherOrigins: readonly string[]; readonly movedOrigins?: MovedOrigins },
  { to, query = {} }: { readonly to: string; readonly query?: Readonly<Record<string, QueryValue>> },
): URL {
  const base = new URL(baseUrl);
  const named = /^https?:\/\//i.test(to) ? new URL(to) : new URL(base.href.replace(/\/$/, '') + (to.startsWith('/') ? to : `/${to}`));
  const moved = new Map(Object.entries(movedOrigins)).get(named.origin);
  const url = moved === undefined ? named : new URL(named.pathname + named.search, moved);
  const prefix = base.pathname.replace(/\/$/, '');
  const below = url.origin === base.origin && (url.pathname === prefix || url.pathname.startsWith(`${prefix}/`));
  if (!below && !otherOrigins.includes(url.origin)) {
    throw new AppError('network.address-refused', {
      sentence: `${url.origin} is not where this connector may go. Nothing was sent there.`,
      detail: { host: url.host },
    });
  }
  for (const [name, value] of Object.entries(query)) {
    for (const entry of Array.isArray(value) ? value : [value])
      if (entry !== undefined && entry !== null) url.searchParams.append(name, String(entry));
  }
  return url;
}

/** An address that the service gave: encrypted, unless the service itself is not. */
export function givenAddress({ baseUrl }: { readonly baseUrl: string }, to: string): URL {
  const url = URL.canParse(to) ? new URL(to) : null;
  if (url !== null && (url.protocol === 'https:' || url.protocol === new URL(baseUrl).protocol)) return url;
  throw new AppError('network.address-refused', {
    sentence: 'The service named an address that is none, or not encrypted. Nothing was sent.',
  });
}

/** `{name}` replaced by the setting of that name. Hosts take only what a host name can hold. */
export function fillIn(template: string, settings: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = new Map(Object.entries(settings)).get(name);
    if (typeof value === 'string' && template === `{${name}}`) return value;
    if (typeof value !== 'string' || !/^[A-Za-z0-9._-]+$/.test(value))
      throw new AppError('request.invalid', {
        sentence: `The setting "${name}" is missing, or has characters that an address cannot take.`,
      });
    return value;
  });
}
