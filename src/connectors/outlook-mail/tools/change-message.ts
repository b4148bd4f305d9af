import { defineTool, type Http, path, z } from '../../../connector-kit/index.ts';
import { marks } from '../hints.ts';
import { stableIds } from '../message.ts';

const messageId = z.string().min(1);

/** Into another folder. */
export const moveEmail = defineTool({
  name: 'move_email',
  title: 'Move a message',
  description: 'Moves a message into another folder. Use it to file, archive or delete (deleteditems); list_mail_folders gives the ids.',
  scopes: ['Mail.ReadWrite'],
  ...marks,
  annotations: { ...marks.annotations, idempotentHint: false },
  input: z.object({ messageId, folder: z.string().min(1).describe('A folder id, or inbox, archive, deleteditems, junkemail') }),
  output: z.object({ id: z.string().describe('The id that it has there'), folderId: z.string() }),
  examples: [{ title: 'Archive a message', input: { messageId: 'AAMkAD-lens', folder: 'archive' } }],
  run: async ({ messageId: id, folder }, { http }) => {
    const json = { DestinationId: folder };
    const moved = await http.read(movedMessage, path`/me/messages/${id}/move`, { json, headers: stableIds });
    return { id: moved.id, folderId: moved.parentFolderId ?? '' };
  },
});
const movedMessage = z.object({ id: z.string(), parentFolderId: z.string().nullish() });

/** Read, or unread. */
export const markEmailReadState = defineTool({
  name: 'mark_email_read_state',
  title: 'Mark a message read or unread',
  description: 'Marks a message as read or as unread. Use it after a message was dealt with, or to bring it up again.',
  scopes: ['Mail.ReadWrite'],
  ...marks,
  annotations: { ...marks.annotations, destructiveHint: false },
  input: z.object({ messageId, isRead: z.boolean() }),
  output: z.object({ id: z.string(), isRead: z.boolean() }),
  examples: [{ title: 'Mark as read', input: { messageId: 'AAMkAD-lens', isRead: true } }],
  run: async ({ messageId: id, isRead }, { http }) => {
    await patchMessage(http, id, { isRead });
    return { id, isRead };
  },
});

/** Categories, all of them anew. */
export const setMessageCategories = defineTool({
  name: 'set_message_categories',
  title: 'Set the categories of a message',
  description: 'Replaces the categories of a message; an empty list takes them all away. Use it to sort mail without moving it.',
  scopes: ['Mail.ReadWrite'],
  ...marks,
  input: z.object({ messageId, categories: z.array(z.string().min(1).max(255)).max(25) }),
  output: z.object({ id: z.string(), categories: z.array(z.string()) }),
  examples: [{ title: 'Set two', input: { messageId: 'AAMkAD-lens', categories: ['Orders', 'Größe 日本'] } }],
  run: async ({ messageId: id, categories }, { http }) => {
    await patchMessage(http, id, { categories });
    return { id, categories };
  },
});

async function patchMessage(http: Http, id: string, json: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await http.send(path`/me/messages/${id}`, { method: 'PATCH', json, headers: stableIds });
  await response.body?.cancel();
}
