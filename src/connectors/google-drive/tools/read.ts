import {
  answer,
  defineTool,
  fetchInput,
  fetchOutput,
  googleHttp,
  path,
  profileOutput,
  searchInput,
  searchOutput,
  ToolError,
  z,
} from '../../../connector-kit/index.ts';
import { exportText, maxCharacters, readContent } from '../content.ts';
import { everyDrive, file, folderType, listFiles, quoted, readFile } from '../files.ts';
import { reads } from '../hints.ts';

const paging = {
  limit: z.int().min(1).max(100).default(25),
  cursor: z.string().optional().describe('`nextCursor` of the page before'),
};
const nextCursor = z.string().nullable();
const listing = z.object({ files: z.array(file), nextCursor });

export const getProfile = defineTool({
  name: 'get_profile',
  title: 'Whose Drive',
  description: 'Says whose Google Drive it is. Use it to know whose files these are.',
  ...reads,
  labels: { ...reads.labels, untrusted: false },
  input: z.object({}),
  output: profileOutput,
  examples: [{ title: 'Who am I?', input: {} }],
  run: async (_input, { http }) => {
    const about = z.object({ user: z.object({ permissionId: z.string(), displayName: z.string(), emailAddress: z.string() }) });
    const query = { fields: 'user(permissionId,displayName,emailAddress)' };
    const { user } = await googleHttp(http).read(about, '/drive/v3/about', { query });
    return { id: user.permissionId, name: user.displayName, email: user.emailAddress };
  },
});

export const listDrives = defineTool({
  name: 'list_drives',
  title: 'List shared drives',
  description: 'Lists the shared drives that the person is a member of. Use it to find where a team keeps its files.',
  ...reads,
  labels: { ...reads.labels, untrusted: false },
  input: z.object(paging),
  output: z.object({ drives: z.array(z.object({ id: z.string(), name: z.string() })), nextCursor }),
  examples: [{ title: 'Which are there?', input: {} }],
  run: async ({ limit, cursor }, { http }) => {
    const page = z.object({
      drives: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
      nextPageToken: z.string().optional(),
    });
    const query = { pageSize: limit, pageToken: cursor, fields: 'nextPageToken,drives(id,name)' };
    const { drives, nextPageToken } = await googleHttp(http).read(page, '/drive/v3/drives', { query });
    return { drives, nextCursor: nextPageToken ?? null };
  },
});

export const search = defineTool({
  name: 'search',
  title: 'Search',
  description: 'Finds files whose name or text holds the words. Use it with `fetch`, to answer a question from Google Drive.',
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'What is written about it?', input: { query: 'calibration' } }],
  run: async ({ query }, { http }) => {
    const q = `fullText contains ${quoted(query)} and mimeType != ${quoted(folderType)} and trashed = false`;
    const { files } = await listFiles(googleHttp(http), { q, limit: 20 });
    return { results: files.map(({ id, name, url }) => ({ id, title: name, url })) };
  },
});

export const recentDocuments = defineTool({
  name: 'recent_documents',
  title: 'Recent files',
  description: 'Lists the files that the person can see, those changed last first. Use it to find what was worked on.',
  ...reads,
  input: z.object(paging),
  output: listing,
  examples: [{ title: 'The last ten', input: { limit: 10 } }],
  run: (page, { http }) => {
    const q = `mimeType != ${quoted(folderType)} and trashed = false`;
    return listFiles(googleHttp(http), { q, orderBy: 'modifiedTime desc', ...page });
  },
});

export const listFolderItems = defineTool({
  name: 'list_folder_items',
  title: 'List a folder',
  description:
    'Lists what lies in a folder, folders first. Use it to look around; "root" is the person\'s own Drive, the id of a shared drive its top.',
  ...reads,
  input: z.object({ folderId: z.string().min(1).default('root'), ...paging }),
  output: listing,
  examples: [{ title: 'The top of my Drive', input: {} }],
  run: ({ folderId, ...page }, { http }) =>
    listFiles(googleHttp(http), { q: `${quoted(folderId)} in parents and trashed = false`, orderBy: 'folder,name_natural', ...page }),
});

