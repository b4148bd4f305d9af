import { badRequest, BoxError, forbidden, notFound, showMini } from './answers.ts';
import { type Company, type Item, parentFor, type Role, roleOf } from './company.ts';

/** One request to the double, after its token was read. */
export type Call = { readonly request: Request; readonly url: URL; readonly login: string; readonly company: Company };

/** The ids of a path, and what it does. */
export type Route = {
  readonly method: string;
  readonly path: RegExp;
  readonly scopes: readonly string[];
  /** How a token is refused that may do less: content is not given as if the person had no right to it. */
  readonly refusal?: () => BoxError;
  run(call: Call, id: string): Response | Promise<Response>;
};

export type Body = Readonly<Record<string, unknown>>;

export async function readBody({ request }: Call): Promise<Body> {
  const body: unknown = await request.json().catch(() => null);
  if (typeof body !== 'object' || body === null) throw badRequest('The body is no JSON object.');
  // Each field is judged where it is read.
  return body as Body;
}

/** An item that the person may see, and may do this with. */
export function itemFor(
  { company, login }: Call,
  { id, type, rights }: { readonly id: string; readonly type: Item['type']; readonly rights?: readonly Role[] },
): Item {
  const found = company.items.find((item) => item.id === id && item.type === type);
  const role = found === undefined ? null : roleOf(company, found, login);
  if (found === undefined || role === null) throw notFound();
  if (rights !== undefined && !rights.includes(role)) throw forbidden();
  return found;
}

/** A folder that something goes into; `0` is the person's own top. */
export function targetFor(call: Call, id: unknown): { readonly id: string; readonly owner: string } {
  if (typeof id !== 'string') throw badRequest('The parent has no id.');
  if (id === '0') return { id, owner: call.login };
  return itemFor(call, { id, type: 'folder', rights: mayWrite });
}

export const mayWrite: readonly Role[] = ['owner', 'editor'];
export const mayDownload: readonly Role[] = ['owner', 'editor', 'viewer'];

export function idOfParent(body: Body): unknown {
  const { parent } = body;
  return typeof parent === 'object' && parent !== null && 'id' in parent ? parent.id : undefined;
}

/** What lies in a folder as the person sees it: folders first, then by name. */
export function childrenFor({ company, login }: Call, folderId: string): readonly Item[] {
  const kinds = ['folder', 'file', 'web_link'];
  return company.items
    .filter((item) => roleOf(company, item, login) !== null && parentFor(company, item, login) === folderId)
    .toSorted((left, right) => kinds.indexOf(left.type) - kinds.indexOf(right.type) || left.name.localeCompare(right.name));
}

/** Refuses a name that Box takes nowhere, or that is in this folder already: names differ by more than their case. */
export function nameFor(
  call: Call,
  { name, parentId, except }: { readonly name: unknown; readonly parentId: string; readonly except?: Item },
): string {
  if (typeof name !== 'string' || name === '' || name === '.' || name === '..' || /[/\\]|\s$/.test(name))
    throw new BoxError(400, 'item_name_invalid', { message: 'Item name invalid' });
  if (name.length > 255) throw new BoxError(400, 'item_name_too_long', { message: 'Item name too long' });
  const inUse = childrenFor(call, parentId).find((item) => item !== except && item.name.toLowerCase() === name.toLowerCase());
  if (inUse !== undefined) throw nameInUse(inUse);
  return name;
}

/** A file's conflict is an object, a folder's a list. */
function nameInUse(item: Item): BoxError {
  const sha1 = item.versions.at(-1)?.sha1 ?? '';
  const version = { type: 'file_version', id: `${item.id}${item.versions.length}`, sha1 };
  const common = { id: item.id, sequence_id: String(item.state), etag: String(item.state), name: item.name };
  const conflicts =
    item.type === 'file' ? { type: 'file', ...common, file_version: version, sha1 } : [{ ...showMini(item), type: item.type }];
  return new BoxError(409, 'item_name_in_use', { message: 'Item with the same name already exists', contextInfo: { conflicts } });
}

/** If-Match: only the state that was read. */
export function checkState({ request }: Call, item: Item): void {
  const match = request.headers.get('if-match');
  if (match !== null && match !== String(item.state))
    throw new BoxError(412, 'precondition_failed', { message: 'The resource has been modified.' });
}
