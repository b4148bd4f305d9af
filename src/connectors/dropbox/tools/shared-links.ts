import { defineTool, ToolError, z } from '../../../connector-kit/index.ts';
import { type Dropbox, openDropbox } from '../api.ts';
import { place, toPath } from '../entries.ts';
import { changes, scopesFor } from '../hints.ts';
import { DropboxRefusal } from '../refusals.ts';

const tag = z.object({ '.tag': z.string() });
const link = z.object({
  '.tag': z.string(),
  url: z.string(),
  name: z.string(),
  expires: z.string().nullish(),
  link_permissions: z.object({ resolved_visibility: tag.nullish(), effective_audience: tag.nullish() }),
});

/** A link that people open in a browser. */
export const createSharedLink = defineTool({
  name: 'create_shared_link',
  title: 'Create a shared link',
  description:
    'Makes a link by which others see a file or folder, or gives the one that exists, as it is. Use it when the person says with whom to share; without settings the link is what their Dropbox makes by default.',
  scopes: scopesFor('sharing.read', 'sharing.write'),
  ...changes,
  labels: { ...changes.labels, sends: 'external' },
  input: z.object({
    path: place,
    audience: z.enum(['public', 'team', 'no_one']).optional().describe('no_one: only those who may see it anyway'),
    expiresAt: z.iso.datetime().optional().describe('Not in every plan of Dropbox'),
  }),
  output: z.object({
    url: z.string(),
    name: z.string(),
    kind: z.string(),
    audience: z.string().nullable(),
    expiresAt: z.string().nullable(),
    existed: z.boolean().describe('true: it was there already, with settings that may be others'),
  }),
  examples: [{ title: 'For the team', input: { path: '/Offers/Offer 12.html', audience: 'team' } }],
  run: async ({ path: given, audience, expiresAt }, context) => {
    const dropbox = await openDropbox(context);
    const path = toPath(given);
    const settings = {
      ...(audience === undefined ? {} : { audience }),
      // Dropbox takes whole seconds.
      ...(expiresAt === undefined ? {} : { expires: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z') }),
    };
    try {
      const argument = { path, ...(Object.keys(settings).length === 0 ? {} : { settings }) };
      return toLink(await dropbox.call(link, 'sharing/create_shared_link_with_settings', argument), false);
    } catch (error) {
      if (!(error instanceof DropboxRefusal && error.summary.startsWith('shared_link_already_exists'))) throw error;
      return toLink(await findLink(dropbox, path), true);
    }
  },
});

async function findLink(dropbox: Dropbox, path: string) {
  const { links } = await dropbox.call(z.object({ links: z.array(link) }), 'sharing/list_shared_links', { path, direct_only: true });
  const [found] = links;
  if (found === undefined) throw new ToolError('There is a link to it already, but not one that this account may see.');
  return found;
}

function toLink({ '.tag': kind, url, name, expires, link_permissions: permissions }: z.output<typeof link>, existed: boolean) {
  const audience = permissions.effective_audience?.['.tag'] ?? permissions.resolved_visibility?.['.tag'] ?? null;
  return { url, name, kind, audience, expiresAt: expires ?? null, existed };
}
