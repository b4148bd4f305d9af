import { defineTool, listInput, listNext, path, readGraphList, z } from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { folderId, graphItem, item, itemFields, place, toItem } from '../item.ts';

/** What is in a folder. */
export const listFolderItems = defineTool({
  name: 'list_folder_items',
  title: 'List a folder',
  description: 'Lists files and folders in a folder of a library. Use it to look around; fetch with DRIVE/ITEM reads a file.',
  scopes: ['Files.Read.All'],
  ...reads,
  input: z.object({ driveId: place.driveId, folderId, ...listInput }),
  output: z.object({ items: z.array(item), next: listNext }),
  examples: [{ title: 'What is at the top?', input: { driveId: 'b!optics' } }],
  run: async ({ driveId, folderId: folder, limit, cursor }, { http }) => {
    const options = { entry: graphItem, query: { $select: itemFields }, limit, cursor };
    const { entries, next } = await readGraphList(http, path`/drives/${driveId}/items/${folder}/children`, options);
    return { items: entries.map((found) => toItem(found, driveId)), next };
  },
});

const graphPerson = z.object({ displayName: z.string().nullish(), email: z.string().nullish() });
const graphVersion = z.object({
  id: z.string(),
  lastModifiedDateTime: z.string().nullish(),
  lastModifiedBy: z.object({ user: graphPerson.nullish() }).nullish(),
  size: z.number().nullish(),
});

/** The states that a file had. */
export const listItemVersions = defineTool({
  name: 'list_item_versions',
  title: 'List versions of a file',
  description: 'Lists the versions of a file, newest first. Use it to see who changed it and when.',
  scopes: ['Files.Read.All'],
  ...reads,
  input: z.object({ ...place, ...listInput }),
  output: z.object({
    versions: z.array(z.object({ id: z.string(), changedAt: z.string(), changedBy: z.string(), bytes: z.number() })),
    next: listNext,
  }),
  examples: [{ title: 'Who changed it?', input: { driveId: 'b!optics', itemId: 'plan' } }],
  run: async ({ driveId, itemId, limit, cursor }, { http }) => {
    const options = { entry: graphVersion, query: { $select: Object.keys(graphVersion.shape).join(',') }, limit, cursor };
    const { entries, next } = await readGraphList(http, path`/drives/${driveId}/items/${itemId}/versions`, options);
    const versions = entries.map(({ id, lastModifiedDateTime, lastModifiedBy, size }) => ({
      id,
      changedAt: lastModifiedDateTime ?? '',
      changedBy: lastModifiedBy?.user?.displayName ?? '',
      bytes: size ?? 0,
    }));
    return { versions, next };
  },
});

const graphGrantee = z.object({
  user: graphPerson.nullish(),
  group: graphPerson.nullish(),
  siteUser: graphPerson.nullish(),
  siteGroup: graphPerson.nullish(),
});
/** A permission; what is granted to a link names its scope. */
export const graphPermission = z.object({
  id: z.string(),
  roles: z.array(z.string()).nullish(),
  expirationDateTime: z.string().nullish(),
  link: z.object({ type: z.string().nullish(), scope: z.string().nullish(), webUrl: z.string().nullish() }).nullish(),
  grantedToV2: graphGrantee.nullish(),
  grantedToIdentitiesV2: z.array(graphGrantee).nullish(),
});

/** Who may see an item. */
export const listItemPermissions = defineTool({
  name: 'list_item_permissions',
  title: 'Who may see an item',
  description:
    'Lists who may read or change a file or folder, by name and by link. Use it before sharing, or to find what is shared too widely.',
  scopes: ['Files.Read.All'],
  ...reads,
  input: z.object({ ...place, ...listInput }),
  output: z.object({
    permissions: z.array(
      z.object({
        id: z.string(),
        roles: z.array(z.string()),
        people: z.array(z.string()),
        link: z.object({ type: z.string(), scope: z.string(), url: z.string() }).nullable(),
        expiresAt: z.string().nullable(),
      }),
    ),
    next: listNext,
  }),
  examples: [{ title: 'Who may see it?', input: { driveId: 'b!optics', itemId: 'plan' } }],
  run: async ({ driveId, itemId, limit, cursor }, { http }) => {
    const options = { entry: graphPermission, query: { $select: Object.keys(graphPermission.shape).join(',') }, limit, cursor };
    const { entries, next } = await readGraphList(http, path`/drives/${driveId}/items/${itemId}/permissions`, options);
    return { permissions: entries.map(toPermission), next };
  },
});

function toPermission({ id, roles, link, expirationDateTime, grantedToV2, grantedToIdentitiesV2 }: z.output<typeof graphPermission>) {
  const grantees = [...(grantedToV2 ? [grantedToV2] : []), ...(grantedToIdentitiesV2 ?? [])];
  return {
    id,
    roles: roles ?? [],
    people: grantees.flatMap(({ user, group, siteUser, siteGroup }) => {
      const who = user ?? group ?? siteUser ?? siteGroup;
      return who ? [who.displayName ?? who.email ?? ''] : [];
    }),
    link: link ? { type: link.type ?? '', scope: link.scope ?? '', url: link.webUrl ?? '' } : null,
    expiresAt: expirationDateTime ?? null,
  };
}
