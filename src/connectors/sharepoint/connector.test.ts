import { beforeEach, describe, expect, test } from 'vitest';
import { createGraph, type Graph } from '../../../testing/services/graph/graph.ts';
import type { PersonName } from '../../../testing/services/graph/people.ts';
import { callTool, testConnector } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';
import sharepoint from './connector.ts';

let graph: Graph;
beforeEach(() => {
  graph = createGraph();
});

type CallOptions = { readonly as?: PersonName; readonly scopes?: readonly string[] };
const call = (name: string, input: JsonObject = {}, { as = 'mira', scopes }: CallOptions = {}) =>
  callTool(sharepoint, { name, input, fetch: graph.fetchAs(as, scopes) });
const answerOf = async (name: string, input: JsonObject = {}, options: CallOptions = {}) => {
  const { structuredContent, isError, content } = await call(name, input, options);
  if (isError === true) throw new Error(JSON.stringify(content));
  return structuredContent as Record<string, any>;
};
const siteId = 'halden.sharepoint.example,site-optics,web-optics';
const driveId = 'b!optics';

testConnector(sharepoint, { fetch: createGraph().fetchAs('mira'), writes: true });

describe('reading SharePoint', () => {
  test('a site is found by its address, whatever page of it that is, and leads to its libraries', async () => {
    const { id } = await answerOf('get_site', { site: 'https://halden.sharepoint.example/sites/optics/Documents/Forms/a.aspx?x=1' });
    expect(id).toBe(siteId);
    expect(graph.seen[0]?.path).toBe('/v1.0/sites/halden.sharepoint.example:/sites/optics');
    expect((await answerOf('list_site_drives', { siteId: id }))['drives']).toMatchObject([
      { name: 'Documents' },
      { name: 'Vorstand 日本' },
    ]);
    expect(await call('get_site', { site: 'https://halden.sharepoint.example/elsewhere' })).toMatchObject({ isError: true });
    await expect(call('get_site', { site: 'https://halden.sharepoint.example/sites/nothing' })).rejects.toMatchObject({
      message: expect.stringContaining('404'),
    });
  });

  test('a search finds names and texts; a document comes as Markdown, from where the service sends it, without the token', async () => {
    const { results } = await answerOf('search', { query: 'lens 日本' });
    expect(results).toMatchObject([{ id: 'b!optics/plan', title: 'Plan größe.html' }]);
    const { text, title, metadata } = await answerOf('fetch', { id: results[0].id });
    expect({ text, title, metadata }).toMatchObject({
      text: '# Plan 2027\n\nThe **Größe** of the lens 日本 🎉',
      metadata: { changedBy: 'Mira Tanaka 田中' },
    });
    const last = graph.seen.at(-1);
    expect(last?.path).toBe('/_layouts/15/download');
    expect(last?.headers.has('authorization')).toBe(false);
  });

  test('what is no document is refused by name', async () => {
    expect(await call('fetch', { id: 'b!optics/binary' })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('data.bin') }],
    });
    expect(await call('fetch', { id: 'b!optics/offers' })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('Angebote 🎉') }],
    });
    expect(await call('fetch', { id: 'plan' })).toMatchObject({ isError: true });
  });

  test('a folder goes on to its end, an empty one is empty, an expired cursor says what to do', async () => {
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Record<string, any> = await answerOf('list_folder_items', { driveId, folderId: 'offers', limit: 10, cursor });
      names.push(...page['items'].map(({ name }: { name: string }) => name));
      cursor = page['next'];
    }
    expect(new Set(names).size).toBe(25);
    expect(names).toHaveLength(25);
    expect(await answerOf('list_folder_items', { driveId, folderId: 'empty' })).toEqual({ items: [], next: null });
    const { next } = await answerOf('list_folder_items', { driveId, folderId: 'offers', limit: 10 });
    graph.expirePageTokens();
    expect(await call('list_folder_items', { driveId, folderId: 'offers', limit: 10, cursor: next })).toMatchObject({ isError: true });
  });

  test('recent documents are the newest of all libraries, without folders, and go on', async () => {
    const { documents, more } = await answerOf('list_recent_documents', { limit: 2 });
    expect(documents.map(({ name }: { name: string }) => name)).toEqual(['Plan größe.html', 'Minutes.txt']);
    expect(more).toBe(true);
    expect(await answerOf('list_recent_documents', { limit: 5, offset: 27 })).toMatchObject({ documents: [{}, {}], more: false });
  });

  test('versions and permissions say who and when', async () => {
    expect((await answerOf('list_item_versions', { driveId, itemId: 'plan' }))['versions']).toMatchObject([
      { id: '2.0', changedBy: 'Mira Tanaka 田中' },
      { id: '1.0', changedBy: 'Elif Arslan' },
    ]);
    expect((await answerOf('list_item_permissions', { driveId, itemId: 'plan' }))['permissions']).toMatchObject([
      { people: ['Mira Tanaka 田中'], roles: ['write'], link: null },
      { people: ['Jonas Berg'] },
      { people: [], link: { scope: 'organization', type: 'view' } },
    ]);
  });

  test('two people see what each may see', async () => {
    expect((await answerOf('search', { query: 'plan' }))['results']).toHaveLength(2);
    expect((await answerOf('search', { query: 'plan' }, { as: 'jonas' }))['results']).toHaveLength(1);
    await expect(call('fetch', { id: 'b!board/minutes' }, { as: 'jonas' })).rejects.toMatchObject({
      message: expect.stringContaining('404'),
    });
    expect(await answerOf('list_recent_documents', {}, { as: 'nora' })).toEqual({ documents: [], more: false });
  });
});

