import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callTool, testConnector } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';
import files from './connector.ts';

let outside: string;
let notes: string;

beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'patchbay-files-'));
  notes = join(outside, 'notes');
  mkdirSync(join(notes, '2026'), { recursive: true });
  writeFileSync(join(outside, 'secret.txt'), 'the secret');
  writeFileSync(join(notes, 'plan.md'), '# Plan\n\n[ ] ship\nBudget 2026: 12 €\n');
  writeFileSync(join(notes, '2026', 'größe 日本 🎉.md'), 'Größe, and a budget\n');
  writeFileSync(join(notes, '.hidden'), 'budget\n');
  writeFileSync(join(notes, 'report.pdf'), 'no pdf');
});
afterEach(() => rmSync(outside, { recursive: true, force: true }));

const settings = () => ({ folders: [notes] });
const call = (name: string, input: JsonObject = {}) => callTool(files, { name, input, settings: settings() });
const answerOf = async (name: string, input: JsonObject = {}) => {
  const { structuredContent, isError, content } = await call(name, input);
  if (isError === true) throw new Error(JSON.stringify(content));
  return structuredContent as Record<string, unknown>;
};
const refusalOf = async (name: string, input: JsonObject) => {
  const { isError, content } = await call(name, input);
  expect(isError, `${name} ${JSON.stringify(input)} was not refused`).toBe(true);
  return content[0]?.type === 'text' ? content[0].text : '';
};

describe('the shared suite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-suite-'));
  const suiteNotes = join(folder, 'notes');
  mkdirSync(suiteNotes);
  writeFileSync(join(suiteNotes, 'plan.md'), 'plan');
  writeFileSync(join(suiteNotes, 'report.pdf'), makePdf('A report about the budget'));
  testConnector(files, { settings: { folders: [suiteNotes] } });
});

