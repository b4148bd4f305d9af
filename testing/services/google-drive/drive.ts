import { randomUUID } from 'node:crypto';
import { serve } from '../../servers/serve.ts';
import { createGate, type Gate } from '../gate.ts';
import { problem } from '../google.ts';
import { choose, compileQuery, createDrives, type DriveFile, type Drives, exportsOf, permissionOf, roleOf, toResource } from './model.ts';

export type GoogleDrive = { readonly url: string; readonly gate: Gate; readonly drives: Drives; close(): Promise<void> };

type Call = { readonly url: URL; readonly request: Request; readonly email: string; readonly parts: readonly string[] };

const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;
const notFound = () => problem(404, { reason: 'notFound', status: 'NOT_FOUND' });
const invalid = (reason: string) => problem(400, { reason, status: 'INVALID_ARGUMENT' });
const forbidden = () => problem(403, { reason: 'insufficientFilePermissions', status: 'PERMISSION_DENIED' });

/** Google Drive v3 over files in memory: people see what is shared with them, and answers hold the `fields` asked for. */
export async function startGoogleDrive({
  gate = createGate(),
  before = async () => null,
}: {
  readonly gate?: Gate;
  /** Answers first what is not the API: the sign-in. */
  readonly before?: (request: Request) => Promise<Response | null>;
} = {}): Promise<GoogleDrive> {
  const drives = createDrives();
  const served = await serve(async (request) => {
    const answered = await before(request);
    if (answered !== null) return answered;
    const holder = gate.admit(request);
    if (holder instanceof Response) return holder;
    if (holder === null) return problem(401, { reason: 'authError', status: 'UNAUTHENTICATED' });
    const url = new URL(request.url);
    const creates = request.method === 'POST' && url.pathname.endsWith('/drive/v3/files');
    const wanted = request.method === 'GET' ? ['drive.readonly', 'drive'] : creates ? ['drive.file', 'drive'] : ['drive'];
    if (!wanted.map(scope).some((name) => holder.scopes.includes(name)))
      return problem(
        403,
        { reason: 'insufficientPermissions', status: 'PERMISSION_DENIED' },
        {
          'www-authenticate': `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${scope(wanted[0] ?? '')}"`,
        },
      );
    const parts = url.pathname
      .replace(/^(\/upload)?\/drive\/v3\//, '')
      .split('/')
      .map(decodeURIComponent);
    return answer({ url, request, email: holder.email, parts });
  });

  async function answer(call: Call): Promise<Response> {
    const { url, request, email, parts } = call;
    const [kind, id, action] = parts;
    const { method } = request;
    if (kind === 'about') {
      if (!url.searchParams.has('fields')) return invalid('required');
      return shown(call, { user: { permissionId: `id-${email}`, displayName: email.split('@')[0], emailAddress: email } });
    }
    if (kind === 'drives') return page(call, { name: 'drives', all: drives.shared.filter(({ members }) => members.includes(email)) });
    if (kind !== 'files') return notFound();
    if (id === undefined) return method === 'GET' ? list(call) : create(call);
    const file = drives.files.find((one) => one.id === id);
    const role = file === undefined ? null : roleOf(file, email);
    if (file === undefined || role === null) return notFound();
    if (action === 'copy') return copy(call, file);
    if (action === 'export') {
      const type = url.searchParams.get('mimeType') ?? '';
      return exportsOf(file).includes(type)
        ? new Response(file.content.toString('utf8'), { headers: { 'content-type': type } })
        : invalid('badRequest');
    }
    if (action === 'permissions' && method === 'GET') return page(call, { name: 'permissions', all: file.permissions });
    if (action === 'permissions') return share(call, { file, role });
    if (method === 'PATCH') return change(call, { file, role });
    if (url.searchParams.get('alt') !== 'media') return shown(call, toResource(file, served.url));
    if (file.mimeType.startsWith('application/vnd.google-apps.'))
      return problem(403, { reason: 'fileNotDownloadable', status: 'PERMISSION_DENIED' });
    return new Response(file.long?.open() ?? new Uint8Array(file.content), { headers: { 'content-type': file.mimeType } });
  }

  function list(call: Call): Response {
    const { url, email } = call;
    const test = compileQuery(url.searchParams.get('q') ?? '', `root-${email}`);
    if (test === null) return invalid('invalid');
    const found = drives.files.filter((file) => roleOf(file, email) !== null && test(file));
    if (url.searchParams.get('orderBy') === 'modifiedTime desc')
      found.sort((left, right) => right.modifiedTime.localeCompare(left.modifiedTime));
    return page(call, { name: 'files', all: found.map((file) => toResource(file, served.url)) });
  }

  async function create(call: Call): Promise<Response> {
    const { metadata, content, mediaType } = await readUpload(call.request);
    const file: DriveFile = {
      id: randomUUID(),
      name: String(metadata['name'] ?? 'Untitled'),
      mimeType: String(metadata['mimeType'] ?? mediaType),
      parents: (metadata['parents'] as string[] | undefined) ?? [`root-${call.email}`],
      owner: call.email,
      permissions: [permissionOf(call.email, 'owner')],
      trashed: false,
      modifiedTime: new Date().toISOString(),
      content: content ?? Buffer.alloc(0),
    };
    drives.files.push(file);
    return shown(call, toResource(file, served.url));
  }

  async function copy(call: Call, from: DriveFile): Promise<Response> {
    const { name = `Copy of ${from.name}`, parents } = (await call.request.json()) as { name?: string; parents?: string[] };
    const file: DriveFile = {
      ...from,
      id: randomUUID(),
      name,
      parents: parents ?? [`root-${call.email}`],
      owner: call.email,
      permissions: [permissionOf(call.email, 'owner')],
      modifiedTime: new Date().toISOString(),
    };
    drives.files.push(file);
    return shown(call, toResource(file, served.url));
  }

  async function change(call: Call, { file, role }: { readonly file: DriveFile; readonly role: string }): Promise<Response> {
    const { metadata, content } = await readUpload(call.request);
    if (role !== 'owner' && (role !== 'writer' || 'trashed' in metadata)) return forbidden();
    if (typeof metadata['name'] === 'string') file.name = metadata['name'];
    if (typeof metadata['trashed'] === 'boolean') file.trashed = metadata['trashed'];
    if (content !== null) file.content = content;
    file.modifiedTime = new Date().toISOString();
    return shown(call, toResource(file, served.url));
  }

  async function share(call: Call, { file, role }: { readonly file: DriveFile; readonly role: string }): Promise<Response> {
    if (role !== 'owner' && role !== 'writer') return forbidden();
    const { emailAddress, role: given } = (await call.request.json()) as { emailAddress: string; role: string };
    const permission = permissionOf(emailAddress, given);
    file.permissions.push(permission);
    return shown(call, permission);
  }

  return { url: served.url, gate, drives, close: served.close };
}

/** The API shows few fields unless asked. */
function shown({ url }: Call, value: unknown): Response {
  return Response.json(choose(value, url.searchParams.get('fields') ?? 'kind,id,name,mimeType,role,type'));
}

function page(call: Call, { name, all }: { readonly name: string; readonly all: readonly unknown[] }): Response {
  const token = call.url.searchParams.get('pageToken');
  if (token !== null && !/^\d+$/.test(token)) return invalid('invalid');
  const start = Number(token ?? 0);
  const end = start + Number(call.url.searchParams.get('pageSize') ?? 100);
  const whole = { [name]: all.slice(start, end), ...(end < all.length ? { nextPageToken: String(end) } : {}) };
  return Response.json(choose(whole, call.url.searchParams.get('fields') ?? `nextPageToken,${name}(kind,id,name,mimeType,role,type)`));
}

type Upload = { readonly metadata: Record<string, unknown>; readonly content: Buffer | null; readonly mediaType: string };

/** Metadata alone, or with content as multipart/related (RFC 2387). */
async function readUpload(request: Request): Promise<Upload> {
  const type = request.headers.get('content-type') ?? '';
  const body = Buffer.from(await request.arrayBuffer());
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  const mediaType = 'application/octet-stream';
  if (boundary === undefined) return { metadata: body.length === 0 ? {} : JSON.parse(body.toString('utf8')), content: null, mediaType };
  // latin1 keeps every byte.
  const [, first = '', second = ''] = body.toString('latin1').split(new RegExp(`(?:^|\\r\\n)--${boundary}`));
  const [metadata = '', content = ''] = [first, second].map((part) => part.slice(part.indexOf('\r\n\r\n') + 4));
  return {
    metadata: JSON.parse(Buffer.from(metadata, 'latin1').toString('utf8')),
    content: Buffer.from(content, 'latin1'),
    mediaType: /^content-type:\s*([^;\r\n]+)/im.exec(second)?.[1] ?? mediaType,
  };
}
