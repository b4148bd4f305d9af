import { defineTool, ToolError, z } from '../../../connector-kit/index.ts';
import { type Dropbox, openDropbox } from '../api.ts';
import { entry, metadata, place, toEntry, toPath } from '../entries.ts';
import { adds, changes, scopesFor } from '../hints.ts';
import { DropboxRefusal } from '../refusals.ts';

const writeScopes = scopesFor('files.content.write');
const path = place.refine((given) => !given.startsWith('id:'), 'a new name is a path');
const onConflict = z.enum(['fail', 'rename']).default('fail').describe('rename: Dropbox adds a number to the name');
const moved = z.object({ metadata });

/** A file from what is given here. */
export const uploadFile = defineTool({
  name: 'upload_file',
  title: 'Upload a file',
  description:
    'Puts a text or base64 content at a path, up to 15 MB; missing folders are made. Use it for a new file, and with `replace` and the rev that was read for another state of one, so that the change of somebody else is not lost.',
  scopes: writeScopes,
  ...changes,
  input: z.object({
    path,
    content: z.string().max(20_000_000, 'at most 20 million characters; larger files are uploaded in Dropbox itself'),
    encoding: z.enum(['text', 'base64']).default('text'),
    onConflict: z.enum(['fail', 'rename', 'replace']).default('fail'),
    rev: z.string().min(9).optional().describe('With replace: only if the file is still in this state'),
  }),
  output: entry,
  examples: [{ title: 'A new note', input: { path: '/Offers/Größe 日本 🎉.md', content: '# Note\n' } }],
  run: async ({ path: to, content, encoding, onConflict: conflict, rev }, context) => {
    if (rev !== undefined && conflict !== 'replace') throw new ToolError('A rev goes with onConflict "replace", and with nothing else.');
    const body = toBytes(content, encoding);
    const mode =
      conflict !== 'replace' ? { '.tag': 'add' } : rev === undefined ? { '.tag': 'overwrite' } : { '.tag': 'update', update: rev };
    // Strict: the same content under the same name is a conflict too, and not quietly the old file.
    const argument = {
      path: toPath(to),
      mode,
      autorename: conflict === 'rename',
      strict_conflict: conflict !== 'replace' || rev !== undefined,
    };
    const dropbox = await openDropbox(context);
    try {
      return toEntry(await dropbox.upload(metadata, argument, body));
    } catch (error) {
      if (rev === undefined || !(error instanceof DropboxRefusal) || error.summary !== 'path/conflict/file') throw error;
      throw new ToolError('This file was changed meanwhile, so it was left as it is. Read it again first.', { cause: error });
    }
  },
});

function toBytes(content: string, encoding: 'text' | 'base64'): Uint8Array<ArrayBuffer> {
  if (encoding === 'text') return new TextEncoder().encode(content);
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(content)) throw new ToolError('The content is not base64.');
  return new Uint8Array(Buffer.from(content, 'base64'));
}

/** A new folder. */
export const createFolder = defineTool({
  name: 'create_folder',
  title: 'Create a folder',
  description: 'Creates a folder, with those above it that are missing. Use it before files go into it.',
  scopes: writeScopes,
  ...adds,
  input: z.object({ path, onConflict }),
  output: entry,
  examples: [{ title: 'A new folder', input: { path: '/Offers/2027' } }],
  run: async ({ path: to, onConflict: conflict }, context) => {
    const argument = { path: toPath(to), autorename: conflict === 'rename' };
    return toEntry((await (await openDropbox(context)).call(moved, 'files/create_folder_v2', argument)).metadata);
  },
});

const relocation = z.object({ from: place, to: path.describe('The whole new path, with the name'), onConflict });

async function relocate(dropbox: Dropbox, route: string, { from, to, onConflict: conflict }: z.output<typeof relocation>) {
  const argument = { from_path: toPath(from), to_path: toPath(to), autorename: conflict === 'rename' };
  return toEntry((await dropbox.call(moved, route, argument)).metadata);
}

/** Another place or name. */
export const move = defineTool({
  name: 'move',
  title: 'Move or rename',
  description: 'Moves a file or folder to another path, which renames it too. Use it to file documents; their ids stay the same.',
  scopes: writeScopes,
  ...changes,
  input: relocation,
  output: entry,
  examples: [{ title: 'Rename a file', input: { from: '/Offers/todo.txt', to: '/Offers/done.txt' } }],
  run: async (input, context) => relocate(await openDropbox(context), 'files/move_v2', input),
});

/** The same once more. */
export const copy = defineTool({
  name: 'copy',
  title: 'Copy',
  description: 'Copies a file or folder, with all that is in it, to another path. Use it to begin from something that exists.',
  scopes: writeScopes,
  ...adds,
  input: relocation,
  output: entry,
  examples: [{ title: 'From a template', input: { from: '/Offers/Offer 12.html', to: '/Offers/Offer 13.html' } }],
  run: async (input, context) => relocate(await openDropbox(context), 'files/copy_v2', input),
});

/** Gone, as long as nobody brings it back in Dropbox. */
export const deleteItem = defineTool({
  name: 'delete',
  title: 'Delete',
  description:
    'Deletes a file, or a folder with all that is in it; Dropbox keeps it for a while, and it can be brought back there. Use it for what the person wants gone, with the rev that was read.',
  scopes: writeScopes,
  ...changes,
  input: z.object({ path: place, rev: z.string().min(9).optional().describe('Of a file: only if it is still in this state') }),
  output: z.object({ deleted: entry }),
  examples: [{ title: 'One file', input: { path: '/Offers/old.txt' } }],
  run: async ({ path: from, rev }, context) => {
    const argument = { path: toPath(from), ...(rev === undefined ? {} : { parent_rev: rev }) };
    return { deleted: toEntry((await (await openDropbox(context)).call(moved, 'files/delete_v2', argument)).metadata) };
  },
});
