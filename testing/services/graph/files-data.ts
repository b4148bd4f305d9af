import { type Person, type PersonName, people } from './people.ts';

export type Item = {
  readonly id: string;
  readonly driveId: string;
  /** Null: the top of its drive. */
  readonly parentId: string | null;
  readonly name: string;
  readonly mimeType: string | null;
  readonly versions: readonly Version[];
  readonly links: readonly Link[];
};
export type Version = { readonly bytes: Uint8Array; readonly by: Person; readonly at: string };
export type Link = { readonly id: string; readonly type: string; readonly scope: string; readonly expirationDateTime: string | null };
export type Drive = { readonly id: string; readonly name: string; readonly siteId: string; readonly members: readonly PersonName[] };

export const site = {
  id: 'halden.sharepoint.example,site-optics,web-optics',
  name: 'optics',
  displayName: 'Halden Optics 日本',
  members: ['mira', 'jonas'] as readonly PersonName[],
};
export const shareHost = 'https://halden.sharepoint.example';

export const encode = (text: string) => new TextEncoder().encode(text);
export const contentOf = ({ versions }: Item): Uint8Array => versions[0]?.bytes ?? new Uint8Array();

export function newItem(given: Partial<Item> & Pick<Item, 'id' | 'driveId' | 'name'>): Item {
  return { parentId: `${given.driveId}-root`, mimeType: null, versions: [], links: [], ...given };
}

const version = (text: string | Uint8Array, at: string, by: Person = people.elif): Version => ({
  bytes: typeof text === 'string' ? encode(text) : text,
  by,
  at,
});

export function seedFiles(): { readonly drives: readonly Drive[]; readonly items: Item[] } {
  const drives: readonly Drive[] = [
    { id: 'b!optics', name: 'Documents', siteId: site.id, members: ['mira', 'jonas'] },
    { id: 'b!board', name: 'Vorstand 日本', siteId: site.id, members: ['mira'] },
  ];
  const on = 'b!optics';
  const page = '<h1>Plan 2027</h1><script>alert(1)</script><p>The <b>Größe</b> of the lens 日本 🎉</p>';
  const items = [
    ...drives.map(({ id }) => newItem({ id: `${id}-root`, driveId: id, name: 'root', parentId: null })),
    newItem({
      id: 'plan',
      driveId: on,
      name: 'Plan größe.html',
      mimeType: 'text/html',
      versions: [version(page, '2026-11-20T10:00:00Z', people.mira), version('<p>old plan</p>', '2026-11-01T10:00:00Z')],
      links: [{ id: 'link-1', type: 'view', scope: 'organization', expirationDateTime: null }],
    }),
    newItem({
      id: 'note',
      driveId: on,
      name: 'note.md',
      mimeType: 'text/markdown',
      versions: [version('lens: 11 mm\n', '2026-11-10T10:00:00Z')],
    }),
    newItem({
      id: 'binary',
      driveId: on,
      name: 'data.bin',
      mimeType: 'application/octet-stream',
      versions: [version(new Uint8Array([1, 0, 2]), '2026-11-09T10:00:00Z')],
    }),
    newItem({ id: 'offers', driveId: on, name: 'Angebote 🎉' }),
    newItem({ id: 'empty', driveId: on, name: 'Empty' }),
    ...Array.from({ length: 25 }, (_, index) =>
      newItem({
        id: `offer-${index + 1}`,
        driveId: on,
        parentId: 'offers',
        name: `Offer ${index + 1}.txt`,
        mimeType: 'text/plain',
        versions: [version(`offer ${index + 1}`, `2026-10-${String(index + 1).padStart(2, '0')}T10:00:00Z`)],
      }),
    ),
    newItem({
      id: 'minutes',
      driveId: 'b!board',
      name: 'Minutes.txt',
      mimeType: 'text/plain',
      versions: [version('the board plan', '2026-11-15T10:00:00Z')],
    }),
  ];
  return { drives, items };
}
