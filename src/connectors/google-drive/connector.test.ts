import { drive_v3 } from '@googleapis/drive';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../testing/failure.ts';
import { createGoogleCalls } from '../../../testing/services/google-calls.ts';
import { problem } from '../../../testing/services/google.ts';
import { type GoogleDrive, startGoogleDrive } from '../../../testing/services/google-drive/drive.ts';
import { googleScope } from '../../connector-kit/index.ts';
import { callTool, testConnector } from '../../connector-kit/testing.ts';
import googleDrive from './connector.ts';

const service: GoogleDrive = await startGoogleDrive();
const { connector, ada, asAda, asBen, asAdaWith, asNobody, adasToken } = createGoogleCalls(googleDrive, service);

describe('reading', () => {
  test('each person finds what is shared with them, and nothing else', async () => {
    const found = async (who: typeof asAda) =>
      ((await who('search', { query: 'calibration' }))['results'] as { id: string }[]).map(({ id }) => id);
    expect(await found(asAda)).toEqual(['doc-handbook']);
    expect(await found(asBen)).toEqual(['doc-handbook', 'bens-secret']);
    expect(await asBen('list_drives')).toEqual({ drives: [], nextCursor: null });
    expect(await asAda('list_drives')).toEqual({ drives: [{ id: 'drive-sales', name: 'Sales 🎉' }], nextCursor: null });
    expect(await failureOf(asAda('fetch', { id: 'bens-secret' }))).toMatchObject({ detail: { httpStatus: 404 } });
  });

  test('words with quotes and backslashes are words', async () => {
    expect(await asAda('search', { query: "Ben's" })).toMatchObject({ results: [{ id: 'page-offer' }] });
    for (const query of ["' or name contains '", '\\', "\\' or trashed = true or name contains \\'"])
      expect(await asAda('search', { query })).toEqual({ results: [] });
  });

  test('fetch gives Google documents as Markdown, tables as CSV, HTML as Markdown, pictures, links; shortcuts lead on', async () => {
    expect(await asAda('fetch', { id: 'doc-handbook' })).toMatchObject({
      title: 'Handbook — Größe 日本 🎉',
      text: '# Calibration\n\nWarm up *first*.',
    });
    expect(await asAda('fetch', { id: 'shortcut' })).toMatchObject({ title: 'Handbook — Größe 日本 🎉' });
    expect(await asAda('fetch', { id: 'table-drift' })).toMatchObject({
      text: 'lens,drift\nA,2\n',
      metadata: { note: expect.stringContaining('first sheet') },
    });
    expect((await asAda('fetch', { id: 'page-offer' }))['text']).toContain('# Offer\n\n12 **lenses**');
    const blocksOf = async (id: string) => (await callTool(connector, { name: 'fetch', input: { id }, fetch: ada })).content.slice(1);
    expect(await blocksOf('picture')).toMatchObject([{ type: 'image', mimeType: 'image/gif' }]);
    expect(await blocksOf('archive')).toMatchObject([{ type: 'resource_link', name: 'All 🎉.zip', mimeType: 'application/zip', size: 4 }]);
    expect(await asAda('fetch', { id: 'archive' })).toMatchObject({
      text: '',
      metadata: { note: expect.stringContaining('application/zip, which has no text') },
    });
    await expect(asAda('fetch', { id: 'folder-offers' })).rejects.toThrow(/is a folder/);
  });

  test('folders are listed, in pages to the end; an empty one is empty', async () => {
    expect(await asAda('list_folder_items', { folderId: 'folder-offers' })).toMatchObject({
      files: [{ name: "Ben's offer.html", parentId: 'folder-offers', bytes: 37 }],
    });
    expect(await asAda('list_folder_items', { folderId: 'drive-sales' })).toEqual({ files: [], nextCursor: null });
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Record<string, unknown> = await asAda('list_folder_items', { limit: 2, ...(cursor === null ? {} : { cursor }) });
      names.push(...(page['files'] as { name: string }[]).map(({ name }) => name));
      cursor = page['nextCursor'] as string | null;
    } while (cursor !== null);
    expect(names).toHaveLength(7);
    expect(await failureOf(asAda('list_folder_items', { cursor: 'stale' }))).toMatchObject({ detail: { httpStatus: 400 } });
    const recent = (await asAda('recent_documents', { limit: 2 }))['files'] as { modifiedAt: string }[];
    expect((recent[0]?.modifiedAt ?? '') > (recent[1]?.modifiedAt ?? '')).toBe(true);
  });

  test('export gives text as text, the rest as a link, and refuses what Google does not offer', async () => {
    expect(await asAda('export_file', { id: 'table-drift', format: 'csv' })).toMatchObject({ text: 'lens,drift\nA,2\n', url: null });
    const { content } = await callTool(connector, { name: 'export_file', input: { id: 'doc-handbook', format: 'pdf' }, fetch: ada });
    expect(content[1]).toMatchObject({ type: 'resource_link', mimeType: 'application/pdf', name: 'Handbook — Größe 日本 🎉.pdf' });
    await expect(asAda('export_file', { id: 'picture', format: 'pdf' })).rejects.toThrow(/cannot be exported as pdf/);
  });
});