export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch a file',
  description:
    "Gives the text of a file: Google's own documents, PDF, Word, Excel, PowerPoint and HTML as Markdown, pictures as pictures, of all else a link. Use it after `search`.",
  ...reads,
  input: fetchInput,
  output: fetchOutput,
  examples: [{ title: 'A file that was found', input: { id: 'doc-handbook' } }],
  run: async ({ id }, { http, signal }) => {
    const google = googleHttp(http);
    const about = await readFile(google, id);
    if (about.isFolder) throw new ToolError(`${about.name} is a folder. list_folder_items shows what is in it.`);
    const { text, note, isBeginning, blocks } = await readContent(google, about, signal);
    const notes = [note, isBeginning ? 'Only the beginning is shown.' : undefined].filter((one) => one !== undefined);
    const metadata = {
      mimeType: about.mimeType,
      ...(about.modifiedAt === null ? {} : { modifiedAt: about.modifiedAt }),
      ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
    };
    return answer({ id, title: about.name, text, url: about.url, metadata }, blocks);
  },
});

const permission = z.object({
  id: z.string(),
  type: z.string().describe('user, group, domain or anyone'),
  role: z.string(),
  emailAddress: z.string().optional(),
  domain: z.string().optional(),
  displayName: z.string().optional(),
});

export const listFilePermissions = defineTool({
  name: 'list_file_permissions',
  title: 'Who may see a file',
  description: 'Lists with whom a file is shared, and what they may do. Use it before sharing it further, or to check who sees it.',
  ...reads,
  labels: { ...reads.labels, untrusted: false },
  input: z.object({ id: z.string().min(1), ...paging }),
  output: z.object({ permissions: z.array(permission), nextCursor }),
  examples: [{ title: 'Of one file', input: { id: 'doc-handbook' } }],
  run: async ({ id, limit, cursor }, { http }) => {
    const page = z.object({ permissions: z.array(permission).default([]), nextPageToken: z.string().optional() });
    const fields = 'nextPageToken,permissions(id,type,role,emailAddress,domain,displayName)';
    const query = { pageSize: limit, pageToken: cursor, fields, ...everyDrive };
    const { permissions, nextPageToken } = await googleHttp(http).read(page, path`/drive/v3/files/${id}/permissions`, { query });
    return { permissions, nextCursor: nextPageToken ?? null };
  },
});

const formats = {
  markdown: 'text/markdown',
  text: 'text/plain',
  csv: 'text/csv',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
} as const;

export const exportFile = defineTool({
  name: 'export_file',
  title: 'Export a Google document',
  description:
    'Gives a Google document, table or presentation in another format: text formats as text, the others as a link that the person opens. Use it when a certain format is wanted.',
  ...reads,
  input: z.object({ id: z.string().min(1), format: z.enum(['markdown', 'text', 'csv', 'pdf', 'docx', 'xlsx', 'pptx']) }),
  output: z.object({ name: z.string(), mimeType: z.string(), text: z.string().nullable(), url: z.string().nullable(), cut: z.boolean() }),
  examples: [{ title: 'As Markdown', input: { id: 'doc-handbook', format: 'markdown' } }],
  run: async ({ id, format }, { http }) => {
    const google = googleHttp(http);
    const wire = z.object({ name: z.string(), exportLinks: z.record(z.string(), z.string()).default({}) });
    const { name, exportLinks } = await google.read(wire, path`/drive/v3/files/${id}`, {
      query: { fields: 'name,exportLinks', ...everyDrive },
    });
    const mimeType = formats[format];
    const url = new Map(Object.entries(exportLinks)).get(mimeType);
    if (url === undefined)
      throw new ToolError(`${name} cannot be exported as ${format}. Files that are no Google documents are read with fetch.`);
    if (!mimeType.startsWith('text/'))
      return answer({ name, mimeType, text: null, url, cut: false }, [
        { type: 'resource_link', uri: url, name: `${name}.${format}`, mimeType },
      ]);
    const text = await exportText(google, { id, mimeType });
    return { name, mimeType, text: text.slice(0, maxCharacters), url: null, cut: text.length > maxCharacters };
  },
});
