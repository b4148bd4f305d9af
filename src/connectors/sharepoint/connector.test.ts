import { beforeEach, describe, expect, test } from 'vitest';
import { createGraphCalls, textAt } from '../../../testing/services/graph/calls.ts';
import { createGraph } from '../../../testing/services/graph/graph.ts';
import { testConnector } from '../../connector-kit/testing.ts';
import sharepoint from './connector.ts';

let { graph, call, answerOf, rowsOf, pagesOf } = createGraphCalls(sharepoint);
beforeEach(() => {
  ({ graph, call, answerOf, rowsOf, pagesOf } = createGraphCalls(sharepoint));
});

const siteId = 'halden.sharepoint.example,site-optics,web-optics';
const driveId = 'b!optics';

testConnector(sharepoint, { fetch: createGraph().fetchAs('mira'), writes: true });

describe('reading SharePoint', () => {
  test('a site is found by its address, whatever page of it that is, and leads to its libraries', async () => {
    const site = await answerOf('get_site', { site: 'https://halden.sharepoint.example/sites/optics/Documents/Forms/a.aspx?x=1' });
    expect(site).toMatchObject({ id: siteId });
    expect(graph.seen[0]?.path).toBe('/v1.0/sites/halden.sharepoint.example:/sites/optics');
    expect(await rowsOf('drives', 'list_site_drives', { siteId })).toMatchObject([{ name: 'Documents' }, { name: 'Vorstand 日本' }]);
    expect(await call('get_site', { site: 'https://halden.sharepoint.example/elsewhere' })).toMatchObject({ isError: true });
    await expect(call('get_site', { site: 'https://halden.sharepoint.example/sites/nothing' })).rejects.toMatchObject({
      message: expect.stringContaining('404'),
    });
  });

  test('a search finds names and texts; a document comes as Markdown, from where the service sends it, without the token', async () => {
    const results = await rowsOf('results', 'search', { query: 'lens 日本' });
    expect(results).toMatchObject([{ id: 'b!optics/plan', title: 'Plan größe.html' }]);
    expect(await answerOf('fetch', { id: results[0]?.id ?? '' })).toMatchObject({
      text: '# Plan 2027\n\nThe **Größe** of the lens 日本 🎉',
      metadata: { changedBy: 'Mira Tanaka 田中' },
    });
    const last = graph.seen.at(-1);
    expect(last?.path).toBe('/_layouts/15/download');
    expect(last?.headers.has('authorization')).toBe(false);
  });

  test('a hit that does not say where it lies is read by its address, with the same rights', async () => {
    const [found] = await rowsOf('results', 'search', { query: 'board' });
    expect(found?.id).toBe('https://halden.sharepoint.example/sites/optics/Minutes.txt');
    const input = { id: found?.id ?? '' };
    expect(await answerOf('fetch', input)).toMatchObject({ title: 'Minutes.txt', text: 'the board plan' });
    await expect(call('fetch', input, { as: 'jonas' })).rejects.toMatchObject({ message: expect.stringContaining('404') });
  });

  test('what is no document is a link that the person opens; what is no file is refused by name', async () => {
    expect(await call('fetch', { id: 'b!optics/binary' })).toMatchObject({
      structuredContent: { text: '', metadata: { note: expect.stringContaining('"data.bin" is neither text') } },
      content: [{ type: 'text' }, { type: 'resource_link', name: 'data.bin', mimeType: 'application/octet-stream', size: 3 }],
    });
    expect(await call('fetch', { id: 'b!optics/offers' })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('Angebote 🎉') }],
    });
    expect(await call('fetch', { id: 'plan' })).toMatchObject({ isError: true });
  });

  test('a folder goes on to its end, an empty one is empty, an expired cursor says what to do', async () => {
    const names = (await pagesOf('items', 'list_folder_items', { driveId, folderId: 'offers', limit: 10 })).flat().map(({ name }) => name);
    expect(new Set(names).size).toBe(25);
    expect(names).toHaveLength(25);
    expect(await answerOf('list_folder_items', { driveId, folderId: 'empty' })).toEqual({ items: [], next: null });
    const cursor = textAt(await answerOf('list_folder_items', { driveId, folderId: 'offers', limit: 10 }), 'next');
    graph.expirePageTokens();
    expect(await call('list_folder_items', { driveId, folderId: 'offers', limit: 10, cursor })).toMatchObject({ isError: true });
  });

  test('recent documents are the newest of all libraries, without folders, and go on', async () => {
    expect(await answerOf('list_recent_documents', { limit: 2 })).toMatchObject({
      documents: [{ name: 'Plan größe.html' }, { name: 'Minutes.txt' }],
      more: true,
    });
    expect(await answerOf('list_recent_documents', { limit: 5, offset: 27 })).toMatchObject({ documents: [{}, {}], more: false });
  });

  test('versions and permissions say who and when', async () => {
    expect(await rowsOf('versions', 'list_item_versions', { driveId, itemId: 'plan' })).toMatchObject([
      { id: '2.0', changedBy: 'Mira Tanaka 田中' },
      { id: '1.0', changedBy: 'Elif Arslan' },
    ]);
    expect(await rowsOf('permissions', 'list_item_permissions', { driveId, itemId: 'plan' })).toMatchObject([
      { people: ['Mira Tanaka 田中'], roles: ['write'], link: null },
      { people: ['Jonas Berg'] },
      { people: [], link: { scope: 'organization', type: 'view' } },
    ]);
  });

  test('two people see what each may see', async () => {
    expect(await rowsOf('results', 'search', { query: 'plan' })).toHaveLength(2);
    expect(await answerOf('search', { query: 'plan' }, { as: 'jonas' })).toMatchObject({ results: [{ title: 'Plan größe.html' }] });
    await expect(call('fetch', { id: 'b!board/minutes' }, { as: 'jonas' })).rejects.toMatchObject({
      message: expect.stringContaining('404'),
    });
    expect(await answerOf('list_recent_documents', {}, { as: 'nora' })).toEqual({ documents: [], more: false });
  });
});

