import { badRequest, forbidden, miniUser, showComment, showItem } from './answers.ts';
import { type Call, childrenFor, itemFor, mayDownload, type Route } from './call.ts';
import { roleOf } from './company.ts';

const readonly = ['root_readonly', 'root_readwrite'];

/** Routes that read (https://developer.box.com/reference). `download` makes an address on another host that needs no token. */
export function readingRoutes({
  download,
  epoch,
}: {
  readonly download: (fileId: string) => string;
  readonly epoch: () => number;
}): readonly Route[] {
  return [
    { method: 'GET', path: /^\/users\/me()$/, scopes: readonly, run: me },
    { method: 'GET', path: /^\/search()$/, scopes: readonly, run: search },
    { method: 'GET', path: /^\/files\/([^/]+)$/, scopes: readonly, run: (call, id) => oneItem(call, { id, type: 'file' }) },
    { method: 'GET', path: /^\/folders\/([^/]+)$/, scopes: readonly, run: (call, id) => oneItem(call, { id, type: 'folder' }) },
    { method: 'GET', path: /^\/files\/([^/]+)\/comments$/, scopes: readonly, run: comments },
    { method: 'GET', path: /^\/files\/([^/]+)\/content$/, scopes: ['root_readwrite'], refusal: forbidden, run: content },
    { method: 'GET', path: /^\/folders\/([^/]+)\/items$/, scopes: readonly, run: folderItems },
  ];

  function content(call: Call, id: string): Response {
    const item = itemFor(call, { id, type: 'file', rights: mayDownload });
    const seconds = item.notReady.shift();
    if (seconds !== undefined) return new Response(null, { status: 202, headers: { 'retry-after': seconds } });
    return new Response(null, { status: 302, headers: { location: download(id) } });
  }

  /** By markers, which are not kept long, or by offset. */
  function folderItems(call: Call, id: string): Response {
    const { searchParams: query } = call.url;
    if (id !== '0') itemFor(call, { id, type: 'folder' });
    const all = childrenFor(call, id);
    const limit = limitOf(query, { usual: 100, most: 1000 });
    const show = (start: number) =>
      all
        .slice(start, start + limit)
        .map((item) => showItem(call.company, item, { login: call.login, fields: query.get('fields'), usual: 'mini' }));
    if (query.get('usemarker') !== 'true') {
      const offset = offsetOf(query);
      const order = [
        { by: 'type', direction: 'ASC' },
        { by: 'name', direction: 'ASC' },
      ];
      return Response.json({ total_count: all.length, entries: show(offset), offset, limit, order });
    }
    const start = startOf(query.get('marker') ?? '', id);
    const next = start + limit < all.length ? toMarker(id, start + limit) : '';
    return Response.json({ entries: show(start), limit, ...(next === '' ? {} : { next_marker: next }) });
  }

  function toMarker(id: string, start: number): string {
    return Buffer.from(JSON.stringify({ type: 'folder', id, start, epoch: epoch() })).toString('base64url');
  }

  function startOf(marker: string, id: string): number {
    if (marker === '' || marker === '0') return 0;
    try {
      const known = JSON.parse(Buffer.from(marker, 'base64url').toString('utf8')) as { id: string; start: number; epoch: number };
      if (known.id === id && known.epoch === epoch()) return known.start;
    } catch {
      // Said below.
    }
    throw badRequest('Invalid value for the parameter marker');
  }
}

function me({ url, login }: Call): Response {
  const all = {
    ...miniUser(login),
    created_at: '2024-03-01T09:00:00+00:00',
    modified_at: '2026-01-05T09:00:00+00:00',
    language: 'en',
    timezone: 'Europe/Berlin',
    space_amount: 10_737_418_240,
    space_used: 4_096,
    max_upload_size: 2_147_483_648,
    status: 'active',
    job_title: '',
    phone: '',
    address: '',
  };
  const more = { ...all, role: 'user', enterprise: { type: 'enterprise', id: '700', name: 'Halden Optics' } };
  const fields = url.searchParams.get('fields')?.split(',');
  if (fields === undefined) return Response.json(all);
  return Response.json(Object.fromEntries(Object.entries(more).filter(([name]) => ['id', 'type', ...fields].includes(name))));
}

function oneItem(call: Call, wanted: { readonly id: string; readonly type: 'file' | 'folder' }): Response {
  const fields = call.url.searchParams.get('fields');
  return Response.json(showItem(call.company, itemFor(call, wanted), { login: call.login, fields, usual: 'standard' }));
}

/** Every word, in name, description, tags or the beginning of the text. */
function search(call: Call): Response {
  const { searchParams: query } = call.url;
  const words = (query.get('query') ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) throw badRequest('query is required');
  const { company, login } = call;
  const found = company.items.filter((item) => {
    if (roleOf(company, item, login) === null || (query.get('type') ?? item.type) !== item.type) return false;
    const [first = new Uint8Array()] = item.versions.at(-1)?.open() ?? [];
    const text = [item.name, item.description, ...item.tags, Buffer.from(first.subarray(0, 10_000)).toString('utf8')]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const [offset, limit] = [offsetOf(query), limitOf(query, { usual: 30, most: 200 })];
  const fields = query.get('fields');
  const entries = found.slice(offset, offset + limit).map((item) => showItem(company, item, { login, fields, usual: 'standard' }));
  return Response.json({ type: 'search_results_items', total_count: found.length, entries, limit, offset });
}

function comments(call: Call, id: string): Response {
  itemFor(call, { id, type: 'file' });
  const { searchParams: query } = call.url;
  const all = call.company.comments.filter(({ fileId }) => fileId === id);
  const [offset, limit] = [offsetOf(query), limitOf(query, { usual: 100, most: 1000 })];
  const entries = all.slice(offset, offset + limit).map((one) => showComment(one, query.get('fields')));
  return Response.json({ total_count: all.length, entries, offset, limit });
}

function limitOf(query: URLSearchParams, { usual, most }: { readonly usual: number; readonly most: number }): number {
  const given = Number(query.get('limit') ?? usual);
  if (!Number.isInteger(given) || given < 0) throw badRequest('Invalid value for the parameter limit');
  return Math.min(given, most);
}

function offsetOf(query: URLSearchParams): number {
  const given = Number(query.get('offset') ?? 0);
  if (!Number.isInteger(given) || given < 0) throw badRequest('Invalid value for the parameter offset');
  return given;
}
