import { defineTool, listInput, listNext, readGraphList, z } from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';

const graphCalendar = z.object({
  id: z.string(),
  name: z.string().nullish(),
  isDefaultCalendar: z.boolean().nullish(),
  canEdit: z.boolean().nullish(),
  owner: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish(),
});

/** The calendars of the person. */
export const listCalendars = defineTool({
  name: 'list_calendars',
  title: 'List calendars',
  description:
    'Lists the calendars of this person, those that others share with them among them. Use it to find the id of a calendar other than the main one.',
  scopes: ['Calendars.Read'],
  ...reads,
  input: z.object(listInput),
  output: z.object({
    calendars: z.array(z.object({ id: z.string(), name: z.string(), isDefault: z.boolean(), canEdit: z.boolean(), owner: z.string() })),
    next: listNext,
  }),
  examples: [{ title: 'Which calendars are there?', input: {} }],
  run: async ({ limit, cursor }, { http }) => {
    const query = { $select: Object.keys(graphCalendar.shape).join(',') };
    const { entries, next } = await readGraphList(http, '/me/calendars', { entry: graphCalendar, query, limit, cursor });
    return {
      calendars: entries.map(({ id, name, isDefaultCalendar, canEdit, owner }) => ({
        id,
        name: name ?? '',
        isDefault: isDefaultCalendar ?? false,
        canEdit: canEdit ?? false,
        owner: owner?.address ?? '',
      })),
      next,
    };
  },
});