describe('writing to SharePoint', () => {
  test('a file is uploaded under a name of any script, and never over another', async () => {
    const made = await answerOf('upload_file', { driveId, folderId: 'empty', name: 'Größe 日本 #1 100%.md', content: 'a 日本 🎉' });
    expect(made).toMatchObject({ name: 'Größe 日本 #1 100%.md' });
    expect(await answerOf('fetch', { id: `b!optics/${textAt(made, 'id')}` })).toMatchObject({ text: 'a 日本 🎉' });
    const again = { driveId, folderId: 'empty', name: 'Größe 日本 #1 100%.md', content: 'b' };
    await expect(call('upload_file', again)).rejects.toMatchObject({ message: expect.stringContaining('409') });
    expect(await answerOf('upload_file', { ...again, onConflict: 'rename' })).toMatchObject({ name: 'Größe 日本 #1 100% 1.md' });
    const bytes = await answerOf('upload_file', {
      driveId,
      name: 'b.txt',
      content: Buffer.from('größe').toString('base64'),
      encoding: 'base64',
    });
    expect(await answerOf('fetch', { id: `b!optics/${textAt(bytes, 'id')}` })).toMatchObject({ text: 'größe' });
    expect(await call('upload_file', { driveId, name: 'c.txt', content: 'no base64!', encoding: 'base64' })).toMatchObject({
      isError: true,
    });
  });

  test('a file that was changed meanwhile is not written over', async () => {
    const items = await rowsOf('items', 'list_folder_items', { driveId });
    const eTag = items.find(({ id }) => id === 'note')?.eTag ?? '';
    await answerOf('update_file', { driveId, itemId: 'note', content: 'one', eTag });
    await expect(call('update_file', { driveId, itemId: 'note', content: 'two', eTag })).rejects.toMatchObject({
      message: expect.stringContaining('412'),
    });
    expect(await answerOf('fetch', { id: 'b!optics/note' })).toMatchObject({ text: 'one' });
  });

  test('folders are made, items copied, moved, renamed and shared', async () => {
    const folderId = textAt(await answerOf('create_folder', { driveId, name: 'Neu 🎉' }), 'id');
    await answerOf('copy_item', { driveId, itemId: 'note', toFolderId: folderId, name: 'copy.md' });
    await answerOf('move_or_rename_item', { driveId, itemId: 'note', toFolderId: folderId, name: 'moved.md' });
    const items = await rowsOf('items', 'list_folder_items', { driveId, folderId });
    expect(items.map(({ name }) => name).toSorted()).toEqual(['copy.md', 'moved.md']);
    expect(await call('move_or_rename_item', { driveId, itemId: 'note' })).toMatchObject({ isError: true });
    expect(await answerOf('create_sharing_link', { driveId, itemId: 'plan' })).toMatchObject({ id: 'link-1', scope: 'organization' });
    expect(await answerOf('create_sharing_link', { driveId, itemId: 'plan', type: 'edit', scope: 'anonymous' })).toMatchObject({
      type: 'edit',
      scope: 'anonymous',
      url: expect.stringContaining('https://'),
    });
  });

  test('nothing is uploaded twice, and missing permissions are named', async () => {
    graph.faults.push(new Response(null, { status: 503 }));
    await expect(call('upload_file', { driveId, name: 'x.md', content: 'x' })).rejects.toMatchObject({ code: 'upstream.http-error' });
    expect(graph.seen).toHaveLength(1);
    graph.faults.push(new Response(null, { status: 429, headers: { 'retry-after': '1' } }));
    expect(await answerOf('list_folder_items', { driveId, limit: 1 })).toMatchObject({ items: [{}] });
    await expect(call('create_folder', { driveId, name: 'x' }, { scopes: ['Files.Read.All'] })).rejects.toMatchObject({
      code: 'connection.scope-required',
      detail: { scopes: ['Files.ReadWrite.All'] },
    });
  });
});
