import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../../testing/failure.ts';
import { startBoxCalls } from '../../../testing/services/box/calls.ts';
import { fetchAs } from '../../../testing/services/gate.ts';
import { testConnector } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';

const { service, connector, ada, as, asAda, asBen, asReader } = await startBoxCalls();

beforeEach(() => void service.gate.faults.splice(0));
afterAll(() => service.close());

type Answer = Awaited<ReturnType<typeof asAda>>;
const rowsOf = (answer: Answer, name: string) => answer[name] as readonly Record<string, string>[];

async function readToEnd(
  name: string,
  { field, ...input }: { readonly field: string } & JsonObject,
): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  for (let cursor: unknown = undefined; cursor !== null; ) {
    const page: Answer = await asAda(name, { ...input, ...(typeof cursor === 'string' ? { cursor } : {}) });
    pages.push(rowsOf(page, field).map(({ id = '' }) => id));
    cursor = page['nextCursor'];
  }
  return pages;
}

describe('reading', () => {
  test('says whose Box it is, under both names', async () => {
    const who = { id: '102', name: 'Ben 田中', email: 'ben@halden.example', company: 'Halden Optics' };
    expect(await asBen('get_profile')).toEqual(who);
    expect(await asBen('who_am_i')).toEqual(who);
  });

  test('two people find what each may see', async () => {
    const found = async (who: typeof asAda) => rowsOf(await who('search', { query: 'calibration' }), 'results').map(({ id }) => id);
    expect(await found(asAda)).toEqual(['2001', '2005']);
    expect(await found(asBen)).toEqual(['2001', '2101']);
    expect(rowsOf(await asBen('list_folder_items'), 'items').map(({ name }) => name)).not.toContain('Vorstand 日本 🎉');
    expect(await failureOf(asBen('get_file_details', { fileId: '2005' }))).toMatchObject({ detail: { httpStatus: 404 } });
    expect(await failureOf(asBen('list_folder_items', { folderId: '1003' }))).toMatchObject({ detail: { httpStatus: 404 } });
  });

  test('the top has folders, files and bookmarks, with names of every script', async () => {
    expect(rowsOf(await asAda('list_folder_items'), 'items')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: '1003', kind: 'folder', name: 'Vorstand 日本 🎉', url: 'https://app.box.com/folder/1003' }),
        expect.objectContaining({ id: '2003', kind: 'file', bytes: 40, url: 'https://app.box.com/file/2003' }),
        expect.objectContaining({ id: '3001', kind: 'bookmark', bytes: null, url: 'https://exchange.example/lenses' }),
      ]),
    );
  });

  test('a folder goes on to its end in bounded pages, an empty one is empty, an expired cursor says what to do', async () => {
    const pages = await readToEnd('list_folder_items', { field: 'items', folderId: '1004', limit: 20 });
    expect(pages.map((page) => page.length)).toEqual([20, 20, 5]);
    expect(new Set(pages.flat()).size).toBe(45);
    expect(await asAda('list_folder_items', { folderId: '1002' })).toEqual({ items: [], nextCursor: null });
    expect(await failureOf(asAda('list_folder_items', { folderId: '1004', limit: 101 }))).toMatchObject({ code: 'tool.input-invalid' });
    const { nextCursor: cursor } = await asAda('list_folder_items', { folderId: '1004', limit: 20 });
    service.expireMarkers();
    await expect(asAda('list_folder_items', { folderId: '1004', cursor: String(cursor) })).rejects.toThrow(
      /no longer good.*Ask again without it/,
    );
  });

  test('details say where a file lies, whose it is and how it is shared', async () => {
    expect(await asAda('get_file_details', { fileId: '2001' })).toMatchObject({
      name: 'Handbook — Größe 日本 🎉.html',
      path: 'All Files/Offers — Angebote 2026',
      parentId: '1001',
      owner: 'Ada Halden',
      version: '1',
      comments: 2,
      tags: ['lens', 'größe'],
      sharedLink: null,
    });
    expect(await asAda('get_file_details', { fileId: '2003' })).toMatchObject({ path: 'All Files', parentId: '0' });
  });

  test('comments go on to their end; a mention is a name', async () => {
    expect(rowsOf(await asAda('list_file_comments', { fileId: '2001' }), 'comments')).toMatchObject([
      { author: 'Ben 田中', text: 'Seen — größer 🎉' },
      { author: 'Ada Halden', text: '@Ben 田中 thank you' },
    ]);
    expect(await readToEnd('list_file_comments', { field: 'comments', fileId: '2001', limit: 1 })).toEqual([['5001'], ['5002']]);
    expect(await asAda('list_file_comments', { fileId: '2002' })).toEqual({ comments: [], nextCursor: null });
    await expect(asAda('list_file_comments', { fileId: '2001', cursor: '-1' })).rejects.toThrow(/no cursor/);
  });

  test('an id cannot leave its place in the path', async () => {
    for (const fileId of ['../folders/1001', '2001/comments', '2001?fields=name', '2001#'])
      expect(await failureOf(asAda('get_file_details', { fileId }))).toMatchObject({ detail: { httpStatus: 404 } });
    expect(await failureOf(asAda('get_file_details', { fileId: '..' }))).toMatchObject({ code: 'tool.input-invalid' });
  });
});

