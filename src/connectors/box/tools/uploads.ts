import { defineTool, type Http, path, ToolError, z } from '../../../connector-kit/index.ts';
import { boxHttp, uploadOrigin } from '../box-http.ts';
import { adds, changes } from '../hints.ts';
import { boxItem, fileId, folderId, item, itemFields, itemName, toItem } from '../item.ts';

const content = {
  content: z.string().max(20_000_000),
  encoding: z.enum(['text', 'base64']).default('text'),
};

/** A new file (https://developer.box.com/reference/post-files-content). */
export const uploadFile = defineTool({
  name: 'upload_file',
  title: 'Upload a file',
  description:
    'Puts a new file into a folder; one of the same name is never replaced. Use it for something new; upload_file_version writes another state of a file.',
  ...adds,
  input: z.object({ folderId, name: itemName, ...content }),
  output: item,
  examples: [{ title: 'A new note', input: { folderId: '1002', name: 'Größe 日本 🎉.md', content: '# Note\n' } }],
  run: ({ folderId: parent, name, ...given }, { http }) =>
    upload(http, { to: '/files/content', attributes: { name, parent: { id: parent } }, bytes: toBytes(given) }),
});

/** Another state of a file (https://developer.box.com/reference/post-files-id-content). */
export const uploadFileVersion = defineTool({
  name: 'upload_file_version',
  title: 'Upload a new version of a file',
  description:
    'Replaces the whole content of a file; Box keeps the version before. Use it with the etag that was read, so that the change of somebody else is not lost.',
  ...changes,
  input: z.object({
    fileId,
    ...content,
    name: itemName.optional().describe('Renames it; left out: it keeps its name'),
    etag: z.string().min(1).optional().describe('Write only if the file is still in this state'),
  }),
  output: item,
  examples: [{ title: 'Another text', input: { fileId: '2002', content: 'lens,drift\nA,3\n' } }],
  run: async ({ fileId: id, name, etag, ...given }, { http }) => {
    const bytes = toBytes(given);
    // Box wants a name in any case.
    const kept = name ?? (await boxHttp(http).read(boxItem, path`/files/${id}`, { query: { fields: 'name' } })).name ?? '';
    return upload(http, { to: path`/files/${id}/content`, attributes: { name: kept }, bytes, etag });
  },
});

type Upload = {
  readonly to: string;
  readonly attributes: { readonly name: string; readonly parent?: { readonly id: string } };
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly etag?: string | undefined;
};

/** One form: first `attributes`, then the file (https://developer.box.com/guides/uploads/direct/file). */
async function upload(http: Http, { to, attributes, bytes, etag }: Upload): Promise<z.output<typeof item>> {
  const form = new FormData();
  form.append('attributes', JSON.stringify(attributes));
  form.append('file', new Blob([bytes]), attributes.name);
  const encoded = new Response(form);
  const headers = {
    'content-type': encoded.headers.get('content-type') ?? 'multipart/form-data',
    ...(etag === undefined ? {} : { 'if-match': etag }),
  };
  const body = new Uint8Array(await encoded.arrayBuffer());
  const made = z.object({ entries: z.tuple([boxItem]) });
  const query = { fields: itemFields };
  const { entries } = await boxHttp(http).read(made, `${uploadOrigin}/api/2.0${to}`, { method: 'POST', query, headers, body });
  return toItem(entries[0]);
}

function toBytes({
  content: given,
  encoding,
}: {
  readonly content: string;
  readonly encoding: 'text' | 'base64';
}): Uint8Array<ArrayBuffer> {
  if (encoding === 'text') return new Uint8Array(Buffer.from(given, 'utf8'));
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(given)) throw new ToolError('The content is not base64.');
  return new Uint8Array(Buffer.from(given, 'base64'));
}
