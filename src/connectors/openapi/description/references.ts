import { ToolError } from '../../../connector-kit/index.ts';

export type Entry = Readonly<Record<string, unknown>>;

export function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const maxHops = 20;

/** What a local reference leads to (RFC 6901); a reference to another document is refused, since nothing is fetched for it. */
export function follow(document: Entry, value: unknown): Entry {
  let current = value;
  for (let hops = 0; isEntry(current) && typeof current['$ref'] === 'string'; hops += 1) {
    if (hops === maxHops) throw new ToolError(`The reference ${String(current['$ref'])} leads in a circle.`);
    current = lookUp(document, current['$ref']);
  }
  return isEntry(current) ? current : {};
}

function lookUp(document: Entry, reference: string): unknown {
  if (!reference.startsWith('#'))
    throw new ToolError(`The reference ${reference} leads to another document. Bundle the description into one.`);
  const parts = reference
    .slice(1)
    .split('/')
    .slice(1)
    .map((part) => decode(part).replaceAll('~1', '/').replaceAll('~0', '~'));
  let current: unknown = document;
  for (const part of parts)
    current = (isEntry(current) || Array.isArray(current)) && Object.hasOwn(current, part) ? (current as Entry)[part] : undefined;
  if (current === undefined) throw new ToolError(`The reference ${reference} leads to nothing.`);
  return current;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
