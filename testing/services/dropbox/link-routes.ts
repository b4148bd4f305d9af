import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Refused, tagged } from './refused.ts';
import { defineRoute, type Routes } from './route.ts';
import type { Item } from './tree.ts';
import { describe, itemAt, type Metadata, type View } from './view.ts';

const settings = z.object({
  audience: z.union([z.string(), z.object({ '.tag': z.string() })]).optional(),
  expires: z.string().optional(),
});

/** Links to files and folders, one of each person to each. */
export function linkRoutes(): Routes {
  const links = new Map<string, { readonly url: string; readonly audience: string; readonly expires: string | undefined }>();
  const keyOf = ({ person }: View, { id }: Item) => `${person.email} ${id}`;

  function linkOf(view: View, item: Item): Metadata | null {
    const link = links.get(keyOf(view, item));
    if (link === undefined) return null;
    const { name, id, path_lower: path, client_modified, server_modified, rev, size } = describe(view, item);
    const file = item.content === null ? {} : { client_modified, server_modified, rev, size };
    return {
      '.tag': item.content === null ? 'folder' : 'file',
      url: link.url,
      id,
      name,
      ...(path === undefined ? {} : { path_lower: path }),
      ...(link.expires === undefined ? {} : { expires: link.expires }),
      link_permissions: permissionsOf(link.audience),
      ...file,
    };
  }

  return {
    'sharing/create_shared_link_with_settings': defineRoute({
      scope: 'sharing.write',
      argument: z.object({ path: z.string(), settings: settings.prefault({}) }),
      run: ({ path, settings: { audience, expires } }, view) => {
        const item = itemAt(view, path, ['path']);
        const known = linkOf(view, item);
        if (known !== null)
          throw new Refused({
            '.tag': 'shared_link_already_exists',
            shared_link_already_exists: { '.tag': 'metadata', metadata: known },
          });
        // Links that end are not for the free plan.
        if (expires !== undefined && !view.person.isOfTeam) throw new Refused(tagged('settings_error', 'not_authorized'));
        const url = `https://www.dropbox.com/scl/fi/${randomBytes(10).toString('hex')}?rlkey=${randomBytes(8).toString('hex')}&dl=0`;
        const wanted = typeof audience === 'string' ? audience : audience?.['.tag'];
        links.set(keyOf(view, item), { url, audience: wanted ?? (view.person.isOfTeam ? 'team' : 'public'), expires });
        return linkOf(view, item) ?? {};
      },
    }),
    'sharing/list_shared_links': defineRoute({
      scope: 'sharing.read',
      argument: z.object({ path: z.string().optional(), direct_only: z.boolean().optional() }),
      run: ({ path }, view) => {
        const items = path === undefined ? view.tree.below(view.base, true) : [itemAt(view, path, ['path'])];
        return { links: items.map((item) => linkOf(view, item)).filter((link) => link !== null), has_more: false };
      },
    }),
  };
}

/** `LinkPermissions`. */
function permissionsOf(audience: string): Metadata {
  return {
    can_revoke: true,
    resolved_visibility: { '.tag': audience === 'team' ? 'team_only' : audience },
    effective_audience: { '.tag': audience },
    visibility_policies: [],
    can_set_expiry: true,
    can_remove_expiry: true,
    allow_download: true,
    can_allow_download: true,
    can_disallow_download: false,
    allow_comments: true,
    team_restricts_comments: false,
  };
}
