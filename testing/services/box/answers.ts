import { type Comment, type Company, type Item, parentFor, people, roleOf } from './company.ts';

/** Box's error (https://developer.box.com/reference/resources/client-error). */
export class BoxError extends Error {
  readonly status: number;
  readonly code: string;
  readonly contextInfo: object | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    {
      message = code,
      contextInfo = null,
      headers = {},
    }: { readonly message?: string; readonly contextInfo?: object | null; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.contextInfo = contextInfo;
    this.headers = headers;
  }
}

export function toResponse({ status, code, message, contextInfo, headers }: BoxError): Response {
  const body = {
    type: 'error',
    status,
    code,
    ...(contextInfo === null ? {} : { context_info: contextInfo }),
    help_url: 'https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/',
    message,
    request_id: '2f4ab0k1z7wsm3',
  };
  return Response.json(body, { status, headers });
}

export const notFound = () => new BoxError(404, 'not_found', { message: 'Not Found' });
export const badRequest = (message: string) => new BoxError(400, 'bad_request', { message });
export const forbidden = () =>
  new BoxError(403, 'access_denied_insufficient_permissions', { message: 'Access denied - insufficient permission' });
/** As its API says it: without the scope that would do. */
export const insufficientScope = () => {
  const description = 'The request requires higher privileges than provided by the access token.';
  const challenge = `Bearer realm="Service", error="insufficient_scope", error_description="${description}"`;
  return new BoxError(403, 'insufficient_scope', { message: description, headers: { 'www-authenticate': challenge } });
};
/** Nothing but a challenge. */
export const unauthorized = () =>
  new Response(null, {
    status: 401,
    headers: { 'www-authenticate': 'Bearer realm="Service", error="invalid_token", error_description="The access token is invalid."' },
  });

export const miniUser = (login: string) => ({ type: 'user', ...people.find((person) => person.login === login) });

type Shown = Readonly<Record<string, unknown>>;
const mini = {
  file: ['sequence_id', 'name', 'sha1', 'file_version'],
  folder: ['sequence_id', 'name'],
  web_link: ['sequence_id', 'name', 'url'],
} as const;
const standardOnly = ['version_number', 'comment_count', 'tags', 'permissions'];

/** An item as somebody sees it: with the `fields` asked for, or those of the representation that the place gives. */
export function showItem(
  company: Company,
  item: Item,
  { login, fields, usual }: { readonly login: string; readonly fields: string | null; readonly usual: 'mini' | 'standard' },
): Shown {
  const { type, id, etag, ...all } = toFull(company, item, login);
  const names =
    fields !== null
      ? fields.split(',')
      : usual === 'mini'
        ? mini[item.type]
        : Object.keys(all).filter((name) => !standardOnly.includes(name));
  return { type, id, etag, ...Object.fromEntries(Object.entries(all).filter(([name]) => (names as readonly string[]).includes(name))) };
}

function toFull(company: Company, item: Item, login: string): Shown {
  const { type, id, name, versions, state, description, modifiedAt } = item;
  const latest = versions.at(-1);
  const parent = company.items.find((one) => one.id === parentFor(company, item, login)) ?? null;
  const path = pathTo(company, parent, login);
  const common = {
    type,
    id,
    etag: String(state),
    sequence_id: String(state),
    name,
    description: type === 'web_link' ? '' : description,
    created_at: modifiedAt,
    modified_at: modifiedAt,
    created_by: miniUser(item.owner),
    modified_by: miniUser(item.modifiedBy),
    owned_by: miniUser(item.owner),
    parent: showMini(parent),
    path_collection: { total_count: path.length, entries: path },
    shared_link: toSharedLink(item),
    item_status: 'active',
  };
  if (type === 'web_link') return { ...common, url: description };
  const tags = { tags: item.tags };
  if (latest === undefined) return { ...common, ...tags, size: 0 };
  return {
    ...common,
    ...tags,
    size: latest.bytes,
    sha1: latest.sha1,
    file_version: { type: 'file_version', id: `${id}${versions.length}`, sha1: latest.sha1 },
    version_number: String(versions.length),
    comment_count: company.comments.filter(({ fileId }) => fileId === id).length,
    permissions: toPermissions(roleOf(company, item, login) ?? 'previewer'),
  };
}

function pathTo(company: Company, parent: Item | null, login: string): readonly Shown[] {
  if (parent === null) return [showMini(null)];
  const above = company.items.find((one) => one.id === parentFor(company, parent, login)) ?? null;
  return [...pathTo(company, above, login), showMini(parent)];
}

/** Null: the top, which Box names so. */
export function showMini(folder: Item | null): Shown {
  if (folder === null) return { type: 'folder', id: '0', sequence_id: null, etag: null, name: 'All Files' };
  return { type: 'folder', id: folder.id, sequence_id: String(folder.state), etag: String(folder.state), name: folder.name };
}

function toSharedLink({ id, type, sharedLink }: Item): Shown | null {
  if (sharedLink === null) return null;
  const url = `https://halden.box.example/s/${type}${id}`;
  return {
    url,
    download_url: type === 'file' ? `https://halden.box.example/shared/static/${id}` : null,
    vanity_url: null,
    vanity_name: null,
    access: sharedLink.access,
    effective_access: sharedLink.access,
    effective_permission: 'can_download',
    unshared_at: sharedLink.unsharedAt,
    is_password_enabled: false,
    permissions: { can_download: true, can_preview: true, can_edit: false },
    download_count: 0,
    preview_count: 0,
  };
}

function toPermissions(role: string): Shown {
  const [edits, downloads] = [role === 'owner' || role === 'editor', role !== 'previewer'];
  return {
    can_delete: edits,
    can_download: downloads,
    can_invite_collaborator: edits,
    can_rename: edits,
    can_set_share_access: edits,
    can_share: edits,
    can_annotate: edits,
    can_comment: downloads,
    can_preview: true,
    can_upload: edits,
    can_view_annotations_all: true,
    can_view_annotations_self: true,
  };
}

/** A comment; a mention stands in the tagged message, and then the plain one is empty. */
export function showComment({ id, fileId, author, message, createdAt }: Comment, fields: string | null): Shown {
  const isTagged = /@\[\d+:/.test(message);
  const all = {
    is_reply_comment: false,
    message: isTagged ? '' : message,
    tagged_message: isTagged ? message : '',
    created_by: miniUser(author),
    created_at: createdAt,
    modified_at: createdAt,
    item: { type: 'file', id: fileId },
  };
  const names = fields?.split(',') ?? Object.keys(all).filter((name) => name !== 'tagged_message');
  return { type: 'comment', id, ...Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))) };
}
