import { z } from '../../connector-kit/index.ts';

/** A file or folder as Dropbox describes it (`Metadata` of its interface description). */
export const metadata = z.object({
  '.tag': z.enum(['file', 'folder', 'deleted']).optional().describe('Left out where the route leaves no doubt'),
  id: z.string().optional(),
  name: z.string(),
  path_display: z.string().nullish(),
  preview_url: z.string().nullish(),
  size: z.int().optional(),
  rev: z.string().optional(),
  server_modified: z.string().optional(),
  client_modified: z.string().optional(),
  content_hash: z.string().nullish(),
  is_downloadable: z.boolean().default(true),
  sharing_info: z.object({ read_only: z.boolean() }).nullish(),
});

export const entry = z.object({
  id: z.string().describe('Stays the same when it is moved or renamed'),
  name: z.string(),
  path: z.string().nullable().describe('null: it is in no folder of this account'),
  kind: z.enum(['file', 'folder', 'deleted']),
  bytes: z.int().nullable().describe('null: a folder'),
  modifiedAt: z.string().nullable(),
  rev: z.string().nullable().describe('The state of a file, which upload_file and delete can ask for'),
  url: z.string(),
});

export function toEntry(found: z.output<typeof metadata>): z.output<typeof entry> {
  const { id, name, path_display: path, size, server_modified: modifiedAt, rev } = found;
  const kind = found['.tag'] ?? (size === undefined ? 'folder' : 'file');
  return {
    id: id ?? '',
    name,
    path: path ?? null,
    kind,
    bytes: size ?? null,
    modifiedAt: modifiedAt ?? null,
    rev: rev ?? null,
    url: found.preview_url ?? webAddress(kind, path ?? ''),
  };
}

/** Where Dropbox shows it: a folder, or a file as a preview in its folder. */
function webAddress(kind: string, path: string): string {
  const parts = path.split('/').map(encodeURIComponent);
  if (kind === 'folder') return `https://www.dropbox.com/home${parts.join('/')}`;
  return `https://www.dropbox.com/home${parts.slice(0, -1).join('/')}?preview=${parts.at(-1)}`;
}

/** What a person or model may name: a path, or an id that Dropbox gave. */
export const place = z
  .string()
  .min(1)
  .regex(/^(\/+[^/][^]*|id:.+|ns:\d+(\/[^]*)?)$/, 'a path begins with a slash, an id with id:')
  .describe('A path such as /Offers/Plan.docx, or an id');

/** The same, or the top. */
export const folder = z
  .union([z.enum(['', '/']), place])
  .default('')
  .describe('A path such as /Offers, or an id; empty: the top');

/** The top has no slash there, and no path ends in one. */
export function toPath(given: string): string {
  return given.replace(/\/+$/, '');
}
