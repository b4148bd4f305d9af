import { defineTool, path, ToolError, z } from '../../../connector-kit/index.ts';
import { boxHttp } from '../box-http.ts';
import { adds, reads } from '../hints.ts';
import { fileId, nameOf, nextCursor, paging } from '../item.ts';

const boxComment = z.object({
  id: z.string(),
  message: z.string().nullish(),
  tagged_message: z.string().nullish(),
  is_reply_comment: z.boolean().nullish(),
  created_at: z.string().nullish(),
  created_by: z.object({ name: z.string().nullish(), login: z.string().nullish() }).nullish(),
});
const commentFields = 'message,tagged_message,is_reply_comment,created_at,created_by';

const comment = z.object({
  id: z.string(),
  text: z.string(),
  author: z.string().nullable(),
  createdAt: z.string().nullable(),
  isReply: z.boolean(),
});

function toComment(found: z.output<typeof boxComment>): z.output<typeof comment> {
  return {
    id: found.id,
    // A mention is @[1234:Name], and then the plain message is empty.
    text: (found.message || found.tagged_message || '').replaceAll(/@\[\d+:([^\]]*)\]/g, '@$1'),
    author: nameOf(found.created_by),
    createdAt: found.created_at ?? null,
    isReply: found.is_reply_comment ?? false,
  };
}

/** What people say about a file (https://developer.box.com/reference/get-files-id-comments). */
export const listFileComments = defineTool({
  name: 'list_file_comments',
  title: 'List comments on a file',
  description: 'Lists what people wrote about a file, oldest first. Use it to see what was discussed.',
  ...reads,
  input: z.object({ fileId, ...paging }),
  output: z.object({ comments: z.array(comment), nextCursor }),
  examples: [{ title: 'What was said?', input: { fileId: '2001' } }],
  run: async ({ fileId: id, limit, cursor = '0' }, { http }) => {
    if (!/^\d{1,9}$/.test(cursor)) throw new ToolError('This is no cursor. Give `nextCursor` of the answer before, or leave it out.');
    const offset = Number(cursor);
    const page = z.object({ entries: z.array(boxComment), total_count: z.number() });
    const query = { offset, limit, fields: commentFields };
    const { entries, total_count: total } = await boxHttp(http).read(page, path`/files/${id}/comments`, { query });
    const end = offset + entries.length;
    return { comments: entries.map(toComment), nextCursor: entries.length > 0 && end < total ? String(end) : null };
  },
});

/** A comment (https://developer.box.com/reference/post-comments). */
export const createFileComment = defineTool({
  name: 'create_file_comment',
  title: 'Comment on a file',
  description: 'Writes a comment on a file, which all see who may see the file. Use it when the person wants something said there.',
  ...adds,
  input: z.object({ fileId, text: z.string().min(1).max(10_000) }),
  output: z.object({ comment }),
  examples: [{ title: 'Say something', input: { fileId: '2001', text: 'Größe stimmt 日本 🎉' } }],
  run: async ({ fileId: id, text }, { http }) => {
    const json = { message: text, item: { type: 'file', id } };
    return { comment: toComment(await boxHttp(http).read(boxComment, '/comments', { json, query: { fields: commentFields } })) };
  },
});
