import { z } from '../../connector-kit/index.ts';

const person = z.object({ name: z.string().nullish(), login: z.string().nullish() });

/** A file, folder or bookmark (https://developer.box.com/reference/resources/file). Only what `fields` asks for comes. */
export const boxItem = z.object({
  id: z.string(),
  type: z.enum(['file', 'folder', 'web_link']),
  etag: z.string().nullish(),
  name: z.string().nullish(),
  size: z.number().nullish(),
  modified_at: z.string().nullish(),
  modified_by: person.nullish(),
  parent: z.object({ id: z.string() }).nullish(),
  url: z.string().nullish(),
});
export const itemFields = fieldsOf(boxItem);

/** Of one file. */
export const boxFile = boxItem.extend({
  description: z.string().nullish(),
  created_at: z.string().nullish(),
  created_by: person.nullish(),
  owned_by: person.nullish(),
  sha1: z.string().nullish(),
  version_number: z.string().nullish(),
  comment_count: z.number().nullish(),
  path_collection: z.object({ entries: z.array(z.object({ name: z.string().nullish() })) }).nullish(),
  shared_link: z.object({ url: z.string(), effective_access: z.string().nullish() }).nullish(),
  tags: z.array(z.string()).nullish(),
});
/** `url` is of bookmarks only, and unknown to files. */
export const fileFields = fieldsOf(boxFile.omit({ url: true }));

export const item = z.object({
  id: z.string(),
  kind: z.enum(['file', 'folder', 'bookmark']),
  name: z.string(),
  bytes: z.number().nullable(),
  modifiedAt: z.string().nullable(),
  modifiedBy: z.string().nullable(),
  parentId: z.string().nullable().describe('The folder; null: the top, or Box did not say'),
  etag: z.string().nullable().describe('Says which state this is; upload_file_version takes it'),
  url: z.string(),
});

const kinds = { file: 'file', folder: 'folder', web_link: 'bookmark' } as const;

export function toItem(found: z.output<typeof boxItem>): z.output<typeof item> {
  return {
    id: found.id,
    kind: kinds[found.type],
    name: found.name ?? '',
    bytes: found.type === 'web_link' ? null : (found.size ?? null),
    modifiedAt: found.modified_at ?? null,
    modifiedBy: nameOf(found.modified_by),
    parentId: found.parent?.id ?? null,
    etag: found.etag ?? null,
    url: urlOf(found),
  };
}

/** Where a person sees it; the address of a bookmark is what it leads to. */
export function urlOf({ type, id, url }: Pick<z.output<typeof boxItem>, 'type' | 'id' | 'url'>): string {
  return type === 'web_link' ? (url ?? '') : `https://app.box.com/${type}/${encodeURIComponent(id)}`;
}

export function nameOf(who: z.output<typeof person> | null | undefined): string | null {
  return who?.name || who?.login || null;
}

/** Names of fields, as Box takes them: with commas (https://developer.box.com/guides/api-calls/request-fields). */
function fieldsOf(schema: z.ZodObject): string {
  return Object.keys(schema.shape)
    .filter((name) => name !== 'id' && name !== 'type')
    .join(',');
}

export const fileId = z.string().min(1).describe('Of search or list_folder_items');
export const folderId = z.string().min(1).default('0').describe('A folder id; 0: the top of the account');
export const itemName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\\]*[^/\\\s]$/, 'a name has none of / and \\ and no space at its end');

export const paging = {
  limit: z.int().min(1).max(100).default(25),
  cursor: z.string().max(4000).optional().describe('`nextCursor` of the page before, with the other arguments as they were'),
};
export const nextCursor = z.string().nullable().describe('Where the list goes on; null: this is all');
