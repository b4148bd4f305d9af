import { badRequest, BoxError, showComment, showItem } from './answers.ts';
import {
  type Body,
  type Call,
  checkState,
  idOfParent,
  itemFor,
  mayDownload,
  mayWrite,
  nameFor,
  readBody,
  type Route,
  targetFor,
} from './call.ts';
import { type Content, contentOf, type Item, type SharedLink } from './company.ts';

const scopes = ['root_readwrite'];

/** Routes that write, at the API's own host. */
export const writingRoutes: readonly Route[] = [
  { method: 'POST', path: /^\/folders()$/, scopes, run: createFolder },
  { method: 'PUT', path: /^\/folders\/([^/]+)$/, scopes, run: (call, id) => change(call, { id, type: 'folder' }) },
  { method: 'PUT', path: /^\/files\/([^/]+)$/, scopes, run: (call, id) => change(call, { id, type: 'file' }) },
  { method: 'POST', path: /^\/files\/([^/]+)\/copy$/, scopes, run: copy },
  { method: 'POST', path: /^\/comments()$/, scopes, run: createComment },
];

/** Routes of the host for uploads. */
export const uploadRoutes: readonly Route[] = [
  { method: 'POST', path: /^\/files\/content()$/, scopes, run: upload },
  { method: 'POST', path: /^\/files\/([^/]+)\/content$/, scopes, run: uploadVersion },
];

const shown = (call: Call, item: Item, status = 200) => {
  const fields = call.url.searchParams.get('fields');
  return Response.json(showItem(call.company, item, { login: call.login, fields, usual: 'standard' }), { status });
};

type New = {
  readonly type: Item['type'];
  readonly name: string;
  readonly parent: { readonly id: string; readonly owner: string };
  readonly versions?: Content[];
};

function add({ company, login }: Call, { type, name, parent, versions = [] }: New): Item {
  const { id, at } = company.next();
  const item: Item = {
    type,
    id,
    name,
    parentId: parent.id,
    owner: parent.owner,
    modifiedBy: login,
    modifiedAt: at,
    versions,
    state: 0,
    description: '',
    tags: [],
    sharedLink: null,
    notReady: [],
  };
  company.items.push(item);
  return item;
}

function touch({ company, login }: Call, item: Item): void {
  item.state += 1;
  item.modifiedBy = login;
  item.modifiedAt = company.next().at;
}

async function createFolder(call: Call): Promise<Response> {
  const body = await readBody(call);
  const parent = targetFor(call, idOfParent(body));
  return shown(call, add(call, { type: 'folder', name: nameFor(call, { name: body['name'], parentId: parent.id }), parent }), 201);
}

async function copy(call: Call, id: string): Promise<Response> {
  const from = itemFor(call, { id, type: 'file', rights: mayDownload });
  const body = await readBody(call);
  const parent = targetFor(call, idOfParent(body));
  const name = nameFor(call, { name: body['name'] ?? from.name, parentId: parent.id });
  return shown(call, add(call, { type: 'file', name, parent, versions: from.versions.slice(-1) }), 201);
}

/** A name, a place, a shared link. */
async function change(call: Call, wanted: { readonly id: string; readonly type: 'file' | 'folder' }): Promise<Response> {
  const item = itemFor(call, { ...wanted, rights: mayWrite });
  checkState(call, item);
  const body = await readBody(call);
  const parent = 'parent' in body ? targetFor(call, idOfParent(body)) : { id: item.parentId };
  const name = nameFor(call, { name: body['name'] ?? item.name, parentId: parent.id, except: item });
  if ('shared_link' in body) item.sharedLink = toSharedLink(body['shared_link'], item.sharedLink);
  Object.assign(item, { name, parentId: parent.id });
  touch(call, item);
  return shown(call, item);
}

function toSharedLink(given: unknown, before: SharedLink | null): SharedLink | null {
  if (given === null) return null;
  if (typeof given !== 'object') throw badRequest('shared_link is no object');
  const { access = before?.access ?? 'open', unshared_at: unsharedAt = null } = given as Body;
  const known = (['open', 'company', 'collaborators'] as const).find((one) => one === access);
  if (known === undefined) throw badRequest('Invalid value for access');
  if (unsharedAt !== null && (typeof unsharedAt !== 'string' || Number.isNaN(Date.parse(unsharedAt))))
    throw badRequest('Invalid value for unshared_at');
  return { access: known, unsharedAt };
}

async function createComment(call: Call): Promise<Response> {
  const { message = '', tagged_message: tagged, item } = await readBody(call);
  const { id, type } = (item ?? {}) as Body;
  if (type !== 'file' || typeof id !== 'string') throw badRequest('item is no file');
  const file = itemFor(call, { id, type, rights: mayDownload });
  const text = tagged ?? message;
  if (typeof text !== 'string' || text === '') throw badRequest('message is required');
  const made = call.company.next();
  const comment = { id: made.id, fileId: file.id, author: call.login, message: text, createdAt: made.at };
  call.company.comments.push(comment);
  return Response.json(showComment(comment, call.url.searchParams.get('fields')), { status: 201 });
}

async function upload(call: Call): Promise<Response> {
  const { attributes, content } = await readForm(call);
  const parent = targetFor(call, idOfParent(attributes));
  const name = nameFor(call, { name: attributes['name'], parentId: parent.id });
  return uploaded(call, add(call, { type: 'file', name, parent, versions: [content] }), 201);
}

async function uploadVersion(call: Call, id: string): Promise<Response> {
  const item = itemFor(call, { id, type: 'file', rights: mayWrite });
  checkState(call, item);
  const { attributes, content } = await readForm(call);
  item.name = nameFor(call, { name: attributes['name'] ?? item.name, parentId: item.parentId, except: item });
  item.versions.push(content);
  touch(call, item);
  return uploaded(call, item, 200);
}

async function uploaded(call: Call, item: Item, status: number): Promise<Response> {
  return Response.json({ total_count: 1, entries: [await shown(call, item).json()] }, { status });
}

/** Two parts: `attributes`, and after it the file (https://developer.box.com/guides/uploads/direct/file). */
async function readForm({ request }: Call): Promise<{ readonly attributes: Body; readonly content: Content }> {
  const form = await request.formData().catch(() => null);
  const names = [...(form?.keys() ?? [])];
  const file = form?.get('file');
  if (names.indexOf('attributes') !== 0)
    throw new BoxError(400, 'metadata_after_file_contents', { message: 'Metadata part must precede the file' });
  if (!(file instanceof Blob)) throw badRequest('There is no file.');
  const bytes = Buffer.from(await file.arrayBuffer());
  const content = contentOf(bytes);
  // The header is called MD5 and holds a SHA-1 (https://developer.box.com/reference/post-files-content).
  const digest = request.headers.get('content-md5');
  if (digest !== null && digest !== content.sha1) throw new BoxError(400, 'bad_digest', { message: 'The digest does not match.' });
  return { attributes: JSON.parse(String(form?.get('attributes'))) as Body, content };
}
