import { type Http, path, z } from '../../connector-kit/index.ts';

export const folderType = 'application/vnd.google-apps.folder';
const shortcutType = 'application/vnd.google-apps.shortcut';

/** Asked of every request, so that shared drives are as visible as one's own. */
export const everyDrive = { supportsAllDrives: true };

const fileFields =
  'id,name,mimeType,webViewLink,modifiedTime,size,parents,owners(displayName,emailAddress),shortcutDetails(targetId,targetMimeType)';

const wire = z.object({
  id: z.string(),
  name: z.string(),
  mimeType: z.string(),
  webViewLink: z.string().optional(),
  modifiedTime: z.string().optional(),
  size: z.string().optional(),
  parents: z.array(z.string()).optional(),
  owners: z.array(z.object({ displayName: z.string(), emailAddress: z.string().optional() })).optional(),
  shortcutDetails: z.object({ targetId: z.string(), targetMimeType: z.string() }).optional(),
});

export const file = z.object({
  id: z.string(),
  name: z.string(),
  mimeType: z.string(),
  url: z.string(),
  modifiedAt: z.string().nullable(),
  bytes: z.int().nullable().describe('null: a folder, or a Google document, which has no size of its own'),
  parentId: z.string().nullable(),
  owner: z.string().nullable().describe('null: it belongs to a shared drive'),
  isFolder: z.boolean(),
});

function toFile({ id, name, mimeType, webViewLink, modifiedTime, size, parents, owners }: z.output<typeof wire>): z.output<typeof file> {
  return {
    id,
    name,
    mimeType,
    url: webViewLink ?? `https://drive.google.com/open?id=${id}`,
    modifiedAt: modifiedTime ?? null,
    bytes: size === undefined ? null : Number(size),
    parentId: parents?.[0] ?? null,
    owner: owners?.[0]?.emailAddress ?? owners?.[0]?.displayName ?? null,
    isFolder: mimeType === folderType,
  };
}

const page = z.object({ files: z.array(wire).default([]), nextPageToken: z.string().optional() });

export type Listing = { readonly q: string; readonly orderBy?: string; readonly limit: number; readonly cursor?: string | undefined };

/** One page of files; https://developers.google.com/workspace/drive/api/guides/search-files has the words of `q`. */
export async function listFiles(http: Http, { q, orderBy, limit, cursor }: Listing) {
  const query = {
    q,
    orderBy,
    pageSize: limit,
    pageToken: cursor,
    fields: `nextPageToken,files(${fileFields})`,
    includeItemsFromAllDrives: true,
  };
  const { files, nextPageToken } = await http.read(page, '/drive/v3/files', { query: { ...query, ...everyDrive } });
  return { files: files.map(toFile), nextCursor: nextPageToken ?? null };
}

/** A value within `q`: quotes and backslashes are escaped. */
export function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** A file; a shortcut is followed to what it stands for. */
export async function readFile(http: Http, id: string): Promise<z.output<typeof file>> {
  const read = (one: string) => http.read(wire, path`/drive/v3/files/${one}`, { query: { fields: fileFields, ...everyDrive } });
  const found = await read(id);
  const target = found.mimeType === shortcutType ? found.shortcutDetails?.targetId : undefined;
  return toFile(target === undefined ? found : await read(target));
}

export type Change = {
  readonly method: 'POST' | 'PATCH';
  readonly to: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly content?: { readonly bytes: Uint8Array; readonly mimeType: string } | undefined;
};

/** Makes or changes a file: metadata alone, or with its content in one request (multipart/related, RFC 2387). */
export async function writeFile(http: Http, { method, to, metadata, content }: Change): Promise<z.output<typeof file>> {
  const query = { fields: fileFields, ...everyDrive };
  if (content === undefined) return toFile(await http.read(wire, to, { method, query, json: metadata }));
  const boundary = `patchbay-${crypto.randomUUID()}`;
  const head = `--${boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(metadata)}\r\n--${boundary}\r\nContent-Type: ${content.mimeType}\r\n\r\n`;
  const body = new Uint8Array(Buffer.concat([Buffer.from(head), content.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]));
  const headers = { 'content-type': `multipart/related; boundary=${boundary}` };
  return toFile(await http.read(wire, `/upload${to}`, { method, query: { ...query, uploadType: 'multipart' }, headers, body }));
}