describe('writing to SharePoint', () => {
  test('a file is uploaded under a name of any script, and never over another', async () => {
    const made = await answerOf('upload_file', { driveId, folderId: 'empty', name: 'Größe 日本 #1 100%.md', content: 'a 日本 🎉' });
    expect(made['name']).toBe('Größe 日本 #1 100%.md');
    expect(await answerOf('fetch', { id: `b!optics/${made['id']}` })).toMatchObject({ text: 'a 日本 🎉' });
    const again = { driveId, folderId: 'empty', name: 'Größe 日本 #1 100%.md', content: 'b' };
    await expect(call('upload_file', again)).rejects.toMatchObject({ message: expect.stringContaining('409') });
    expect(await answerOf('upload_file', { ...again, onConflict: 'rename' })).toMatchObject({ name: 'Größe 日本 #1 100% 1.md' });
    const bytes = await answerOf('upload_file', {
      driveId,
      name: 'b.txt',
      content: Buffer.from('größe').toString('base64'),
      encoding: 'base64',
    });
    expect(await answerOf('fetch', { id: `b!optics/${bytes['id']}` })).toMatchObject({ text: 'größe' });
    expect(await call('upload_file', { driveId, name: 'c.txt', content: 'no base64!', encoding: 'base64' })).toMatchObject({
      isError: true,
    });
  });

  test('a file that was changed meanwhile is not written over', async () => {
    const { items } = await answerOf('list_folder_items', { driveId });
    const { eTag } = items.find(({ id }: { id: string }) => id === 'note');
    await answerOf('update_file', { driveId, itemId: 'note', content: 'one', eTag });
    await expect(call('update_file', { driveId, itemId: 'note', content: 'two', eTag })).rejects.toMatchObject({
      message: expect.stringContaining('412'),
    });
    expect(await answerOf('fetch', { id: 'b!optics/note' })).toMatchObject({ text: 'one' });
  });

  test('folders are made, items copied, moved, renamed and shared', async () => {
    const folder = await answerOf('create_folder', { driveId, name: 'Neu 🎉' });
    await answerOf('copy_item', { driveId, itemId: 'note', toFolderId: folder['id'], name: 'copy.md' });
    await answerOf('move_or_rename_item', { driveId, itemId: 'note', toFolderId: folder['id'], name: 'moved.md' });
    const { items } = await answerOf('list_folder_items', { driveId, folderId: folder['id'] });
    expect(items.map(({ name }: { name: string }) => name).toSorted()).toEqual(['copy.md', 'moved.md']);
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
