import { defineTool, path, z } from '../../../connector-kit/index.ts';
import { invites } from '../hints.ts';

const eventId = z.string().min(1);
const comment = z.string().max(10_000).default('').describe('For the others');
const labels = { ...invites.labels, reads: 'none', untrusted: false } as const;
const actions = { accept: 'accept', tentative: 'tentativelyAccept', decline: 'decline' } as const;

/** Yes, perhaps or no. */
export const respondToEvent = defineTool({
  name: 'respond_to_event',
  title: 'Answer an invitation',
  description:
    'Accepts, tentatively accepts or declines an invitation and tells the organizer. Use it when the person has said what to answer.',
  scopes: ['Calendars.ReadWrite'],
  ...invites,
  annotations: { ...invites.annotations, destructiveHint: true },
  labels,
  input: z.object({ eventId, response: z.enum(['accept', 'tentative', 'decline']), comment, sendResponse: z.boolean().default(true) }),
  output: z.object({ eventId: z.string(), response: z.string() }),
  examples: [
    { title: 'Accept', input: { eventId: 'AAMkAD-fair', response: 'accept', comment: 'See you there' } },
    { title: 'Perhaps', input: { eventId: 'AAMkAD-fair', response: 'tentative' } },
    { title: 'Decline', input: { eventId: 'AAMkAD-fair', response: 'decline', comment: 'Another time' } },
  ],
  run: async ({ eventId: id, response, comment: Comment, sendResponse: SendResponse }, { http }) => {
    await http.send(`${path`/me/events/${id}`}/${actions[response]}`, { json: { Comment, SendResponse } });
    return { eventId: id, response };
  },
});

/** It does not take place, or is out of the calendar. */
export const cancelOrDeleteEvent = defineTool({
  name: 'cancel_or_delete_event',
  title: 'Cancel or delete an event',
  description:
    'Cancels a meeting that this person organizes and tells its attendees, or deletes an event from their own calendar. Use it only when they asked for it.',
  scopes: ['Calendars.ReadWrite'],
  ...invites,
  annotations: { ...invites.annotations, destructiveHint: true },
  labels,
  input: z.object({ eventId, action: z.enum(['cancel', 'delete']), comment: comment.describe('For the attendees of a cancelled meeting') }),
  output: z.object({ eventId: z.string(), action: z.string() }),
  examples: [
    { title: 'Cancel a meeting', input: { eventId: 'AAMkAD-standup-1', action: 'cancel', comment: 'Next week again' } },
    { title: 'Delete an event', input: { eventId: 'AAMkAD-standup-2', action: 'delete' } },
  ],
  run: async ({ eventId: id, action, comment: Comment }, { http }) => {
    if (action === 'cancel') await http.send(path`/me/events/${id}/cancel`, { json: { Comment } });
    else await http.send(path`/me/events/${id}`, { method: 'DELETE' });
    return { eventId: id, action };
  },
});
