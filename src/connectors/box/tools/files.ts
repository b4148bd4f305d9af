import { answer, defineTool, path, z } from '../../../connector-kit/index.ts';
import { boxHttp } from '../box-http.ts';
import { readContent } from '../content.ts';
import { downloads, reads } from '../hints.ts';
import { boxFile, boxItem, fileFields, fileId, item, itemFields, nameOf, toItem } from '../item.ts';

/** What Box knows of a file (https://developer.box.com/reference/get-files-id). */
export const getFileDetails = defineTool({
  name: 'get_file_details',
  title: 'Get details of a file',
  description: 'Says where a file lies, who made and changed it, and how it is shared. Use it before changing, moving or sharing a file.',
  ...reads,
  input: z.object({ fileId }),
  output: item.extend({
    description: z.string(),
    path: z.string().describe('The folders above it, from the top'),
    createdAt: z.string().nullable(),
    createdBy: z.string().nullable(),
    owner: z.string().nullable(),
    sha1: z.string().nullable(),
    version: z.string().nullable(),
    comments: z.number().nullable(),
    tags: z.array(z.string()),
    sharedLink: z.object({ url: z.string(), access: z.string() }).nullable(),
  }),
  examples: [{ title: 'Where does it lie?', input: { fileId: '2001' } }],
  run: async ({ fileId: id }, { http }) => {
    const found = await boxHttp(http).read(boxFile, path`/files/${id}`, { query: { fields: fileFields } });
    return {
      ...toItem(found),
      description: found.description ?? '',
      path: (found.path_collection?.entries ?? []).map(({ name }) => name ?? '').join('/'),
      createdAt: found.created_at ?? null,
      createdBy: nameOf(found.created_by),
      owner: nameOf(found.owned_by),
      sha1: found.sha1 ?? null,
      version: found.version_number ?? null,
      comments: found.comment_count ?? null,
      tags: found.tags ?? [],
      sharedLink: found.shared_link ? { url: found.shared_link.url, access: found.shared_link.effective_access ?? '' } : null,
    };
  },
});

/**
 * What is in a file. Box does not say types, so the name's ending decides; what cannot be shown, or is larger than can be read,
 * is a link, and its content is never sent for.
 */
export const getFileContent = defineTool({
  name: 'get_file_content',
  title: 'Get the content of a file',
  description:
    'Gives what is in a file: documents as Markdown, text as it is, pictures as pictures; of a long text the beginning, of everything else a link that the person opens. Use it for any file; fetch gives the text of those that search found.',
  ...downloads,
  input: z.object({ fileId }),
  output: z.object({
    id: z.string(),
    name: z.string(),
    bytes: z.number(),
    contentKind: z.enum(['text', 'document', 'picture', 'link']),
    text: z.string(),
    truncated: z.boolean(),
    url: z.string(),
  }),
  examples: [
    { title: 'A document', input: { fileId: '2001' } },
    { title: 'A picture', input: { fileId: '2003' } },
    { title: 'Something to open', input: { fileId: '2004' } },
  ],
  run: async ({ fileId: id }, { http, signal }) => {
    const found = await boxHttp(http).read(boxItem, path`/files/${id}`, { query: { fields: itemFields } });
    const { name, bytes, url } = toItem(found);
    const about = { id, name, bytes: bytes ?? 0, url };
    const read = await readContent(http, { id, name, bytes: about.bytes, signal });
    if (read === null) {
      const link = { type: 'resource_link', uri: url, name, size: about.bytes } as const;
      return answer({ ...about, contentKind: 'link' as const, text: '', truncated: false }, [link]);
    }
    const { kind: contentKind, text, truncated } = read.content;
    return answer({ ...about, contentKind, text, truncated }, read.blocks);
  },
});
