import { contentOf, type Content, createTree, type Tree } from './tree.ts';

export type Person = {
  readonly email: string;
  readonly accountId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly isOfTeam: boolean;
  readonly rootNamespace: string;
  readonly homeNamespace: string;
  /** Where the root and the home lie in the tree. */
  readonly root: string;
  readonly home: string;
};

const team = 'team:';

/** Two of Halden Optics, whose team has a root of its own, and a supplier with an account of her own. */
export const people: readonly Person[] = [
  {
    email: 'ada@halden.example',
    accountId: `dbid:${'AADA'.padEnd(35, '0')}`,
    givenName: 'Ada',
    surname: 'Halden',
    isOfTeam: true,
    rootNamespace: '1000',
    homeNamespace: '1001',
    root: team,
    home: `${team}/Ada Halden`,
  },
  {
    email: 'ben@halden.example',
    accountId: `dbid:${'ABEN'.padEnd(35, '0')}`,
    givenName: 'Ben',
    surname: '田中',
    isOfTeam: true,
    rootNamespace: '1000',
    homeNamespace: '1002',
    root: team,
    home: `${team}/Ben 田中`,
  },
  {
    email: 'grace@supplier.example',
    accountId: `dbid:${'GRACE'.padEnd(35, '0')}`,
    givenName: 'Grace',
    surname: 'Ågren',
    isOfTeam: false,
    rootNamespace: '2000',
    homeNamespace: '2000',
    root: 'grace:',
    home: 'grace:',
  },
];

/** Who may see what lies at the top of the team's root, and who may change it. */
const rights: readonly { readonly at: string; readonly sees: readonly string[]; readonly changes: readonly string[] }[] = [
  { at: `${team}/Ada Halden`, sees: ['Ada'], changes: ['Ada'] },
  { at: `${team}/Ben 田中`, sees: ['Ben'], changes: ['Ben'] },
  { at: `${team}/Offers`, sees: ['Ada', 'Ben'], changes: ['Ada', 'Ben'] },
  { at: `${team}/Handbook`, sees: ['Ada', 'Ben'], changes: ['Ada'] },
  { at: `${team}/Board 🔒`, sees: ['Ada'], changes: ['Ada'] },
];

export function maySee(person: Person, at: string): boolean {
  return (
    at === person.root || (at.startsWith(`${person.root}/`) && (!person.isOfTeam || rightsAt(at)?.sees.includes(person.givenName) === true))
  );
}

export function mayChange(person: Person, at: string): boolean {
  return maySee(person, at) && at !== person.root && (!person.isOfTeam || rightsAt(at)?.changes.includes(person.givenName) === true);
}

/** The folders of the team and the homes of its people, which nobody moves by this interface. */
export const isTeamFolder = (at: string): boolean => rights.some((one) => sameCase(one.at) === sameCase(at));

const sameCase = (at: string) => at.toLowerCase();
const rightsAt = (at: string) => rights.find((one) => `${sameCase(at)}/`.startsWith(`${sameCase(one.at)}/`));

const dot = Buffer.from('R0lGODlhAQABAAAAAAICTAEAOw==', 'base64');
const hugeBytes = 200_000_000;

/** What lies there when it starts; times go on minute by minute. */
export function createCompany(): Tree {
  const tree = createTree();
  const text = (words: string) => contentOf(Buffer.from(words));
  const seed: readonly (readonly [at: string, content: Content | null])[] = [
    ...rights.map(({ at }) => [at, null] as const),
    [`${team}/Offers/Offer 12.html`, text('<h1>Offer</h1><p>12 <b>lenses</b> for calibration</p>')],
    [`${team}/Offers/Ben’s “offer” 日本 🎉.txt`, text('Größe: 12 mm, calibration included\n')],
    [`${team}/Offers/dot.gif`, contentOf(dot)],
    [`${team}/Offers/todo.txt`, text('Call Grace.\n')],
    [`${team}/Offers/old.txt`, text('Nobody needs this.\n')],
    [`${team}/Offers/Archive`, null],
    [`${team}/Offers/Archive/2025`, null],
    [`${team}/Offers/Archive/2025/Offer 1.txt`, text('One lens.\n')],
    [`${team}/Offers/empty`, null],
    [`${team}/Handbook/Warm-up.paper`, { ...text('<h1>Warm-up</h1><p>Wait <em>ten</em> minutes.</p>'), isPaper: true }],
    [`${team}/Handbook/all.bin`, contentOf(Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256)))],
    [`${team}/Handbook/film.mp4`, zeros(hugeBytes)],
    [`${team}/Handbook/scan.pdf`, zeros(hugeBytes)],
    [`${team}/Board 🔒/Sale.txt`, text('Sell the company? See calibration costs.\n')],
    [`${team}/Ada Halden/Notes.md`, text('# Notes\n\nAda’s own calibration plan.\n')],
    [`${team}/Ben 田中/Dentist.txt`, text('Monday\n')],
    ['grace:/Prices.txt', text('Glass: 4 EUR, calibration plates: 9 EUR\n')],
  ];
  for (const [at, content] of seed) tree.put(at, content);
  return tree;
}

/** A large file that is never held: each read makes it anew, piece by piece. */
export function zeros(bytes: number): Content {
  const piece = new Uint8Array(65_536);
  const content: Content = {
    bytes,
    whole: null,
    isPaper: false,
    pulled: 0,
    stream: () => {
      let left = bytes;
      return new ReadableStream({
        pull: (controller) => {
          const part = left >= piece.length ? piece : piece.subarray(0, left);
          if (part.length > 0) controller.enqueue(part);
          content.pulled += part.length;
          left -= part.length;
          if (left === 0) controller.close();
        },
      });
    },
  };
  return content;
}
