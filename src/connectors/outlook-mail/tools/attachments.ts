import {
  answer,
  defineTool,
  listInput,
  listNext,
  path,
  readFileContent,
  readGraphList,
  ToolError,
  z,
} from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { stableIds } from '../message.ts';

const graphAttachment = z.object({
  '@odata.type': z.string().optional(),
  id: z.string(),
  name: z.string().nullish(),
  contentType: z.string().nullish(),
  size: z.number().nullish(),
  isInline: z.boolean().nullish(),
});
const fields = 'id,name,contentType,size,isInline';
const kinds: ReadonlyMap<string, 'file' | 'item' | 'link'> = new Map([
  ['#microsoft.graph.fileAttachment', 'file'],
  ['#microsoft.graph.itemAttachment', 'item'],
  ['#microsoft.graph.referenceAttachment', 'link'],
]);
const attachment = z.object({
  id: z.string(),
  name: z.string(),
  mimeType: z.string(),
  bytes: z.int(),
  isInline: z.boolean(),
  kind: z.enum(['file', 'item', 'link']).describe('item: a message or event that was attached; link: a file that lies elsewhere'),
});

/** What is attached to a message. */
export const listAttachments = defineTool({
  name: 'list_attachments',
  title: 'List attachments',
  description: 'Lists what is attached to a message. Use it when hasAttachments is true; fetch_attachment reads one of them.',
  scopes: ['Mail.Read'],
  ...reads,
  input: z.object({ messageId: z.string().min(1), ...listInput }),
  output: z.object({ attachments: z.array(attachment), next: listNext }),
  examples: [{ title: 'What is attached?', input: { messageId: 'AAMkAD-budget' } }],
  run: async ({ messageId, limit, cursor }, { http }) => {
    const options = { entry: graphAttachment, query: { $select: fields }, headers: stableIds, limit, cursor };
    const { entries, next } = await readGraphList(http, path`/me/messages/${messageId}/attachments`, options);
    return { attachments: entries.map(toAttachment), next };
  },
});

/** What an attachment says. */
export const fetchAttachment = defineTool({
  name: 'fetch_attachment',
  title: 'Read an attachment',
  description:
    'Reads an attached file: PDF, Word, Excel, PowerPoint and HTML as Markdown, text as it is, pictures as pictures. Use it after list_attachments.',
  scopes: ['Mail.Read'],
  ...reads,
  input: z.object({ messageId: z.string().min(1), attachmentId: z.string().min(1) }),
  output: attachment.extend({ contentKind: z.enum(['text', 'document', 'picture']), text: z.string(), truncated: z.boolean() }),
  examples: [{ title: 'Read an attachment', input: { messageId: 'AAMkAD-budget', attachmentId: 'AAMkAD-budget-sheet' } }],
  run: async ({ messageId, attachmentId }, { http, signal }) => {
    const to = path`/me/messages/${messageId}/attachments/${attachmentId}`;
    const found = toAttachment(await http.read(graphAttachment, to, { query: { $select: fields }, headers: stableIds }));
    if (found.kind === 'link')
      throw new ToolError(`"${found.name}" is a link to a file that lies elsewhere, so there is nothing to read here.`);
    const file = found.kind === 'item' ? { name: `${found.name}.eml`, mimeType: 'message/rfc822' } : found;
    const { content, blocks } = await readFileContent(http, `${to}/$value`, { ...file, signal });
    const { kind: contentKind, text, truncated } = content;
    return answer({ ...found, contentKind, text, truncated }, blocks);
  },
});

function toAttachment(found: z.output<typeof graphAttachment>): z.output<typeof attachment> {
  const kind = kinds.get(found['@odata.type'] ?? '') ?? 'file';
  return {
    id: found.id,
    name: found.name ?? '',
    mimeType: found.contentType ?? 'application/octet-stream',
    bytes: found.size ?? 0,
    isInline: found.isInline ?? false,
    kind,
  };
}
