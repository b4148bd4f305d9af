import { path, ToolError, z } from '../../connector-kit/index.ts';

const graphIdentities = z.object({ user: z.object({ displayName: z.string().nullish(), email: z.string().nullish() }).nullish() });

/** A file or folder (https://learn.microsoft.com/graph/api/resources/driveitem). */
export const graphItem = z.object({
  id: z.string(),
  name: z.string().nullish(),
  webUrl: z.string().nullish(),
  size: z.number().nullish(),
  eTag: z.string().nullish(),
  lastModifiedDateTime: z.string().nullish(),
  lastModifiedBy: graphIdentities.nullish(),
  file: z.object({ mimeType: z.string().nullish() }).nullish(),
  folder: z.object({ childCount: z.number().nullish() }).nullish(),
  parentReference: z.object({ driveId: z.string().nullish(), id: z.string().nullish() }).nullish(),
});
export const itemFields = Object.keys(graphItem.shape).join(',');

export const item = z.object({
  id: z.string(),
  driveId: z.string().describe('Empty: the service did not say; fetch takes the url'),
  name: z.string(),
  kind: z.enum(['file', 'folder', 'other']),
  bytes: z.number(),
  changedAt: z.string(),
  changedBy: z.string(),
  eTag: z.string().describe('Says which state this is; update_file takes it'),
  url: z.string(),
});

export function toItem(found: z.output<typeof graphItem>, driveId: string): z.output<typeof item> {
  return {
    id: found.id,
    driveId: found.parentReference?.driveId ?? driveId,
    name: found.name ?? '',
    kind: found.folder ? 'folder' : found.file ? 'file' : 'other',
    bytes: found.size ?? 0,
    changedAt: found.lastModifiedDateTime ?? '',
    changedBy: found.lastModifiedBy?.user?.displayName ?? '',
    eTag: found.eTag ?? '',
    url: found.webUrl ?? '',
  };
}

/** Where an item lies, as tools take it. */
export const place = { driveId: z.string().min(1).describe('Of list_site_drives or search'), itemId: z.string().min(1) };
export const folderId = z.string().min(1).default('root').describe('A folder id; root: the top of the drive');

/** The id of `search` and `fetch`: the drive, then the item. */
export const showId = (driveId: string, itemId: string): string => path`${driveId}/${itemId}`;

export function readId(id: string): { readonly driveId: string; readonly itemId: string } {
  const [driveId = '', itemId = '', ...more] = id.split('/');
  if (driveId === '' || itemId === '' || more.length > 0)
    throw new ToolError('This is no id that search gave. It looks like DRIVE/ITEM, or is an https address.');
  return { driveId: decodePart(driveId), itemId: decodePart(itemId) };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
