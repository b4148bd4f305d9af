import { createHash } from 'node:crypto';

export type Person = { readonly id: string; readonly name: string; readonly login: string };
export type Role = 'owner' | 'editor' | 'viewer' | 'previewer';

/** What a file holds: bytes, or parts that are made while they are sent, so that it can be of any size. */
export type Content = { readonly bytes: number; readonly sha1: string; open(): Iterable<Uint8Array> };
export type SharedLink = { readonly access: 'open' | 'company' | 'collaborators'; readonly unsharedAt: string | null };
export type Item = {
  readonly type: 'file' | 'folder' | 'web_link';
  readonly id: string;
  name: string;
  /** `0`: the top of the owner's account. */
  parentId: string;
  readonly owner: string;
  modifiedBy: string;
  modifiedAt: string;
  /** Of a file, the newest last. */
  readonly versions: Content[];
  /** Grows with every change. */
  state: number;
  readonly description: string;
  readonly tags: readonly string[];
  sharedLink: SharedLink | null;
  /** Seconds until it can be downloaded, one an answer. */
  readonly notReady: string[];
};
export type Comment = {
  readonly id: string;
  readonly fileId: string;
  readonly author: string;
  readonly message: string;
  readonly createdAt: string;
};
export type Company = {
  readonly items: Item[];
  readonly comments: Comment[];
  readonly collaborations: { readonly folderId: string; readonly login: string; readonly role: Role }[];
  /** The next id and the next minute: nothing happens at the same time twice. */
  next(): { readonly id: string; readonly at: string };
};

const ada = 'ada@halden.example';
const ben = 'ben@halden.example';
export const people: readonly Person[] = [
  { id: '101', name: 'Ada Halden', login: ada },
  { id: '102', name: 'Ben 田中', login: ben },
];
export const longFileBytes = 200_000_000;

/** Halden Optics' Box: most is Ada's, of which Ben sees two folders; one folder is hers alone, one file his. */
export function createCompany(): Company {
  let count = 0;
  const next = () => {
    count += 1;
    return { id: String(900_000 + count), at: toTime(Date.UTC(2026, 0, 5, 10, count)) };
  };
  const item = (type: Item['type'], id: string, name: string, rest: Partial<Item> = {}): Item => ({
    type,
    id,
    name,
    parentId: '0',
    owner: ada,
    modifiedBy: rest.owner ?? ada,
    modifiedAt: next().at,
    versions: [],
    state: 0,
    description: '',
    tags: [],
    sharedLink: null,
    notReady: [],
    ...rest,
  });
  const file = (id: string, name: string, { text = '', ...rest }: Partial<Item> & { readonly text?: string | Buffer }) =>
    item('file', id, name, { versions: [contentOf(Buffer.from(text))], ...rest });
  const gif = Buffer.from('R0lGODlhAQABAAAAAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');
  return {
    next,
    collaborations: [
      { folderId: '1001', login: ben, role: 'viewer' },
      { folderId: '1002', login: ben, role: 'editor' },
      { folderId: '1004', login: ben, role: 'previewer' },
    ],
    comments: [
      { id: '5001', fileId: '2001', author: ben, message: 'Seen — größer 🎉', createdAt: next().at },
      { id: '5002', fileId: '2001', author: ada, message: '@[102:Ben 田中] thank you', createdAt: next().at },
    ],
    items: [
      item('folder', '1001', 'Offers — Angebote 2026'),
      item('folder', '1002', 'Empty'),
      item('folder', '1003', 'Vorstand 日本 🎉'),
      item('folder', '1004', 'Measurements'),
      item('web_link', '3001', 'The exchange', { description: 'https://exchange.example/lenses' }),
      file('2001', 'Handbook — Größe 日本 🎉.html', {
        parentId: '1001',
        text: '<h1>Calibration</h1><p>Warm up <b>first</b>. Größe 日本 🎉</p>',
        description: 'How lenses are calibrated',
        tags: ['lens', 'größe'],
      }),
      file('2002', 'drift.csv', { parentId: '1001', text: 'lens,drift\nA,2\n' }),
      file('2003', 'dot.gif', { text: gif }),
      file('2004', 'all.zip', { parentId: '1001', text: Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64') }),
      file('2005', 'Minutes.txt', { parentId: '1003', text: 'The board on calibration' }),
      item('file', '2006', 'lens.log', { parentId: '1001', versions: [longContent()] }),
      item('file', '2007', 'film.pdf', { parentId: '1001', versions: [longContent()] }),
      file('2101', "Ben's offer.txt", { owner: ben, text: 'calibration, twelve lenses' }),
      ...Array.from({ length: 45 }, (_, index) =>
        file(String(4001 + index), `drift-${String(index + 1).padStart(2, '0')}.txt`, { parentId: '1004', text: `drift ${index + 1}` }),
      ),
    ],
  };
}

export function contentOf(bytes: Buffer): Content {
  return { bytes: bytes.length, sha1: createHash('sha1').update(bytes).digest('hex'), open: () => [new Uint8Array(bytes)] };
}

/** 200 MB that are never there at once. */
function longContent(): Content {
  const part = Buffer.from('2026-01-05T10:00:00Z the lens drifts by 2 µm.\n'.repeat(1000));
  return {
    bytes: longFileBytes,
    sha1: createHash('sha1').update('long').digest('hex'),
    *open() {
      for (let sent = 0; sent < longFileBytes; sent += part.length) yield new Uint8Array(part.subarray(0, longFileBytes - sent));
    },
  };
}

/** As Box writes times: without fractions. */
const toTime = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('.000Z', '+00:00');

const order: readonly Role[] = ['previewer', 'viewer', 'editor', 'owner'];

/** What somebody may do with an item, by its owner and by the folders above it; null: nothing, it is not there for them. */
export function roleOf({ items, collaborations }: Pick<Company, 'items' | 'collaborations'>, item: Item, login: string): Role | null {
  if (item.owner === login) return 'owner';
  const here = collaborations.find((one) => one.folderId === item.id && one.login === login)?.role ?? null;
  const parent = items.find(({ id }) => id === item.parentId);
  const above = parent === undefined ? null : roleOf({ items, collaborations }, parent, login);
  return order.findLast((role) => role === here || role === above) ?? null;
}

/** Where somebody sees an item: what is shared with them by itself lies at the top of their account. */
export function parentFor(company: Company, item: Item, login: string): string {
  const parent = company.items.find(({ id }) => id === item.parentId);
  return parent !== undefined && roleOf(company, parent, login) !== null ? parent.id : '0';
}
