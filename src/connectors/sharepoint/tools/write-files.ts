import { defineTool, type Http, path, ToolError, z } from '../../../connector-kit/index.ts';
import { adds } from '../hints.ts';
import { folderId, graphItem, item, place, toItem } from '../item.ts';

const content = {
  content: z.string().max(20_000_000),
  encoding: z.enum(['text', 'base64']).default('text'),
};
const fileName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^"*:<>?/\\|]+$/, 'a name has none of " * : < > ? / \\ |');
const changes = { ...adds, annotations: { ...adds.annotations, destructiveHint: true, idempotentHint: true } };

/** A new file. */
export const uploadFile = defineTool({
  name: 'upload_file',
  title: 'Upload a file',
  description:
    'Puts a new file into a folder; one of the same name is never replaced. Use it for something new; update_file writes another state of a file.',
  scopes: ['Files.ReadWrite.All'],
  ...adds,
  input: z.object({ driveId: place.driveId, folderId, name: fileName, ...content, onConflict: z.enum(['fail', 'rename']).default('fail') }),
  output: item,
  examples: [{ title: 'A new note', input: { driveId: 'b!optics', name: 'Größe 日本 🎉.md', content: '# Note\n' } }],
  run: async ({ driveId, folderId: folder, name, onConflict, ...given }, { http }) => {
    const to = path`/drives/${driveId}/items/${folder}:/${name}:/content`;
    const query = { '@microsoft.graph.conflictBehavior': onConflict };
    return toItem(await http.read(graphItem, to, { method: 'PUT', query, ...toBody(given) }), driveId);
  },
});

/** Another state of a file, whole. */
export const updateFile = defineTool({
  name: 'update_file',
  title: 'Replace the content of a file',
  description:
    'Replaces the whole content of a file; SharePoint keeps the version before. Use it with the eTag that was read, so that the change of somebody else is not lost.',
  scopes: ['Files.ReadWrite.All'],
  ...changes,
  input: z.object({ ...place, ...content, eTag: z.string().default('').describe('Write only if the file is still in this state') }),
  output: item,
  examples: [{ title: 'Another text', input: { driveId: 'b!optics', itemId: 'note', content: 'Größe: 12 mm\n' } }],
  run: async ({ driveId, itemId, eTag, ...given }, { http }) => {
    const { headers, body } = toBody(given);
    const options = { method: 'PUT' as const, headers: { ...headers, ...(eTag === '' ? {} : { 'if-match': eTag }) }, body };
    return toItem(await http.read(graphItem, path`/drives/${driveId}/items/${itemId}/content`, options), driveId);
  },
});

/** A new folder. */
export const createFolder = defineTool({
  name: 'create_folder',
  title: 'Create a folder',
  description: 'Creates a folder in another one, or at the top of a library. Use it before uploading or moving files there.',
  scopes: ['Files.ReadWrite.All'],
  ...adds,
  input: z.object({ driveId: place.driveId, parentId: folderId, name: fileName }),
  output: item,
  examples: [{ title: 'A new folder', input: { driveId: 'b!optics', name: 'Angebote 2027' } }],
  run: async ({ driveId, parentId, name }, { http }) => {
    const json = { name, folder: {}, '@microsoft.graph.conflictBehavior': 'fail' };
    return toItem(await http.read(graphItem, path`/drives/${driveId}/items/${parentId}/children`, { json }), driveId);
  },
});

/** A copy, which the service makes by and by. */
export const copyItem = defineTool({
  name: 'copy_item',
  title: 'Copy an item',
  description:
    'Begins to copy a file or folder into a folder; large ones take a while. Use it for a new document from an old one; list_folder_items shows when it is there.',
  scopes: ['Files.ReadWrite.All'],
  ...adds,
  input: z.object({
    ...place,
    toDriveId: z.string().default('').describe('Empty: the same drive'),
    toFolderId: folderId,
    name: z.union([fileName, z.literal('')]).default(''),
  }),
  output: z.object({ started: z.literal(true), itemId: z.string() }),
  examples: [{ title: 'A copy beside it', input: { driveId: 'b!optics', itemId: 'plan', name: 'Plan (copy).html' } }],
  run: async ({ driveId, itemId, toDriveId, toFolderId, name }, { http }) => {
    const target = toDriveId === '' ? driveId : toDriveId;
    const parentReference = { driveId: target, id: await findFolder(http, { driveId: target, folder: toFolderId }) };
    await http.send(path`/drives/${driveId}/items/${itemId}/copy`, { json: { parentReference, ...(name === '' ? {} : { name }) } });
    return { started: true as const, itemId };
  },
});

/** Another place or name. */
export const moveOrRenameItem = defineTool({
  name: 'move_or_rename_item',
  title: 'Move or rename an item',
  description: 'Moves a file or folder within its library, renames it, or both. Use it to file documents; links to them go on working.',
  scopes: ['Files.ReadWrite.All'],
  ...changes,
  input: z.object({
    ...place,
    toFolderId: z.string().default('').describe('A folder id or root; empty: it stays where it is'),
    name: z.union([fileName, z.literal('')]).default(''),
  }),
  output: item,
  examples: [
    { title: 'Rename it', input: { driveId: 'b!optics', itemId: 'note', name: 'Notiz.md' } },
    { title: 'Move it to the top', input: { driveId: 'b!optics', itemId: 'offer-1', toFolderId: 'root' } },
  ],
  run: async ({ driveId, itemId, toFolderId, name }, { http }) => {
    if (toFolderId === '' && name === '') throw new ToolError('Neither a folder nor a name was given, so there is nothing to change.');
    const parent = toFolderId === '' ? {} : { parentReference: { id: await findFolder(http, { driveId, folder: toFolderId }) } };
    const json = { ...(name === '' ? {} : { name }), ...parent };
    return toItem(await http.read(graphItem, path`/drives/${driveId}/items/${itemId}`, { method: 'PATCH', json }), driveId);
  },
});

/** As a target, the service does not take the name root (https://learn.microsoft.com/graph/api/driveitem-move). */
async function findFolder(http: Http, { driveId, folder }: { readonly driveId: string; readonly folder: string }): Promise<string> {
  if (folder !== 'root') return folder;
  return (await http.read(graphItem, path`/drives/${driveId}/root`, { query: { $select: 'id' } })).id;
}

function toBody({ content: given, encoding }: { readonly content: string; readonly encoding: 'text' | 'base64' }) {
  if (encoding === 'text') return { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: given };
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(given)) throw new ToolError('The content is not base64.');
  return { headers: { 'content-type': 'application/octet-stream' }, body: new Uint8Array(Buffer.from(given, 'base64')) };
}