describe('writing', () => {
  const idOf = (answer: Answer) => String(answer['id']);

  test('a file of any name is uploaded, and never over another, whose id is said', async () => {
    const input = { folderId: '1002', name: 'Größe "日本" #1 100% 👩‍🔬.md', content: '# Größe 日本 🎉\r\n--b\r\n' };
    const made = await asAda('upload_file', input);
    expect(made).toMatchObject({ name: input.name, parentId: '1002', modifiedBy: 'Ada Halden' });
    expect(await asAda('fetch', { id: idOf(made) })).toMatchObject({ title: input.name, text: input.content });
    await expect(asAda('upload_file', { ...input, name: input.name.toLowerCase() })).rejects.toThrow(
      `"${input.name}" (the file ${idOf(made)}) is there already`,
    );
    await expect(asAda('upload_file', { ...input, name: 'a/b' })).rejects.toMatchObject({ code: 'tool.input-invalid' });
    await expect(asAda('upload_file', { ...input, name: '..' })).rejects.toThrow(/takes no such name/);
  });

  test('bytes arrive as they were', async () => {
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256));
    const id = idOf(await asAda('upload_file', { name: 'all.bin', content: bytes.toString('base64'), encoding: 'base64' }));
    const [arrived] = service.company.items.find((item) => item.id === id)?.versions[0]?.open() ?? [];
    expect(Buffer.from(arrived ?? []).equals(bytes)).toBe(true);
    await expect(asAda('upload_file', { name: 'c.bin', content: 'no base64!', encoding: 'base64' })).rejects.toThrow(/not base64/);
  });

  test('a version replaces the one before, unless the file was changed meanwhile', async () => {
    const made = await asAda('upload_file', { folderId: '1002', name: 'plan.md', content: 'one' });
    const [fileId, etag] = [idOf(made), String(made['etag'])];
    expect(await asBen('upload_file_version', { fileId, content: 'two', etag })).toMatchObject({ name: 'plan.md', modifiedBy: 'Ben 田中' });
    expect(await failureOf(asAda('upload_file_version', { fileId, content: 'three', etag }))).toMatchObject({
      detail: { httpStatus: 412 },
    });
    expect(await asAda('fetch', { id: fileId })).toMatchObject({ text: 'two' });
    expect(await asAda('upload_file_version', { fileId, content: 'four', name: 'Plan B.md' })).toMatchObject({ name: 'Plan B.md' });
    expect(await asAda('get_file_details', { fileId })).toMatchObject({ version: '3' });
  });

  test('folders are made, files copied, moved, renamed, talked about and shared', async () => {
    const folderId = idOf(await asAda('create_folder', { name: 'Neu 🎉' }));
    await expect(asAda('create_folder', { name: 'neu 🎉' })).rejects.toThrow(`"Neu 🎉" (the folder ${folderId}) is there already`);
    const copied = idOf(await asAda('copy_file', { fileId: '2001', toFolderId: folderId, name: 'Copy.html' }));
    expect(await asAda('move_file', { fileId: copied, toFolderId: '1002', name: 'Moved 日本.html' })).toMatchObject({
      parentId: '1002',
      name: 'Moved 日本.html',
    });
    await expect(asAda('move_file', { fileId: copied })).rejects.toThrow(/nothing to change/);
    expect(await asBen('create_file_comment', { fileId: copied, text: 'Größe stimmt 🎉' })).toMatchObject({
      comment: { author: 'Ben 田中', text: 'Größe stimmt 🎉' },
    });
    const expiresAt = '2027-01-01T00:00:00Z';
    expect(await asAda('create_shared_link', { id: copied, access: 'open', expiresAt })).toMatchObject({ access: 'open', expiresAt });
    expect(await asAda('create_shared_link', { id: copied })).toMatchObject({ access: 'collaborators', expiresAt: null });
    expect(await asAda('get_file_details', { fileId: copied })).toMatchObject({ sharedLink: { access: 'collaborators' }, comments: 1 });
  });

  test('who may only read cannot write', async () => {
    for (const [name, input] of [
      ['upload_file', { folderId: '1001', name: 'x.md', content: 'x' }],
      ['upload_file_version', { fileId: '2002', content: 'x' }],
      ['create_folder', { parentId: '1001', name: 'x' }],
      ['move_file', { fileId: '2002', toFolderId: '0' }],
      ['create_shared_link', { id: '2002' }],
      ['create_file_comment', { fileId: '4001', text: 'x' }],
    ] as const)
      expect(await failureOf(asBen(name, input)), name).toMatchObject({ code: 'upstream.http-error', detail: { httpStatus: 403 } });
  });
});

