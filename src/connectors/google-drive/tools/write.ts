import { defineTool, googleHttp, path, ToolError, z } from '../../../connector-kit/index.ts';
import { everyDrive, file, folderType, writeFile } from '../files.ts';
import { changes, creates } from '../hints.ts';

const output = z.object({ file });
const name = z.string().min(1).max(1000);
const parentId = z.string().min(1).optional().describe("The folder; left out: the top of the person's own Drive");
const mimeType = z.string().regex(/^[\w.+-]+\/[\w.+-]+$/);
const text = z.string().max(5_000_000);
const inFolder = (id: string | undefined) => (id === undefined ? {} : { parents: [id] });

export const createFile = defineTool({
  name: 'create_file',
  title: 'Create a file from text',
  description: 'Creates a file with a text, or a Google document from Markdown. Use it for something new; update_file changes what exists.',
  ...creates,
  input: z.object({ name, text, parentId, kind: z.enum(['google-document', 'markdown', 'text', 'csv']).default('google-document') }),
  output,
  examples: [{ title: 'A document', input: { name: 'Größe 日本 🎉', text: '# Plan\n\nShip it.' } }],
  run: async ({ name: title, text: content, parentId: parent, kind }, { http }) => {
    const types = { 'google-document': 'text/markdown', markdown: 'text/markdown', text: 'text/plain', csv: 'text/csv' };
    const becomes = kind === 'google-document' ? 'application/vnd.google-apps.document' : types[kind];
    const metadata = { name: title, mimeType: becomes, ...inFolder(parent) };
    const bytes = new TextEncoder().encode(content);
    return {
      file: await writeFile(googleHttp(http), {
        method: 'POST',
        to: '/drive/v3/files',
        metadata,
        content: { bytes, mimeType: types[kind] },
      }),
    };
  },
});

export const uploadFile = defineTool({
  name: 'upload_file',
  title: 'Upload a file',
  description: 'Uploads a file of any type, given in base64, up to 5 MB. Use it for pictures and other files that are no text.',
  ...creates,
  input: z.object({ name, mimeType, contentBase64: z.base64().max(7_000_000), parentId }),
  output,
  examples: [
    {
      title: 'A picture',
      input: { name: 'dot.gif', mimeType: 'image/gif', contentBase64: 'R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==' },
    },
  ],
  run: async ({ name: title, mimeType: type, contentBase64, parentId: parent }, { http }) => {
    const content = { bytes: new Uint8Array(Buffer.from(contentBase64, 'base64')), mimeType: type };
    const metadata = { name: title, mimeType: type, ...inFolder(parent) };
    return { file: await writeFile(googleHttp(http), { method: 'POST', to: '/drive/v3/files', metadata, content }) };
  },
});

export const updateFile = defineTool({
  name: 'update_file',
  title: 'Change a file',
  description: 'Renames a file, replaces its whole content with a text, or both. Use it when the file exists already.',
  ...changes,
  input: z.object({
    id: z.string().min(1),
    name: name.optional(),
    text: text.optional().describe('Replaces everything; of a Google document: Markdown'),
    mimeType: mimeType.default('text/markdown'),
  }),
  output,
  examples: [{ title: 'Rename it', input: { id: 'doc-handbook', name: 'Handbook 2' } }],
  run: async ({ id, name: title, text: content, mimeType: type }, { http }) => {
    if (title === undefined && content === undefined) throw new ToolError('Say a new name, a new text, or both.');
    const metadata = title === undefined ? {} : { name: title };
    const given = content === undefined ? undefined : { bytes: new TextEncoder().encode(content), mimeType: type };
    return { file: await writeFile(googleHttp(http), { method: 'PATCH', to: path`/drive/v3/files/${id}`, metadata, content: given }) };
  },
});

export const copyFile = defineTool({
  name: 'copy_file',
  title: 'Copy a file',
  description: 'Copies a file, under another name or into another folder. Use it to begin from a file that exists.',
  ...creates,
  scopes: changes.scopes,
  input: z.object({ id: z.string().min(1), name: name.optional(), parentId }),
  output,
  examples: [{ title: 'From a template', input: { id: 'doc-handbook', name: 'Handbook for Ben' } }],
  run: async ({ id, name: title, parentId: parent }, { http }) => {
    const metadata = { ...(title === undefined ? {} : { name: title }), ...inFolder(parent) };
    return { file: await writeFile(googleHttp(http), { method: 'POST', to: path`/drive/v3/files/${id}/copy`, metadata }) };
  },
});

export const createFolder = defineTool({
  name: 'create_folder',
  title: 'Create a folder',
  description: 'Creates a folder. Use it before files go into it.',
  ...creates,
  input: z.object({ name, parentId }),
  output,
  examples: [{ title: 'At the top', input: { name: 'Offers 2026' } }],
  run: async ({ name: title, parentId: parent }, { http }) => {
    const metadata = { name: title, mimeType: folderType, ...inFolder(parent) };
    return { file: await writeFile(googleHttp(http), { method: 'POST', to: '/drive/v3/files', metadata }) };
  },
});

export const shareFile = defineTool({
  name: 'share_file',
  title: 'Share a file',
  description: 'Lets a person or group see, comment on or change a file. Use it when the person says with whom to share.',
  ...changes,
  labels: { ...changes.labels, sends: 'external' },
  input: z.object({
    id: z.string().min(1),
    email: z.email(),
    role: z.enum(['reader', 'commenter', 'writer']).default('reader'),
    isGroup: z.boolean().default(false),
    notify: z.boolean().default(false).describe('Google sends them a mail about it'),
  }),
  output: z.object({ permissionId: z.string(), role: z.string() }),
  examples: [{ title: 'To read', input: { id: 'doc-handbook', email: 'ben@halden.example' } }],
  run: async ({ id, email, role, isGroup, notify }, { http }) => {
    const json = { type: isGroup ? 'group' : 'user', role, emailAddress: email };
    const query = { sendNotificationEmail: notify, fields: 'id,role', ...everyDrive };
    const given = z.object({ id: z.string(), role: z.string() });
    const made = await googleHttp(http).read(given, path`/drive/v3/files/${id}/permissions`, { query, json });
    return { permissionId: made.id, role: made.role };
  },
});

export const trashFile = defineTool({
  name: 'trash_file',
  title: 'Move a file to the bin',
  description: 'Moves a file or folder to the bin, which Google empties after 30 days. Use it for what the person wants gone.',
  ...changes,
  input: z.object({ id: z.string().min(1) }),
  output,
  examples: [{ title: 'One file', input: { id: 'old-notes' } }],
  run: async ({ id }, { http }) => ({
    file: await writeFile(googleHttp(http), { method: 'PATCH', to: path`/drive/v3/files/${id}`, metadata: { trashed: true } }),
  }),
});