describe('writing', () => {
  const idOf = (answer: Record<string, unknown>) => (answer['file'] as { id: string }).id;

  test('a file is created, changed, copied, shared and thrown away', async () => {
    const id = idOf(await asAda('create_file', { name: 'Größe 日本 🎉', text: '# Plan 🎉', parentId: 'folder-offers' }));
    expect(await asAda('fetch', { id })).toMatchObject({ title: 'Größe 日本 🎉', text: '# Plan 🎉' });
    await asAda('update_file', { id, name: 'Plan', text: '--b\r\n\r\nÜber alles' });
    expect(await asAda('fetch', { id })).toMatchObject({ title: 'Plan', text: '--b\r\n\r\nÜber alles' });
    const copied = idOf(await asAda('copy_file', { id, name: 'Plan 2' }));
    expect(await failureOf(asBen('fetch', { id: copied }))).toMatchObject({ detail: { httpStatus: 404 } });
    await asAda('share_file', { id: copied, email: 'ben@halden.example', role: 'commenter' });
    expect(await asBen('fetch', { id: copied })).toMatchObject({ title: 'Plan 2' });
    expect(await asBen('list_file_permissions', { id: copied })).toMatchObject({ permissions: [{ role: 'owner' }, { role: 'commenter' }] });
    expect(await failureOf(asBen('update_file', { id: copied, name: 'Mine' }))).toMatchObject({ detail: { httpStatus: 403 } });
    await asAda('trash_file', { id });
    expect(((await asAda('list_folder_items', { folderId: 'folder-offers' }))['files'] as unknown[]).length).toBe(1);
  });

  test('bytes arrive as they were', async () => {
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256));
    const id = idOf(
      await asAda('upload_file', { name: 'all.bin', mimeType: 'application/octet-stream', contentBase64: bytes.toString('base64') }),
    );
    expect(service.drives.files.find((file) => file.id === id)?.content.equals(bytes)).toBe(true);
    const folder = idOf(await asAda('create_folder', { name: 'New' }));
    expect(await asAda('list_folder_items', { folderId: folder })).toEqual({ files: [], nextCursor: null });
  });
});

describe('what Google refuses', () => {
  test('scopes are asked for one by one; an unknown token is 401; limits wait', async () => {
    const creator = asAdaWith('drive.file');
    expect(await creator('create_folder', { name: 'Allowed' })).toHaveProperty('file');
    expect(await failureOf(creator('trash_file', { id: 'old-notes' }))).toMatchObject({
      code: 'connection.scope-required',
      detail: { scopes: [googleScope('drive')] },
    });
    expect(await failureOf(asNobody('get_profile'))).toMatchObject({ detail: { httpStatus: 401 } });
    service.gate.faults.push(
      problem(403, { reason: 'rateLimitExceeded', status: 'PERMISSION_DENIED' }),
      new Response(null, { status: 503 }),
    );
    expect(await asAda('get_profile')).toMatchObject({ email: 'ada@halden.example' });
    service.gate.faults.push(new Response(null, { status: 503 }));
    expect(await failureOf(asAda('create_folder', { name: 'x' }))).toMatchObject({ detail: { httpStatus: 503 } });
  });
});

test("the double is Google Drive as Google's own client knows it", async () => {
  const headers = { authorization: `Bearer ${adasToken}` };
  const client = new drive_v3.Drive({ rootUrl: `${service.url}/`, headers });
  expect((await client.about.get({ fields: 'user' })).data.user?.emailAddress).toBe('ada@halden.example');
  const { data } = await client.files.list({ q: "fullText contains 'calibration' and trashed = false", fields: 'files(id,name)' });
  expect(data.files).toContainEqual({ id: 'doc-handbook', name: 'Handbook — Größe 日本 🎉' });
  const made = await client.files.create(
    { requestBody: { name: 'By the client 🎉' }, media: { mimeType: 'text/plain', body: 'Grüße' } },
    { rootUrl: `${service.url}/` },
  );
  expect(await asAda('fetch', { id: made.data.id ?? '' })).toMatchObject({ title: 'By the client 🎉' });
  const exported = await client.files.export({ fileId: 'doc-handbook', mimeType: 'text/markdown' });
  expect(exported.data).toBe('# Calibration\n\nWarm up *first*.');
  expect((await client.permissions.list({ fileId: 'doc-handbook', fields: 'permissions(role)' })).data.permissions).toContainEqual({
    role: 'reader',
  });
  await expect(client.files.get({ fileId: 'bens-secret' })).rejects.toMatchObject({ status: 404 });
});

// Last: its examples rename, share and throw away.
describe('the shared suite', () => {
  testConnector(connector, { fetch: ada, writes: true });
});
