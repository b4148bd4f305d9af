import { badRequest, type Call, GraphError, type Row } from './call.ts';

export type ListOptions<Entry extends Row> = {
  /** Whether an entry holds what `$search` asks for; left out: the list has no search. */
  readonly search?: (entry: Entry, phrase: string) => boolean;
  /** How places in the list are named. */
  readonly place?: '$skip' | '$skiptoken';
  readonly pageSize?: number;
  /** Options that the list takes besides the usual ones. */
  readonly options?: readonly string[];
  /** The only options that it takes. */
  readonly only?: readonly string[];
  readonly maxTop?: number;
};

const known = ['$select', '$top', '$skip', '$skiptoken', '$filter', '$orderby', '$search', '$count', '$expand'];

/** A collection as Graph pages, filters, sorts and cuts it; options that it does not know are refused. */
export function listOf<Entry extends Row>(
  call: Call,
  entries: readonly Entry[],
  { search, place = '$skip', pageSize = 10, options = [], only = [...known, ...options], maxTop = 999 }: ListOptions<Entry> = {},
): Response {
  const query = call.url.searchParams;
  const unknown = [...query.keys()].find((name) => !only.includes(name));
  if (unknown !== undefined) throw badRequest(`The query option ${unknown} is not known here.`);
  const [filter, orderby, phrase] = [query.get('$filter'), query.get('$orderby'), query.get('$search')];
  if (phrase !== null && (filter !== null || orderby !== null))
    throw new GraphError(400, 'SearchWithFilter', 'The query parameters $filter and $orderby are not supported with $search.');
  const matching = entries.filter(
    (entry) => (filter === null || matches(entry, filter)) && (phrase === null || searches(entry, { phrase, search })),
  );
  const sorted = orderby === null ? matching : sortRows(matching, orderby, filter);
  const from = query.has('$skiptoken') ? readToken(call, query.get('$skiptoken') ?? '') : Number(query.get('$skip') ?? 0);
  const top = Number(query.get('$top') ?? pageSize);
  if (!Number.isInteger(top) || top < 1 || top > maxTop) throw badRequest('The value of $top is out of range.');
  const value = sorted.slice(from, from + top).map((entry) => selectFrom(entry, query.get('$select')));
  const next = from + top < sorted.length ? nextLink(call, { place, from: from + top }) : null;
  const context = { '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#${call.url.pathname.slice(1)}` };
  return Response.json({ ...context, value, ...(next === null ? {} : { '@odata.nextLink': next }) });
}

/** Only what `$select` names, and the annotations. */
export function selectFrom(entry: Row, select: string | null): Row {
  if (select === null) return entry;
  const names = ['id', ...select.split(',')];
  return Object.fromEntries(Object.entries(entry).filter(([name]) => names.includes(name) || name.startsWith('@odata.')));
}

function searches<Entry>(
  entry: Entry,
  { phrase, search }: { phrase: string; search?: ((entry: Entry, phrase: string) => boolean) | undefined },
) {
  const inner = /^"((?:[^"\\]|\\.)*)"$/s.exec(phrase)?.[1];
  if (search === undefined || inner === undefined) throw badRequest('Syntax error in $search: a phrase stands in double quotes.');
  return search(entry, inner.replace(/\\(.)/gs, '$1'));
}

/** `a/b eq 'x' and c ge 2026-01-01T00:00:00Z`: what the connectors may ask. */
function matches(entry: Row, filter: string): boolean {
  return filter.split(/ and (?=(?:[^']*'[^']*')*[^']*$)/).every((part) => {
    const clause = /^([\w/]+) (eq|ne|ge|gt|le|lt) ('(?:[^']|'')*'|[\w:.+-]+)$/.exec(part.trim());
    if (clause === null) throw badRequest(`Invalid filter clause: ${part}`);
    const [, name = '', operator, literal = ''] = clause;
    const left = valueAt(entry, name);
    const right = literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;
    const order = compare(left, right);
    return { eq: order === 0, ne: order !== 0, ge: order >= 0, gt: order > 0, le: order <= 0, lt: order < 0 }[operator as 'eq'];
  });
}

function compare(left: unknown, right: string): number {
  const [leftTime, rightTime] = [Date.parse(String(left)), Date.parse(right)];
  if (/^\d{4}-\d\d-\d\dT/.test(right) && !Number.isNaN(leftTime)) return leftTime - rightTime;
  return String(left).toLowerCase() === right.toLowerCase() ? 0 : String(left) < right ? -1 : 1;
}

function valueAt(row: unknown, path: string): unknown {
  return path
    .split('/')
    .reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? (value as Row)[name] : undefined), row);
}

/** What is sorted by must be filtered by first, or the service calls it inefficient. */
function sortRows<Entry extends Row>(rows: readonly Entry[], orderby: string, filter: string | null): readonly Entry[] {
  const [name = '', direction = 'asc'] = orderby.split(' ');
  if (filter !== null && !filter.startsWith(`${name} `))
    throw new GraphError(400, 'InefficientFilter', 'The restriction or sort order is too complex for this operation.');
  const sign = direction === 'desc' ? -1 : 1;
  return rows.toSorted((left, right) => sign * compareText(String(valueAt(left, name)), String(valueAt(right, name))));
}

const compareText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

function nextLink(call: Call, { place, from }: { readonly place: '$skip' | '$skiptoken'; readonly from: number }): string {
  const url = new URL(call.url);
  url.searchParams.delete('$skip');
  url.searchParams.delete('$skiptoken');
  url.searchParams.set(place, place === '$skip' ? String(from) : Buffer.from(`${call.epoch}:${from}`).toString('base64url'));
  return url.href;
}

function readToken(call: Call, token: string): number {
  const [epoch, from] = Buffer.from(token, 'base64url').toString().split(':');
  if (epoch !== String(call.epoch) || from === undefined) throw badRequest('Skip token is expired or not valid.');
  return Number(from);
}