describe('there is no way out', () => {
  const readers = ['read_file', 'file_info', 'list_directory'];

  test.each([
    'notes/../secret.txt',
    '../secret.txt',
    'notes/2026/../../secret.txt',
    '/etc/passwd',
    'notes\0/../secret.txt',
    'secret.txt',
    '..',
  ])('the path %j is refused', async (path) => {
    for (const name of readers) expect(await refusalOf(name, { path })).not.toContain('the secret');
    await refusalOf('write_file', { path, text: 'x', overwrite: true });
    await refusalOf('move_file', { from: 'notes/plan.md', to: path });
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('the secret');
  });

  test('a link to a file, to a directory and in the middle of a path is not followed', async () => {
    symlinkSync(join(outside, 'secret.txt'), join(notes, 'link.txt'));
    symlinkSync(outside, join(notes, 'up'));
    for (const path of ['notes/link.txt', 'notes/up/secret.txt', 'notes/up']) {
      for (const name of ['read_file', 'list_directory']) expect(await refusalOf(name, { path })).not.toContain('the secret');
      await refusalOf('write_file', { path, text: 'x', overwrite: true });
      await refusalOf('move_file', { from: path, to: 'notes/moved' });
    }
    await refusalOf('write_file', { path: 'notes/up/new.txt', text: 'x' });
    expect(await answerOf('search_files', { query: 'the secret' })).toMatchObject({ matches: [] });
    expect((await answerOf('list_directory', { path: 'notes' }))['entries']).toContainEqual(
      expect.objectContaining({ path: 'notes/link.txt', kind: 'link' }),
    );
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('the secret');
  });

  test('a pipe and a device are refused at once, and a search passes them by', async () => {
    execFileSync('mkfifo', [join(notes, 'pipe')]);
    expect(await refusalOf('read_file', { path: 'notes/pipe' })).toContain('not an ordinary file');
    await refusalOf('write_file', { path: 'notes/pipe', text: 'x', overwrite: true });
    expect(await callTool(files, { name: 'read_file', input: { path: 'dev/zero' }, settings: { folders: ['/dev'] } })).toMatchObject({
      isError: true,
    });
    expect(await answerOf('search_files', { query: 'Budget' })).toMatchObject({ more: false });
  });

  test('while a directory is swapped for a link again and again, nothing outside is ever read or written', async () => {
    mkdirSync(join(outside, 'trap', 'inner'), { recursive: true });
    writeFileSync(join(outside, 'trap', 'inner', 'file.txt'), 'the secret');
    mkdirSync(join(notes, 'swap', 'inner'), { recursive: true });
    writeFileSync(join(notes, 'swap', 'inner', 'file.txt'), 'allowed');
    const stop = new AbortController();
    const swapping = (async () => {
      while (!stop.signal.aborted) {
        renameSync(join(notes, 'swap'), join(notes, 'kept'));
        // A tool may have made the directory that is missing for a moment; it gives way.
        rmSync(join(notes, 'swap'), { recursive: true, force: true });
        symlinkSync(join(outside, 'trap'), join(notes, 'swap'));
        await new Promise((resolve) => setImmediate(resolve));
        rmSync(join(notes, 'swap'), { recursive: true, force: true });
        renameSync(join(notes, 'kept'), join(notes, 'swap'));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    let allowed = 0;
    try {
      for (let count = 0; count < 400; count += 1) {
        const { content, isError } = await call('read_file', { path: 'notes/swap/inner/file.txt' });
        expect(JSON.stringify(content)).not.toContain('the secret');
        if (isError !== true) allowed += 1;
        if (count % 4 === 0)
          await call('edit_file', { path: 'notes/swap/inner/file.txt', edits: [{ find: 'allowed', replace: 'allowed' }] });
        if (count % 100 === 0) expect((await answerOf('search_files', { query: 'the secret' }))['matches']).toEqual([]);
      }
    } finally {
      stop.abort();
      await swapping;
    }
    expect(allowed).toBeGreaterThan(0);
    expect(readFileSync(join(outside, 'trap', 'inner', 'file.txt'), 'utf8')).toBe('the secret');
  });
});

describe('reading', () => {
  test('the folders are listed first, then what is in them; a whole path of this machine works too', async () => {
    expect(await answerOf('list_directory')).toEqual({ entries: [{ path: 'notes', kind: 'directory' }], total: 1 });
    const { entries } = await answerOf('list_directory', { path: 'notes', limit: 2 });
    expect(entries).toMatchObject([
      { path: 'notes/2026', kind: 'directory' },
      { path: 'notes/.hidden', kind: 'file', bytes: 7 },
    ]);
    expect(await answerOf('read_file', { path: join(notes, 'plan.md') })).toMatchObject({ path: 'notes/plan.md' });
  });

  test('folders of the same name get a number', async () => {
    mkdirSync(join(outside, 'other', 'notes'), { recursive: true });
    const result = await callTool(files, { name: 'list_directory', settings: { folders: [notes, join(outside, 'other', 'notes')] } });
    expect(result.structuredContent).toMatchObject({ entries: [{ path: 'notes' }, { path: 'notes-2' }] });
  });

  test('names and texts of every script survive', async () => {
    expect(await answerOf('read_file', { path: 'notes/2026/größe 日本 🎉.md' })).toMatchObject({
      text: 'Größe, and a budget\n',
      next: null,
    });
  });

  test('a long file comes in parts that end with lines or whole characters and add up to it', async () => {
    const text = `${'€'.repeat(5000)}\n${'line of text\n'.repeat(2000)}`;
    writeFileSync(join(notes, 'long.txt'), text);
    let whole = '';
    let next: number | null = 0;
    while (next !== null) {
      const part = await answerOf('read_file', {
        path: 'notes/long.txt',
        offset: next,
        maxBytes: 4001,
      });
      whole += String(part['text']);
      next = part['next'] as number | null;
    }
    expect(whole).toBe(text);
  });

  test('binary files are refused, pictures are shown, a broken document says so', async () => {
    writeFileSync(join(notes, 'data.bin'), Buffer.from([1, 0, 2, 0]));
    expect(await refusalOf('read_file', { path: 'notes/data.bin' })).toContain('neither text nor a document');
    writeFileSync(join(notes, 'dot.png'), Buffer.from('iVBORw0KGgo=', 'base64'));
    const { content, structuredContent } = await call('read_file', { path: 'notes/dot.png' });
    expect(structuredContent).toMatchObject({ kind: 'picture' });
    expect(content[1]).toEqual({ type: 'image', mimeType: 'image/png', data: 'iVBORw0KGgo=' });
    expect(await refusalOf('read_file', { path: 'notes/report.pdf' })).toContain('PDF');
  });

  test('a PDF is read as text, and fetch gives it with its address', async () => {
    writeFileSync(join(notes, 'report.pdf'), makePdf('A report about the budget'));
    expect(await answerOf('read_file', { path: 'notes/report.pdf' })).toMatchObject({
      kind: 'document',
      text: '## Page 1\n\nA report about the budget',
    });
    expect(await answerOf('fetch', { id: 'notes/report.pdf' })).toMatchObject({
      id: 'notes/report.pdf',
      title: 'report.pdf',
      url: expect.stringContaining('file:///'),
    });
  });
});

describe('searching', () => {
  test('lines by what they hold, whatever the case, hidden files only when asked', async () => {
    const { matches } = await answerOf('search_files', { query: 'budget' });
    expect(matches).toEqual([
      { path: 'notes/2026/größe 日本 🎉.md', line: 1, text: 'Größe, and a budget' },
      { path: 'notes/plan.md', line: 4, text: 'Budget 2026: 12 €' },
    ]);
    expect((await answerOf('search_files', { query: 'budget', matchCase: true }))['matches']).toHaveLength(1);
    expect((await answerOf('search_files', { query: 'budget', hidden: true }))['matches']).toHaveLength(3);
  });

  test('by regular expression, in other scripts, below a path and by glob', async () => {
    expect((await answerOf('search_files', { query: '^\\[ \\] \\w+$', regularExpression: true }))['matches']).toMatchObject([{ line: 3 }]);
    expect((await answerOf('search_files', { query: 'GRÖSSE' }))['matches']).toEqual([]);
    expect((await answerOf('search_files', { query: 'gRÖße' }))['matches']).toMatchObject([{ line: 1, text: 'Größe, and a budget' }]);
    expect((await answerOf('search_files', { name: '*.md', path: 'notes/2026' }))['matches']).toHaveLength(1);
    expect((await answerOf('search_files', { name: '2026/**' }))['matches']).toHaveLength(1);
    expect(await refusalOf('search_files', { query: '(', regularExpression: true })).toContain('not a regular expression');
  });

  test('lines are counted right however many matches a file has', async () => {
    writeFileSync(join(notes, 'many.txt'), 'a\nhit\n\nhit hit\nb\nhit');
    const { matches } = await answerOf('search_files', { query: 'hit' });
    expect((matches as { line: number }[]).map(({ line }) => line)).toEqual([2, 4, 6]);
  });

  test('a limit is kept, and said', async () => {
    for (let count = 0; count < 30; count += 1) writeFileSync(join(notes, `n${count}.txt`), 'needle\n');
    expect(await answerOf('search_files', { query: 'needle', limit: 10 })).toMatchObject({
      more: true,
      matches: expect.objectContaining({ length: 10 }),
    });
  });

  test('documents by what they say, as read_file shows it; one that cannot be read holds nothing', async () => {
    writeFileSync(join(notes, '2026', 'offer.pdf'), makePdf('An offer about 41 lenses'));
    for (let round = 0; round < 2; round += 1) {
      expect(await answerOf('search_files', { query: '41 LENSES' })).toMatchObject({
        matches: [{ path: 'notes/2026/offer.pdf', text: 'An offer about 41 lenses' }],
        more: false,
      });
      expect(await answerOf('search', { query: 'lenses offer' })).toMatchObject({ results: [{ id: 'notes/2026/offer.pdf' }] });
    }
    expect((await answerOf('search_files', { name: '*.pdf' }))['matches']).toHaveLength(2);
  });

  test('search ranks files that hold all the words, those in the name first, in the contract of deep research', async () => {
    writeFileSync(join(notes, 'budget 2026.md'), 'nothing here');
    expect(await answerOf('search', { query: 'budget 2026' })).toMatchObject({
      results: [{ id: 'notes/budget 2026.md', title: 'budget 2026.md' }, { id: expect.any(String) }, { id: expect.any(String) }],
    });
    expect(await answerOf('search', { query: 'nowhere to be found' })).toEqual({ results: [] });
  });
});

describe('writing', () => {
  test('a new file is written whole with its directories, and never over another unless that is meant', async () => {
    expect(await answerOf('write_file', { path: 'notes/a/b/new.md', text: 'ä' })).toEqual({ path: 'notes/a/b/new.md', bytes: 2 });
    expect(await refusalOf('write_file', { path: 'notes/a/b/new.md', text: 'other' })).toContain('already');
    await answerOf('write_file', { path: 'notes/a/b/new.md', text: 'other', overwrite: true });
    expect(readFileSync(join(notes, 'a', 'b', 'new.md'), 'utf8')).toBe('other');
    expect(execFileSync('ls', ['-A', join(notes, 'a', 'b')], { encoding: 'utf8' }).trim()).toBe('new.md');
  });

  test('an edit replaces what is there exactly once, all of it or nothing', async () => {
    const edit = (edits: JsonObject[]) => ({ path: 'notes/plan.md', edits });
    expect(await answerOf('edit_file', edit([{ find: '[ ] ship', replace: '[x] ship $&' }]))).toMatchObject({ replacements: 1 });
    expect(readFileSync(join(notes, 'plan.md'), 'utf8')).toContain('[x] ship $&\n');
    expect(
      await refusalOf(
        'edit_file',
        edit([
          { find: '[x]', replace: '' },
          { find: 'nowhere', replace: '' },
        ]),
      ),
    ).toContain('not in the file');
    expect(await refusalOf('edit_file', edit([{ find: '\n', replace: '' }]))).toMatch(/times/);
    expect(readFileSync(join(notes, 'plan.md'), 'utf8')).toContain('[x]');
  });

  test('a file with a second name elsewhere is replaced here and stays as it was there', async () => {
    linkSync(join(outside, 'secret.txt'), join(notes, 'shared.txt'));
    await answerOf('write_file', { path: 'notes/shared.txt', text: 'mine', overwrite: true });
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('the secret');
  });

  test('a move makes directories and replaces nothing', async () => {
    await answerOf('move_file', { from: 'notes/plan.md', to: 'notes/archive/plan.md' });
    expect(readFileSync(join(notes, 'archive', 'plan.md'), 'utf8')).toContain('# Plan');
    await answerOf('write_file', { path: 'notes/plan.md', text: 'new' });
    expect(await refusalOf('move_file', { from: 'notes/plan.md', to: 'notes/archive/plan.md' })).toContain('already');
    await answerOf('move_file', { from: 'notes/archive', to: 'notes/old' });
    expect(await answerOf('file_info', { path: 'notes/old' })).toMatchObject({ kind: 'directory', readableAs: null });
  });
});

/** The smallest PDF with a line of text. */
function makePdf(text: string): string {
  const stream = `BT /F1 24 Tf 72 700 Td (${text}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj${object}endobj\n`).join('');
  return `%PDF-1.4\n${body}trailer<</Root 1 0 R/Size 6>>\n%%EOF`;
}
