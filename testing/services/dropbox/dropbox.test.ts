import { Dropbox, DropboxAuth } from 'dropbox';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import dropbox from '../../../src/connectors/dropbox/connector.ts';
import { Secret } from '../../../src/domain/secret.ts';
import { authorizationRequest } from '../../../src/oauth/client/authorize.ts';
import { failureOf } from '../../failure.ts';
import { awkward, startDropboxHarness } from './harness.ts';

const { service, adasToken, asAda, judged, takeFaults } = await startDropboxHarness();
beforeEach(() => void service.gate.faults.splice(0));
afterEach(() => expect(takeFaults()).toEqual([]));
afterAll(() => service.close());

describe("the double is Dropbox as Dropbox's own client knows it", () => {
  const passed = judged((input, init) => fetch(input, init));
  /** The client has its hosts written in. */
  const atDouble: typeof globalThis.fetch = (input, init) => {
    const address = String(input instanceof Request ? input.url : input);
    const to = address.replace('https://api.dropboxapi.com', service.url).replace('https://content.dropboxapi.com', service.contentUrl);
    return passed(to, init);
  };
  const client = new Dropbox({ accessToken: adasToken, fetch: atDouble, pathRoot: '{".tag":"root","root":"1000"}' });

  test('reads', async () => {
    const { result: account } = await client.usersGetCurrentAccount();
    expect([account.name.display_name, account.root_info['.tag']]).toEqual(['Ada Halden', 'team']);
    const { result: listing } = await client.filesListFolder({ path: '/Offers', limit: 1 });
    expect(listing.has_more).toBe(true);
    const { result: rest } = await client.filesListFolderContinue({ cursor: listing.cursor });
    expect(rest.entries).toHaveLength(1);
    const { result: found } = await client.filesSearchV2({ query: 'calibration', options: { order_by: { '.tag': 'last_modified_time' } } });
    expect(found.matches.map(({ metadata }) => metadata['.tag'])).toContain('metadata');
    const { result: file } = await client.filesDownload({ path: '/Offers/Ben’s “offer” 日本 🎉.txt' });
    expect([file.name, file.fileBinary?.toString('utf8')]).toEqual(['Ben’s “offer” 日本 🎉.txt', 'Größe: 12 mm, calibration included\n']);
  });

  test('writes, with the hash that it reckons itself', async () => {
    const path = `/Offers/${awkward}.md`;
    const { result: made } = await client.filesUpload({ path, contents: 'x'.repeat(9_000_000) });
    expect(await asAda('get_file_metadata', { path: made.id })).toMatchObject({ path, contentHash: made.content_hash });
    const wrong = client.filesUpload({ path: '/Offers/wrong.md', contents: 'y', content_hash: '0'.repeat(64) });
    expect(await failureOf(wrong)).toMatchObject({ status: 409, error: { error: { '.tag': 'content_hash_mismatch' } } });
    const { result: moved } = await client.filesMoveV2({ from_path: path, to_path: '/Offers/by the client.md' });
    expect(moved.metadata).toMatchObject({ '.tag': 'file', id: made.id });
    await client.filesDeleteV2({ path: '/Offers/by the client.md' });
    const { result: link } = await client.sharingCreateSharedLinkWithSettings({ path: '/Offers/Offer 12.html' });
    expect((await client.sharingListSharedLinks({ path: '/Offers/Offer 12.html' })).result.links).toMatchObject([{ url: link.url }]);
  });

  test('is refused in the words that it knows', async () => {
    expect(await failureOf(client.filesGetMetadata({ path: '/none' }))).toMatchObject({
      status: 409,
      error: { error_summary: 'path/not_found/..', error: { '.tag': 'path', path: { '.tag': 'not_found' } } },
    });
    const stranger = new Dropbox({ accessToken: 'unknown', fetch: atDouble });
    expect(await failureOf(stranger.usersGetCurrentAccount())).toMatchObject({
      status: 401,
      error: { error: { '.tag': 'invalid_access_token' } },
    });
    const elsewhere = new Dropbox({ accessToken: adasToken, fetch: atDouble, pathRoot: '{".tag":"root","root":"9"}' });
    expect(await failureOf(elsewhere.filesListFolder({ path: '' }))).toMatchObject({
      status: 422,
      error: { error: { '.tag': 'invalid_root' } },
    });
  });

  test('begins at home where nothing else is said', async () => {
    const home = new Dropbox({ accessToken: adasToken, fetch: atDouble });
    expect((await home.filesListFolder({ path: '' })).result.entries.map(({ name }) => name)).toContain('Notes.md');
    expect((await home.filesGetMetadata({ path: '/Notes.md' })).result.path_display).toBe('/Notes.md');
  });
});

test("the address of our sign-in is the one that Dropbox's own client makes", async () => {
  const redirectUri = 'https://patchbay.example/connector_platform_oauth_redirect';
  const { authorizationUrl, tokenUrl, scopes } = dropbox.auth;
  const names = Object.keys(scopes);
  const auth = new DropboxAuth({ clientId: 'app' });
  const theirs = new URL(String(await auth.getAuthenticationUrl(redirectUri, 'state', 'code', 'offline', names, undefined, true)));
  const { url } = await authorizationRequest({
    metadata: {
      issuer: new URL(authorizationUrl).origin,
      authorization_endpoint: authorizationUrl,
      token_endpoint: tokenUrl,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    },
    client: { clientId: 'app', clientSecret: null, authMethod: null, secretExpiresAt: null, redirectUri },
    scopes: names,
    resource: null,
    state: new Secret('state'),
  });
  const ours = new URL(url);
  const said = ({ searchParams }: URL) => Object.fromEntries([...searchParams].filter(([name]) => name !== 'code_challenge').toSorted());
  // The client leaves out the www that Dropbox's guide has.
  expect([ours.host, ours.pathname, said(ours)]).toEqual([`www.${theirs.host}`, theirs.pathname, said(theirs)]);
  expect(ours.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
});
