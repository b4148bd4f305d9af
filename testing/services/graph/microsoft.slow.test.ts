import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type ApiClient, createApiClient } from '../../../src/contract/client.ts';
import { type ComposedPatchbay, composedKey, composePatchbay } from '../../composed-patchbay.ts';
import { browseEntra, confidentialClient, type Entra, startEntra } from '../../servers/entra.ts';
import type { Served } from '../../servers/serve.ts';
import { type Graph, startGraph } from './graph.ts';

/** The browser that the sign-in was begun in, and the owner's key. */
const headers = { authorization: `Bearer ${composedKey}`, cookie: 'patchbay-browser=the-browser-of-the-test' };
const folder = mkdtempSync(join(tmpdir(), 'patchbay-microsoft-'));
let entra: Entra;
let graph: Graph & Served;
let patchbay: ComposedPatchbay;
let api: ApiClient;

beforeAll(async () => {
  entra = await startEntra({ moreScopes: ['User.Read', 'Mail.Read', 'Mail.ReadWrite', 'Mail.Send'] });
  graph = await startGraph({
    judge: (token) => {
      const state = entra.tokens.judge(token);
      return state.kind === 'valid' ? { person: 'mira', scopes: state.scopes } : null;
    },
  });
  const metadata = (await (await fetch(`${entra.issuer}/.well-known/openid-configuration`)).json()) as Record<string, string>;
  const service = {
    baseUrl: `${graph.url}/v1.0`,
    authorizationUrl: metadata['authorization_endpoint'],
    tokenUrl: metadata['token_endpoint'],
  };
  writeFileSync(join(folder, 'patchbay.yaml'), stringify({ services: { 'outlook-mail': service } }));
  patchbay = await composePatchbay({ PATCHBAY_DATA: folder });
  api = createApiClient({ send: patchbay.request, headers });
});
afterAll(async () => {
  await patchbay.close();
  await graph.close();
  await entra.close();
  rmSync(folder, { recursive: true, force: true });
});

const path = { id: 'mail' };
const call = async (tool: string, input: Record<string, unknown> = {}, approvalId?: string) =>
  (await api.call('callTool', { path, body: { tool, input, approvalId } })).outcome;
const signIn = async (options: { readonly connectionId?: string; readonly scopes?: string[] } = {}) => {
  const begun = await api.call('connect', { path, body: options });
  if (begun.kind !== 'redirect') throw new Error(begun.kind);
  const back = await patchbay.request(`/connector_platform_oauth_redirect?${await browseEntra()(begun.url)}`, { headers });
  expect(back.status, await back.text()).toBe(200);
};
const message = { to: ['elif.arslan@halden.example'], subject: 'Größe 日本 🎉', body: 'Here' };

test('mail is added with a registered client, and people sign in with what the tools that read need', async () => {
  const { offered } = await api.call('listConnectors');
  for (const id of ['outlook-mail', 'outlook-calendar', 'teams', 'sharepoint'])
    expect(
      offered.find((each) => each.id === id),
      id,
    ).toMatchObject({ auth: 'oauth', settingsSchema: { properties: { tenant: {} } } });
  await api.call('createConnector', {
    body: {
      name: 'Mail',
      origin: { kind: 'builtin', builtin: 'outlook-mail', settings: {} },
      auth: { kind: 'oauth', oauth: { registration: 'static', clientId: confidentialClient.id, clientSecret: confidentialClient.secret } },
    },
  });
  await signIn();
  expect(entra.authorizations[0]?.get('scope')?.split(' ').toSorted()).toEqual(['Mail.Read', 'User.Read', 'offline_access']);
  expect((await api.call('getConnector', { path })).connections).toMatchObject([
    { status: 'Connected', accountLabel: expect.stringContaining('mira.tanaka') },
  ]);
});

test('a tool that reads runs at once, a whole message as Markdown', async () => {
  expect(await call('fetch_message', { messageId: 'AAMkAD-budget' })).toMatchObject({
    kind: 'completed',
    result: { structuredContent: { subject: 'Budget 2027: Größe der Linsen 日本 🎉', body: expect.stringContaining('## Budget') } },
  });
});

test('sending is off, then asks, then needs a permission that was not granted, and runs once it was', async () => {
  await expect(call('send_email', message)).rejects.toThrow(/switched off/);
  await api.call('changeTool', { path: { ...path, tool: 'send_email' }, body: { enabled: true } });
  const asked = await call('send_email', message);
  if (asked.kind !== 'approval_required') throw new Error(asked.kind);
  await api.call('answerApproval', { path: { id: asked.approvalId }, body: { decision: 'once' } });

  const before = graph.seen.length;
  expect(await call('send_email', message, asked.approvalId)).toMatchObject({ kind: 'authorization_required' });
  expect(graph.seen.length).toBe(before);
  const [connection] = (await api.call('getConnector', { path })).connections;
  await signIn({ scopes: ['Mail.Send'], ...(connection === undefined ? {} : { connectionId: connection.id }) });
  expect(entra.authorizations.at(-1)?.get('scope')?.split(' ')).toEqual(expect.arrayContaining(['Mail.Read', 'Mail.Send']));

  expect(await call('send_email', message, asked.approvalId)).toMatchObject({
    kind: 'completed',
    result: { structuredContent: { sent: true } },
  });
  expect(await call('list_messages', { folder: 'sentitems' })).toMatchObject({
    result: { structuredContent: { messages: [{ subject: 'Größe 日本 🎉' }] } },
  });
});

test('an expired token is renewed, and the call is repeated once', async () => {
  entra.tokens.expireAccessTokens();
  const before = graph.seen.length;
  expect(await call('get_profile')).toMatchObject({ kind: 'completed', result: { structuredContent: { name: 'Mira Tanaka 田中' } } });
  expect(graph.seen.slice(before).map(({ path: place }) => place)).toEqual(['/v1.0/me', '/v1.0/me']);
});
