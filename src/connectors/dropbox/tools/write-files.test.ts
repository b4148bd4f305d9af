import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awkward, startDropboxHarness } from '../../../../testing/services/dropbox/harness.ts';

const { service, asAda, asBen, asGrace, takeFaults } = await startDropboxHarness();
beforeEach(() => void service.gate.faults.splice(0));
afterEach(() => expect(takeFaults()).toEqual([]));
afterAll(() => service.close());

describe('writing', () => {
  test('a file is uploaded, replaced by its state, copied, moved and deleted, whatever its name', async () => {
    const path = `/Offers/${awkward}.txt`;
    const made = await asAda('upload_file', { path, content: 'Grüße 🎉' });
    expect(made).toMatchObject({ name: `${awkward}.txt`, path, kind: 'file', bytes: 12 });
    expect(await asBen('fetch', { id: String(made['id']) })).toMatchObject({ title: `${awkward}.txt`, text: 'Grüße 🎉' });
    await expect(asAda('upload_file', { path, content: 'Grüße 🎉' })).rejects.toThrow(/something of this name already/);
    expect(await asAda('upload_file', { path, content: 'other', onConflict: 'rename' })).toMatchObject({ name: `${awkward} (1).txt` });
    const replaced = await asAda('upload_file', { path, content: 'second', onConflict: 'replace', rev: String(made['rev']) });
    expect(replaced).toMatchObject({ id: made['id'], bytes: 6 });
    await expect(asAda('upload_file', { path, content: 'third', onConflict: 'replace', rev: String(made['rev']) })).rejects.toThrow(
      /changed meanwhile/,
    );
    await expect(asAda('upload_file', { path, content: 'x', rev: String(made['rev']) })).rejects.toThrow(/goes with onConflict/);
    expect(await asAda('copy', { from: path, to: '/Offers/New/copy.txt' })).toMatchObject({ path: '/Offers/New/copy.txt' });
    expect(await asAda('move', { from: String(made['id']), to: '/Offers/New/moved.txt' })).toMatchObject({ id: made['id'] });
    expect(await asAda('fetch', { id: String(made['id']) })).toMatchObject({ title: 'moved.txt', text: 'second' });
    await expect(asAda('delete', { path: '/Offers/New/moved.txt', rev: '123456789' })).rejects.toThrow(/changed meanwhile/);
    expect(await asAda('delete', { path: '/Offers/New' })).toMatchObject({ deleted: { kind: 'folder', path: '/Offers/New' } });
    await expect(asAda('delete', { path: '/Offers/New' })).rejects.toThrow(/nothing at this path/);
  });

  test('bytes arrive as they were', async () => {
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256));
    const input = { path: '/Offers/bytes.bin', content: bytes.toString('base64'), encoding: 'base64' };
    await asAda('upload_file', input);
    expect(service.tree.get('team:/Offers/bytes.bin')?.content?.whole?.equals(bytes)).toBe(true);
    await expect(asAda('upload_file', { ...input, content: '!' })).rejects.toThrow(/not base64/);
    expect(await asAda('upload_file', { path: '/Offers/nothing.txt', content: '' })).toMatchObject({ bytes: 0 });
  });

  test.each([
    ['the name is taken', 'create_folder', { path: '/Offers/Archive' }, /something of this name already/],
    ['a file is in the way', 'create_folder', { path: '/Offers/todo.txt/below' }, /A part of the path is a file/],
    ['the folder is into itself', 'move', { from: '/Offers/Archive', to: '/Offers/Archive/2025/again' }, /cannot go into itself/],
    ['there is nothing', 'copy', { from: '/Offers/none', to: '/Offers/some' }, /nothing at this path/],
    ['a team folder', 'delete', { path: '/Offers' }, /only the administrators of the team/],
    ['the top of the team', 'upload_file', { path: '/top.txt', content: 'x' }, /may not change anything there/],
    ['only reading is allowed', 'move', { from: '/Handbook/all.bin', to: '/Offers/all.bin' }, /may not change anything there/],
  ])('a refusal is a sentence: %s', async (_, name, input, sentence) => {
    await expect(asBen(name, input)).rejects.toThrow(sentence);
  });

  test('a link is made, and the one that exists is given as it is', async () => {
    const made = await asAda('create_shared_link', { path: '/Offers/todo.txt', audience: 'public', expiresAt: '2027-01-01T00:00:00.5Z' });
    expect(made).toMatchObject({ existed: false, audience: 'public', kind: 'file', expiresAt: '2027-01-01T00:00:00Z' });
    expect(await asAda('create_shared_link', { path: '/Offers/todo.txt', audience: 'team' })).toEqual({ ...made, existed: true });
    expect(await asAda('create_shared_link', { path: '/Offers/Archive' })).toMatchObject({ kind: 'folder', audience: 'team' });
    await expect(asGrace('create_shared_link', { path: '/Prices.txt', expiresAt: '2027-01-01T00:00:00Z' })).rejects.toThrow(/without them/);
    await expect(asBen('create_shared_link', { path: '/Board 🔒/Sale.txt' })).rejects.toThrow(/nothing at this path/);
  });
});
