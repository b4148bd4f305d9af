import type { LongBody } from '../long-body.ts';

export type Permission = {
  readonly id: string;
  readonly type: 'user' | 'group' | 'anyone';
  readonly role: string;
  readonly emailAddress?: string;
};
export type DriveFile = {
  readonly id: string;
  name: string;
  mimeType: string;
  parents: string[];
  readonly owner: string;
  readonly permissions: Permission[];
  trashed: boolean;
  modifiedTime: string;
  /** Of a Google document: its text as Markdown or CSV. */
  content: Buffer;
  /** Instead of `content`: one that is too long to be held. */
  readonly long?: LongBody;
  readonly target?: string;
};
export type Drives = {
  readonly files: DriveFile[];
  readonly shared: readonly { readonly id: string; readonly name: string; readonly members: readonly string[] }[];
};

export const folderType = 'application/vnd.google-apps.folder';
const ada = 'ada@halden.example';
const ben = 'ben@halden.example';

export const permissionOf = (email: string, role: string): Permission => ({ id: `perm-${email}`, type: 'user', role, emailAddress: email });

/** Halden Optics' files: most are Ada's, one is shared with Ben, one is Ben's alone. */
export function createDrives(): Drives {
  let minute = 0;
  const file = (id: string, name: string, rest: Partial<DriveFile> & { readonly text?: string } = {}): DriveFile => {
    const { text = '', owner = ada, permissions = [], ...more } = rest;
    minute += 1;
    return {
      id,
      name,
      mimeType: 'text/plain',
      parents: [`root-${owner}`],
      owner,
      permissions: [permissionOf(owner, 'owner'), ...permissions],
      trashed: false,
      modifiedTime: new Date(Date.UTC(2026, 0, 5, 10, minute)).toISOString(),
      content: Buffer.from(text),
      ...more,
    };
  };
  const document = 'application/vnd.google-apps.document';
  return {
    shared: [{ id: 'drive-sales', name: 'Sales 🎉', members: [ada] }],
    files: [
      file('folder-offers', 'Offers', { mimeType: folderType }),
      file('doc-handbook', 'Handbook — Größe 日本 🎉', {
        mimeType: document,
        text: '# Calibration\n\nWarm up *first*.',
        permissions: [permissionOf(ben, 'reader')],
      }),
      file('table-drift', 'Drift', { mimeType: 'application/vnd.google-apps.spreadsheet', text: 'lens,drift\nA,2\n' }),
      file('page-offer', "Ben's offer.html", {
        mimeType: 'text/html',
        parents: ['folder-offers'],
        text: '<h1>Offer</h1><p>12 <b>lenses</b></p>',
      }),
      file('picture', 'dot.gif', { mimeType: 'image/gif', text: 'GIF89a' }),
      file('archive', 'All 🎉.zip', { mimeType: 'application/zip', text: 'PK\u0003\u0004' }),
      file('old-notes', 'Old notes', { text: 'Nothing of use' }),
      file('shortcut', 'To the handbook', { mimeType: 'application/vnd.google-apps.shortcut', target: 'doc-handbook' }),
      file('bens-secret', 'Secret', { owner: ben, text: 'calibration for Ben alone' }),
    ],
  };
}

/** What somebody may do with a file: `owner`, `writer`, `commenter`, `reader`, or null. */
export function roleOf(file: DriveFile, email: string): string | null {
  return file.permissions.find(({ type, emailAddress }) => type === 'anyone' || emailAddress === email)?.role ?? null;
}

/** A file as the API shows it, before `fields` chooses. */
export function toResource(file: DriveFile, baseUrl: string): Record<string, unknown> {
  const google = file.mimeType.startsWith('application/vnd.google-apps.');
  return {
    kind: 'drive#file',
    id: file.id,
    name: file.name,
    mimeType: file.mimeType,
    parents: file.parents,
    trashed: file.trashed,
    modifiedTime: file.modifiedTime,
    webViewLink: `https://drive.google.com/file/d/${file.id}/view`,
    owners: [{ displayName: file.owner.split('@')[0], emailAddress: file.owner }],
    ...(google ? {} : { size: String(file.long?.bytes ?? file.content.length) }),
    ...(file.target === undefined ? {} : { shortcutDetails: { targetId: file.target, targetMimeType: '' } }),
    ...(exportsOf(file).length === 0
      ? {}
      : { exportLinks: Object.fromEntries(exportsOf(file).map((type) => [type, `${baseUrl}/export/${file.id}/${type}`])) }),
  };
}

const office = 'application/vnd.openxmlformats-officedocument';
const exportTypes = new Map([
  ['application/vnd.google-apps.document', ['text/markdown', 'text/plain', 'application/pdf', `${office}.wordprocessingml.document`]],
  ['application/vnd.google-apps.spreadsheet', ['text/csv', 'application/pdf', `${office}.spreadsheetml.sheet`]],
]);
export const exportsOf = (file: DriveFile): readonly string[] => exportTypes.get(file.mimeType) ?? [];

/** `q` of files.list, as far as it is known here; null: it is not, which is an error and never "everything". */
export function compileQuery(q: string, root: string): ((file: DriveFile) => boolean) | null {
  const tests: ((file: DriveFile) => boolean)[] = [];
  let rest = q.trim();
  while (rest !== '') {
    const term = terms.map(({ form, test }) => ({ found: form.exec(rest), test })).find(({ found }) => found !== null);
    if (term?.found == null) return null;
    const value = (term.found[1] ?? '').replace(/\\(['\\])/g, '$1');
    const { test } = term;
    tests.push((file) => test(file, value === 'root' ? root : value));
    rest = rest.slice(term.found[0].length);
    if (rest !== '' && !rest.startsWith(' and ')) return null;
    rest = rest.replace(/^ and /, '');
  }
  return (file) => tests.every((test) => test(file));
}

const terms: readonly { readonly form: RegExp; readonly test: (file: DriveFile, value: string) => boolean }[] = [
  {
    form: /^fullText contains '((?:[^'\\]|\\.)*)'/,
    test: ({ name, content }, value) =>
      value
        .toLowerCase()
        .split(/\s+/)
        .every((word) => `${name}\n${content.toString('utf8')}`.toLowerCase().includes(word)),
  },
  { form: /^mimeType != '((?:[^'\\]|\\.)*)'/, test: ({ mimeType }, value) => mimeType !== value },
  { form: /^'((?:[^'\\]|\\.)*)' in parents/, test: ({ parents }, value) => parents.includes(value) },
  { form: /^trashed = false/, test: ({ trashed }) => !trashed },
];

/** Partial responses: only what `fields` names (https://developers.google.com/workspace/drive/api/guides/fields-parameter). */
export function choose(value: unknown, fields: string): unknown {
  if (Array.isArray(value)) return value.map((one) => choose(one, fields));
  if (typeof value !== 'object' || value === null || fields === '*') return value;
  const entries = [...fields.matchAll(/(\w+)(?:\(((?:[^()]|\([^()]*\))*)\))?/g)];
  return Object.fromEntries(
    entries.flatMap(([, name = '', inner]) => {
      const held = (value as Record<string, unknown>)[name];
      return held === undefined ? [] : [[name, inner === undefined ? held : choose(held, inner)]];
    }),
  );
}
