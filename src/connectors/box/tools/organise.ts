import { defineTool, path, ToolError, z } from '../../../connector-kit/index.ts';
import { boxHttp } from '../box-http.ts';
import { adds, changes } from '../hints.ts';
import { boxFile, boxItem, fileId, folderId, item, itemFields, itemName, toItem } from '../item.ts';

const query = { fields: itemFields };

/** A new folder (https://developer.box.com/reference/post-folders). */
export const createFolder = defineTool({
  name: 'create_folder',
  title: 'Create a folder',
  description: 'Creates a folder in another one, or at the top of the account. Use it before uploading or moving files there.',
  ...adds,
  input: z.object({ parentId: folderId, name: itemName }),
  output: item,
  examples: [{ title: 'A new folder', input: { name: 'Angebote 2027 🎉' } }],
  run: async ({ parentId, name }, { http }) =>
    toItem(await boxHttp(http).read(boxItem, '/folders', { query, json: { name, parent: { id: parentId } } })),
});

/** A copy (https://developer.box.com/reference/post-files-id-copy). */
export const copyFile = defineTool({
  name: 'copy_file',
  title: 'Copy a file',
  description: 'Copies a file into a folder, under another name if one is given. Use it for a new document from an old one.',
  ...adds,
  input: z.object({ fileId, toFolderId: folderId, name: itemName.optional() }),
  output: item,
  examples: [{ title: 'A copy at the top', input: { fileId: '2001', name: 'Handbook (copy).html' } }],
  run: async ({ fileId: id, toFolderId, name }, { http }) => {
    const json = { parent: { id: toFolderId }, ...(name === undefined ? {} : { name }) };
    return toItem(await boxHttp(http).read(boxItem, path`/files/${id}/copy`, { query, json }));
  },
});

/** Another place or name (https://developer.box.com/reference/put-files-id). */
export const moveFile = defineTool({
  name: 'move_file',
  title: 'Move or rename a file',
  description: 'Moves a file into another folder, renames it, or both. Use it to file documents; links to them go on working.',
  ...changes,
  annotations: { ...changes.annotations, idempotentHint: true },
  input: z.object({
    fileId,
    toFolderId: z.string().min(1).optional().describe('A folder id, or 0; left out: it stays where it is'),
    name: itemName.optional(),
  }),
  output: item,
  examples: [
    { title: 'Move it', input: { fileId: '2002', toFolderId: '1002' } },
    { title: 'Rename it', input: { fileId: '2003', name: 'Punkt.gif' } },
  ],
  run: async ({ fileId: id, toFolderId, name }, { http }) => {
    if (toFolderId === undefined && name === undefined)
      throw new ToolError('Neither a folder nor a name was given, so there is nothing to change.');
    const json = { ...(name === undefined ? {} : { name }), ...(toFolderId === undefined ? {} : { parent: { id: toFolderId } }) };
    return toItem(await boxHttp(http).read(boxItem, path`/files/${id}`, { method: 'PUT', query, json }));
  },
});

/** A link for others (https://developer.box.com/guides/shared-links). */
export const createSharedLink = defineTool({
  name: 'create_shared_link',
  title: 'Create a link to share',
  description:
    'Creates a link to a file or folder, or changes who may use the one that exists. Use it only when the person asked to share; open lets in everybody who has the link, company all colleagues, collaborators nobody new.',
  ...changes,
  annotations: { ...changes.annotations, idempotentHint: true },
  labels: { ...changes.labels, sends: 'external' },
  input: z.object({
    kind: z.enum(['file', 'folder']).default('file'),
    id: z.string().min(1),
    access: z.enum(['open', 'company', 'collaborators']).default('collaborators'),
    expiresAt: z.iso.datetime({ offset: true }).optional().describe('Paid accounts only'),
  }),
  output: z.object({
    url: z.string(),
    access: z.string().describe('What the company allows, where that is less than what was asked for'),
    expiresAt: z.string().nullable(),
  }),
  examples: [
    { title: 'For all of us', input: { id: '2001', access: 'company' } },
    { title: 'A folder', input: { kind: 'folder', id: '1002' } },
  ],
  run: async ({ kind, id, access, expiresAt }, { http }) => {
    const to = kind === 'file' ? path`/files/${id}` : path`/folders/${id}`;
    const json = { shared_link: { access, ...(expiresAt === undefined ? {} : { unshared_at: expiresAt }) } };
    const { shared_link: made } = await boxHttp(http).read(shared, to, { method: 'PUT', query: { fields: 'shared_link' }, json });
    return { url: made.url, access: made.effective_access ?? access, expiresAt: made.unshared_at ?? null };
  },
});

const shared = z.object({
  shared_link: boxFile.shape.shared_link.unwrap().unwrap().extend({ unshared_at: z.string().nullish() }),
});
