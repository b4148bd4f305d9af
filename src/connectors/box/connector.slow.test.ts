import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { BoxClient, BoxDeveloperTokenAuth, BoxOAuth, OAuthConfig } from 'box-node-sdk';
import { NetworkSession } from 'box-node-sdk/networking';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Box, startBox } from '../../../testing/services/box/box.ts';
import { longFileBytes } from '../../../testing/services/box/company.ts';
import { boxClient, boxScopes } from '../../../testing/services/box/sign-in.ts';
import { type ReadyMade, startReadyMade } from '../../../testing/services/ready-made.ts';

const redirectUri = 'http://127.0.0.1:3900/connector_platform_oauth_redirect';
let service: Box;

beforeAll(async () => {
  service = await startBox();
});
afterAll(() => service.close());

describe('through the whole program', () => {
  let whole: ReadyMade;
  beforeAll(async () => {
    whole = await startReadyMade({
      builtin: 'box',
      client: boxClient,
      services: {
        baseUrl: `${service.url}/2.0`,
        otherOrigins: [service.uploadUrl],
        authorizationUrl: `${service.url}/api/oauth2/authorize`,
        tokenUrl: `${service.url}/oauth2/token`,
        revocationUrl: `${service.url}/oauth2/revoke`,
      },
    });
  });
  afterAll(() => whole.close());
  const switchTool = (tool: string, enabled: boolean) =>
    whole.patchbay.api.call('changeTool', { path: { id: 'box', tool }, body: { enabled } });
  const asked = () => service.signIn.authorizations.at(-1)?.get('scope')?.split(' ').toSorted();

  test('content needs the right to write, at Box; who switches that off is not asked for it', async () => {
    expect(await whole.signIn({ email: 'ada@halden.example' })).toContain('data-outcome="connected"');
    expect(asked()).toEqual(['root_readonly', 'root_readwrite']);
    expect(await whole.call('fetch', { id: '2001' })).toMatchObject({ kind: 'completed' });
    await switchTool('fetch', false);
    await switchTool('get_file_content', false);
    await whole.disconnect();
    await expect.poll(() => service.gate.tokens.revoked).toBe(1);
  });

  test('sign in, read, step up, write with approval, download', async () => {
    expect(await whole.signIn({ email: 'ben@halden.example' })).toContain('data-outcome="connected"');
    expect(asked()).toEqual(['root_readonly']);
    await switchTool('upload_file', true);
    expect(await whole.call('who_am_i')).toMatchObject({ kind: 'completed', result: { structuredContent: { name: 'Ben 田中' } } });

    const input = { folderId: '1002', name: 'Über das ganze Programm 🎉.md', content: '# Größe 日本' };
    expect(await whole.callApproved('upload_file', input)).toMatchObject({ kind: 'authorization_required' });
    expect(await whole.signIn({ email: 'ben@halden.example', scopes: ['root_readwrite'] })).toContain('data-outcome="connected"');
    expect(asked()).toEqual(['root_readonly', 'root_readwrite']);
    expect(await whole.callApproved('upload_file', input)).toMatchObject({ kind: 'completed' });
    const made = service.company.items.at(-1);
    expect(made).toMatchObject({ name: input.name, modifiedBy: 'ben@halden.example' });

    await switchTool('fetch', true);
    expect(await whole.call('fetch', { id: made?.id })).toMatchObject({ result: { structuredContent: { text: input.content } } });
    expect(service.downloads.map(({ authorization }) => authorization)).toEqual([null, null]);
  });

  test('renews after 401 again and again, with the refresh token that came last', async () => {
    for (let round = 0; round < 3; round += 1) {
      service.gate.tokens.expireAccessTokens();
      const before = service.gate.seen.length;
      expect(await whole.call('list_folder_items')).toMatchObject({ kind: 'completed' });
      expect(service.gate.seen.length).toBe(before + 2);
    }
    expect(service.gate.tokens.reuses).toBe(0);
  });

  test('a text of 200 MB is read in bounded memory, and leaves nothing behind', async () => {
    await switchTool('get_file_content', true);
    const read = () => whole.call('get_file_content', { fileId: '2006' });
    expect(await read()).toMatchObject({ result: { structuredContent: { truncated: true, bytes: longFileBytes } } });
    const film = service.company.items.find(({ id }) => id === '2007') ?? expect.fail('no film');
    film.versions.push({ ...(film.versions[0] ?? expect.fail('no version')), bytes: 30_000_000 });
    expect(await whole.call('get_file_content', { fileId: '2007' })).toMatchObject({
      result: { structuredContent: { contentKind: 'link', url: 'https://app.box.com/file/2007' } },
    });
    const before = process.memoryUsage().rss;
    let highest = before;
    for (let round = 0; round < 8; round += 1) {
      await read();
      highest = Math.max(highest, process.memoryUsage().rss);
    }
    // Nine times 200 MB were there to be had, by a server in this very process.
    expect((highest - before) / 1_000_000).toBeLessThan(150);
    const sent = service.downloads.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(sent).toBeLessThan(longFileBytes / 4);
  });
});