describe('what Box refuses', () => {
  test('a token that may only read, an unknown one, one that has ended', async () => {
    const reader = asReader();
    expect(await reader('list_folder_items')).toHaveProperty('items');
    for (const [name, input] of [
      ['create_folder', { name: 'x' }],
      ['upload_file', { name: 'x', content: 'x' }],
    ] as const)
      expect(await failureOf(reader(name, input))).toMatchObject({
        code: 'connection.scope-required',
        detail: { scopes: ['root_readwrite'] },
      });
    expect(await failureOf(as(fetchAs('unknown'))('get_profile'))).toMatchObject({ detail: { httpStatus: 401 } });
  });

  test('limits are waited for, as long as Box says; a write that failed is not sent again', async () => {
    service.gate.faults.push(new Response(null, { status: 429, headers: { 'retry-after': '1' } }), new Response(null, { status: 503 }));
    expect(await asAda('get_profile')).toMatchObject({ name: 'Ada Halden' });
    for (const [name, input] of [
      ['upload_file', { name: 'x', content: 'x' }],
      ['create_folder', { name: 'x' }],
      ['copy_file', { fileId: '2001' }],
      ['create_file_comment', { fileId: '2001', text: 'x' }],
    ] as const) {
      const before = service.gate.seen.length;
      service.gate.faults.push(new Response(null, { status: 503 }));
      expect(await failureOf(asAda(name, input)), name).toMatchObject({ detail: { httpStatus: 503 } });
      expect(service.gate.seen.length, name).toBe(before + 1);
    }
  });

  test('what Box says in codes of its own is said in sentences', async () => {
    for (const [code, sentence] of [
      ['operation_blocked_temporary', /Try again in a moment/],
      ['name_temporarily_reserved', /just making an item of this name/],
      ['item_name_in_use', /An item of this name is there already/],
    ] as const) {
      service.gate.faults.push(Response.json({ type: 'error', status: 409, code, message: 'x', request_id: 'y' }, { status: 409 }));
      await expect(asAda('create_folder', { name: 'x' })).rejects.toThrow(sentence);
    }
    service.gate.faults.push(Response.json({ type: 'error', status: 409, code: 'conflict', message: 'x' }, { status: 409 }));
    expect(await failureOf(asAda('create_folder', { name: 'x' }))).toMatchObject({ detail: { httpStatus: 409, body: { message: 'x' } } });
  });
});

// Last: its examples move, rename and share.
describe('the shared suite', () => {
  testConnector(connector, { fetch: ada, writes: true });
});
