import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DropboxWithSignIn, startDropboxWithSignIn } from '../../../testing/services/dropbox/signed-in.ts';
import { problem } from '../../../testing/services/dropbox/refused.ts';
import { type ReadyMade, startReadyMade } from '../../../testing/services/ready-made.ts';

let service: DropboxWithSignIn;
let whole: ReadyMade;

beforeAll(async () => {
  service = await startDropboxWithSignIn({ redirectUri: 'http://127.0.0.1:3900/connector_platform_oauth_redirect' });
  whole = await startReadyMade({ builtin: 'dropbox', client: service.client, services: service.addresses });
});
afterAll(async () => {
  await whole.close();
  await service.close();
});

const asked = () => service.signIn.authorizations.at(-1)?.get('scope')?.split(' ').toSorted();
const readScopes = ['account_info.read', 'files.content.read', 'files.metadata.read'];
const writeScopes = ['account_info.read', 'files.content.read', 'files.content.write', 'files.metadata.read'];

test('through the whole program: sign in, read at both hosts, step up, write with approval', async () => {
  expect(await whole.signIn({ email: 'ben@halden.example' })).toContain('data-outcome="connected"');
  expect(asked()).toEqual(readScopes);
  expect(await whole.call('get_profile')).toMatchObject({ kind: 'completed', result: { structuredContent: { name: 'Ben 田中' } } });
  expect(await whole.call('fetch', { id: '/Offers/Ben’s “offer” 日本 🎉.txt' })).toMatchObject({
    kind: 'completed',
    result: { structuredContent: { text: 'Größe: 12 mm, calibration included\n' } },
  });
  expect(await whole.call('fetch', { id: '/Board 🔒/Sale.txt' })).toMatchObject({
    kind: 'completed',
    result: { isError: true, content: [{ text: expect.stringContaining('this account may not see it') }] },
  });

  await whole.patchbay.api.call('changeTool', { path: { id: 'dropbox', tool: 'upload_file' }, body: { enabled: true } });
  const input = { path: '/Offers/Über das ganze Programm 🎉.md', content: '# Größe' };
  expect(await whole.callApproved('upload_file', input)).toMatchObject({ kind: 'authorization_required' });
  expect(service.double.tree.get(`team:${input.path}`)).toBeUndefined();
  expect(await whole.signIn({ email: 'ben@halden.example', scopes: ['files.content.write'] })).toContain('data-outcome="connected"');
  expect(asked()).toEqual(writeScopes);
  expect(await whole.callApproved('upload_file', input)).toMatchObject({ kind: 'completed' });
  expect(service.double.tree.get(`team:${input.path}`)?.content?.whole?.toString('utf8')).toBe('# Größe');
});

test('a token that ended is renewed and the call goes on', async () => {
  service.double.gate.tokens.expireAccessTokens();
  const before = service.double.gate.seen.length;
  expect(await whole.call('list_folder')).toMatchObject({ kind: 'completed' });
  const paths = service.double.gate.seen.slice(before).map(({ path }) => path.replace('/2/', ''));
  expect(paths).toEqual(['users/get_current_account', 'users/get_current_account', 'files/list_folder']);
});

test('a permission that Dropbox misses is asked for, and the sign-in stays', async () => {
  service.double.gate.faults.push(problem(401, { '.tag': 'missing_scope', required_scope: 'sharing.read' }));
  const before = service.double.gate.seen.length;
  expect(await whole.call('get_profile')).toMatchObject({ kind: 'authorization_required' });
  expect(service.double.gate.seen.length).toBe(before + 1);
  expect(await whole.call('get_profile')).toMatchObject({ kind: 'completed' });
});