describe("the double is Box as Box's own client knows it", () => {
  const networkSession = () =>
    new NetworkSession({}).withCustomBaseUrls({
      baseUrl: service.url,
      uploadUrl: `${service.uploadUrl}/api`,
      oauth2Url: `${service.url}/api/oauth2`,
    });
  const clientOf = (email: string, scopes: readonly string[] = boxScopes) =>
    new BoxClient({ auth: new BoxDeveloperTokenAuth({ token: service.gate.issue(email, scopes) }), networkSession: networkSession() });
  const asStream = (words: string) => Readable.from([Buffer.from(words)]);
  const textOf = (stream: AsyncIterable<Uint8Array> | undefined) => text(stream ?? expect.fail('nothing came'));

  test('it lists, searches, uploads, downloads, copies, comments and shares', async () => {
    const ada = clientOf('ada@halden.example');
    expect(await ada.users.getUserMe()).toMatchObject({ name: 'Ada Halden', login: 'ada@halden.example' });
    const first = await ada.folders.getFolderItems('1004', { queryParams: { usemarker: true, limit: 30 } });
    expect(first.entries).toHaveLength(30);
    const second = await ada.folders.getFolderItems('1004', {
      queryParams: { usemarker: true, limit: 30, marker: first.nextMarker ?? '' },
    });
    expect(second.entries).toHaveLength(15);
    expect(second.nextMarker ?? '').toBe('');

    const found = await ada.search.searchForContent({ query: 'calibration', type: 'file' });
    expect(JSON.stringify(found.entries)).toContain('Handbook — Größe 日本 🎉.html');

    const attributes = { name: 'By the client 🎉.txt', parent: { id: '1002' } };
    const made = (await ada.uploads.uploadFile({ attributes, file: asStream('Grüße 日本') })).entries?.[0];
    expect(made).toMatchObject({ name: attributes.name, ownedBy: { login: 'ada@halden.example' } });
    const id = made?.id ?? '';
    expect(await textOf(await ada.downloads.downloadFile(id))).toBe('Grüße 日本');
    await ada.uploads.uploadFileVersion(id, { attributes: { name: attributes.name }, file: asStream('zwei') });
    expect(await textOf(await ada.downloads.downloadFile(id))).toBe('zwei');

    expect(await ada.files.copyFile(id, { parent: { id: '0' }, name: 'Copy.txt' })).toMatchObject({ parent: { id: '0' } });
    await ada.comments.createComment({ message: 'Größe', item: { id, type: 'file' } });
    expect((await ada.comments.getFileComments(id)).entries).toMatchObject([{ message: 'Größe' }]);
    const shared = await ada.sharedLinksFiles.addShareLinkToFile(id, { sharedLink: { access: 'company' } }, { fields: 'shared_link' });
    expect(shared.sharedLink).toMatchObject({ effectiveAccess: 'company' });
    expect(await ada.folders.createFolder({ name: 'Made by the client', parent: { id: '0' } })).toMatchObject({ type: 'folder' });
  });

  test('it understands what is refused', async () => {
    const ben = clientOf('ben@halden.example');
    await expect(ben.files.getFileById('2005')).rejects.toMatchObject({ responseInfo: { statusCode: 404, body: { code: 'not_found' } } });
    const again = clientOf('ada@halden.example').folders.createFolder({ name: 'empty', parent: { id: '0' } });
    await expect(again).rejects.toMatchObject({
      responseInfo: { statusCode: 409, body: { code: 'item_name_in_use', context_info: { conflicts: [{ id: '1002' }] } } },
    });
    const reader = clientOf('ada@halden.example', ['root_readonly']);
    await expect(reader.folders.createFolder({ name: 'x', parent: { id: '0' } })).rejects.toMatchObject({
      responseInfo: { statusCode: 403, body: { code: 'insufficient_scope' } },
    });
  });

  test('it signs in, renews and ends', async () => {
    const auth = new BoxOAuth({ config: new OAuthConfig({ clientId: boxClient.id, clientSecret: boxClient.secret }) });
    const query = new URL(auth.getAuthorizeUrl({ redirectUri, state: 's' })).search;
    const form = new URLSearchParams([...new URLSearchParams(query), ['email', 'ada@halden.example']]);
    const granted = await globalThis.fetch(`${service.url}/api/oauth2/authorize`, { method: 'POST', body: form, redirect: 'manual' });
    const code = new URL(granted.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const first = await auth.getTokensAuthorizationCodeGrant(code, networkSession());
    await expect(auth.getTokensAuthorizationCodeGrant(code, networkSession())).rejects.toThrow(/invalid_grant/);
    const second = await auth.refreshToken(networkSession());
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const client = new BoxClient({ auth, networkSession: networkSession() });
    expect(await client.users.getUserMe()).toMatchObject({ name: 'Ada Halden' });
    await auth.revokeToken(networkSession());
    await expect(client.users.getUserMe()).rejects.toThrow();
  });
});
