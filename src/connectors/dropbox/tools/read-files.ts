import {
  answer,
  defineTool,
  fetchInput,
  fetchOutput,
  maxPictureBytes,
  pictureType,
  readFileContent,
  ToolError,
  z,
} from '../../../connector-kit/index.ts';
import { type Content, type Dropbox, openDropbox } from '../api.ts';
import { entry, metadata, place, toEntry, toPath } from '../entries.ts';
import { reads, scopesFor } from '../hints.ts';
import { DropboxRefusal } from '../refusals.ts';

const exported = z.object({ export_metadata: z.object({ name: z.string(), size: z.int() }), file_metadata: metadata });

/** A file's content; what Dropbox keeps in a form of its own, such as Paper, is exported as it suggests. */
async function open(dropbox: Dropbox, path: string): Promise<Content<{ readonly file: z.output<typeof metadata>; readonly name: string }>> {
  try {
    const { about, stream } = await dropbox.download(metadata, 'files/download', { path });
    return { about: { file: about, name: about.name }, stream, bytes: about.size ?? null };
  } catch (error) {
    if (!(error instanceof DropboxRefusal && error.summary === 'unsupported_file')) throw error;
    const { about, stream } = await dropbox.download(exported, 'files/export', { path });
    return { about: { file: about.file_metadata, name: about.export_metadata.name }, stream, bytes: about.export_metadata.size };
  }
}

/** The deep-research contract: what a file says. */
export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch a file',
  description:
    'Gives the text of a file: PDF, Word, Excel, PowerPoint, HTML and Dropbox Paper as Markdown, text as it is, a picture as a picture. Use it after `search`; it takes an id or a path.',
  scopes: scopesFor('files.content.read'),
  ...reads,
  input: fetchInput,
  output: fetchOutput,
  examples: [{ title: 'A file by its path', input: { id: '/Offers/Offer 12.html' } }],
  run: async ({ id }, context) => {
    if (!place.safeParse(id).success) throw new ToolError('This is neither an id that Dropbox gave (id:…) nor a path (/Offers/Plan.docx).');
    const { about, stream, bytes } = await open(await openDropbox(context), toPath(id));
    const { name, url, modifiedAt, path } = toEntry(about.file);
    const read = { name: about.name, mimeType: null, signal: context.signal };
    const { content, blocks } = await readFileContent({ stream, bytes }, read);
    const metadataOf = {
      bytes: String(bytes),
      ...(path === null ? {} : { path }),
      ...(modifiedAt === null ? {} : { modifiedAt }),
      ...(content.truncated ? { note: 'Cut: the document goes on.' } : {}),
    };
    return answer({ id, title: name, text: content.text, url, metadata: metadataOf }, blocks);
  },
});

/** A file as it is: small pictures are shown, everything else is a link. */
export const fetchFile = defineTool({
  name: 'fetch_file',
  title: 'Fetch a file as it is',
  description:
    'Gives a file unchanged: a link to its bytes that whoever has it can use for four hours, and small pictures to look at. Use it for pictures, archives, sound and whatever must stay as it is; fetch gives the text of documents.',
  scopes: scopesFor('files.content.read'),
  ...reads,
  input: z.object({ path: place }),
  output: z.object({ id: z.string(), name: z.string(), bytes: z.int(), mimeType: z.string().nullable(), url: z.string() }),
  examples: [{ title: 'A picture', input: { path: '/Offers/dot.gif' } }],
  run: async ({ path: given }, context) => {
    const path = toPath(given);
    const dropbox = await openDropbox(context);
    const linked = z.object({ metadata, link: z.string() });
    const { metadata: file, link } = await dropbox.call(linked, 'files/get_temporary_link', { path });
    const { id, name, bytes } = toEntry(file);
    const mimeType = pictureType({ name, mimeType: null });
    const size = bytes ?? 0;
    const output = { id, name, bytes: size, mimeType, url: link };
    const block = { type: 'resource_link' as const, uri: link, name, size, ...(mimeType === null ? {} : { mimeType }) };
    if (mimeType === null || size > maxPictureBytes) return answer(output, [block]);
    const { stream } = await dropbox.download(metadata, 'files/download', { path });
    const { blocks } = await readFileContent({ stream, bytes: size }, { name, mimeType, signal: context.signal });
    return answer(output, [...blocks, block]);
  },
});

/** What is known of a file or folder. */
export const getFileMetadata = defineTool({
  name: 'get_file_metadata',
  title: 'Get details of a file or folder',
  description: 'Gives size, times, state and sharing of a file or folder. Use it before changing something, or to learn a path from an id.',
  scopes: scopesFor('files.metadata.read'),
  ...reads,
  input: z.object({ path: place }),
  output: entry.extend({
    createdByClientAt: z.string().nullable().describe('What the program that uploaded it said'),
    contentHash: z.string().nullable(),
    isDownloadable: z.boolean().describe('false: fetch exports it, as with Dropbox Paper'),
    isShared: z.boolean(),
    isReadOnly: z.boolean(),
  }),
  examples: [{ title: 'By its path', input: { path: '/Offers/Offer 12.html' } }],
  run: async ({ path }, context) => {
    const found = await (await openDropbox(context)).call(metadata, 'files/get_metadata', { path: toPath(path) });
    return {
      ...toEntry(found),
      createdByClientAt: found.client_modified ?? null,
      contentHash: found.content_hash ?? null,
      isDownloadable: found.is_downloadable,
      isShared: (found.sharing_info ?? null) !== null,
      isReadOnly: found.sharing_info?.read_only ?? false,
    };
  },
});
