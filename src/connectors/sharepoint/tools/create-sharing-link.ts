import { defineTool, path, z } from '../../../connector-kit/index.ts';
import { adds } from '../hints.ts';
import { place } from '../item.ts';
import { graphPermission } from './items.ts';

/** A link for others. */
export const createSharingLink = defineTool({
  name: 'create_sharing_link',
  title: 'Create a link to share',
  description:
    'Creates a link by which others may read or change an item, or gives the one that exists. Use it only when the person asked to share; anonymous lets in everybody who has the link.',
  scopes: ['Files.ReadWrite.All'],
  annotations: { ...adds.annotations, openWorldHint: true },
  labels: { ...adds.labels, sends: 'external' },
  input: z.object({
    ...place,
    type: z.enum(['view', 'edit']).default('view'),
    scope: z.enum(['organization', 'users', 'anonymous']).default('organization'),
    expiresAt: z.union([z.iso.datetime({ offset: true }), z.literal('')]).default(''),
  }),
  output: z.object({ id: z.string(), url: z.string(), type: z.string(), scope: z.string(), expiresAt: z.string().nullable() }),
  examples: [{ title: 'For all of us, to read', input: { driveId: 'b!optics', itemId: 'plan', expiresAt: '2027-01-01T00:00:00Z' } }],
  run: async ({ driveId, itemId, type, scope, expiresAt }, { http }) => {
    const json = { type, scope, ...(expiresAt === '' ? {} : { expirationDateTime: expiresAt }) };
    const made = await http.read(graphPermission, path`/drives/${driveId}/items/${itemId}/createLink`, { json });
    const { link } = made;
    return {
      id: made.id,
      url: link?.webUrl ?? '',
      type: link?.type ?? type,
      scope: link?.scope ?? scope,
      expiresAt: made.expirationDateTime ?? null,
    };
  },
});
