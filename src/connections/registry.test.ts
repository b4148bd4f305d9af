import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId, samplePrincipal } from '../../testing/sample.ts';
import type { UserId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import { openStore, type Store } from '../store/store.ts';
import { createVault } from '../vault/vault.ts';
import { presets } from '../connectors/presets/presets.ts';
import { type ConnectorRegistry, createConnectorRegistry, type NewConnector } from './registry.ts';

let store: Store;
let registry: ConnectorRegistry;
const member: Principal = { ...samplePrincipal, userId: 'usr_eve' as UserId, email: 'eve@example.com', role: 'member' };
const options = { developerMode: true };

beforeEach(async () => {
  store = await openStore({ kind: 'sqlite', file: ':memory:' });
  for (const person of [samplePrincipal, member])
    await store.identities.insertUser({
      id: person.userId,
      email: person.email,
      name: person.name,
      role: person.role,
      passwordHash: null,
      createdAt: '2026-01-01T00:00:00.000Z',
    });
  registry = createConnectorRegistry({ store, vault: createVault(randomBytes(32)), clock: Date.now, newId, presets });
});
afterEach(() => store.close());

const remote: NewConnector = {
  name: 'Café “Größe”',
  description: '',
  iconUrl: null,
  origin: { kind: 'remote', url: 'https://mcp.example/mcp', transport: 'auto' },
  auth: {
    kind: 'oauth',
    oauth: { registration: 'static', clientId: 'client', clientSecret: 's3cret', scopes: ['read'], omitResource: true },
  },
  limits: { callTimeoutSeconds: null, maxResultBytes: null, maxConcurrentCalls: null },
  trusted: true,
};
const local: NewConnector = {
  ...remote,
  name: 'Local',
  auth: { kind: 'none' },
  origin: { kind: 'stdio', command: 'node', arguments: [], environment: { TOKEN: 'abc' }, workingDirectory: null },
};

test('a client secret and environment values are sealed; what is shown has only their names', async () => {
  const connector = await registry.create(samplePrincipal, remote, options);
  expect(connector.slug).toBe('cafe-gro-e');
  expect(connector.auth).toEqual({
    kind: 'oauth',
    oauth: { registration: 'static', clientId: 'client', scopes: ['read'], omitResource: true, hasClientSecret: true },
  });
  const started = await registry.create(samplePrincipal, local, options);
  expect(started.origin).toMatchObject({ environmentNames: ['TOKEN'] });
  const sealed = `${await store.connectors.sealedSecrets(connector.id)} ${await store.connectors.sealedSecrets(started.id)}`;
  expect(`${JSON.stringify(await store.connectors.list())} ${sealed}`).not.toMatch(/s3cret|abc/);
});

test('only the owner may add a local command', async () => {
  await expect(registry.create(member, local, options)).rejects.toMatchObject({ code: 'connector.owner-only' });
  expect((await registry.create(member, remote, options)).ownerId).toBe(member.userId);
});

test('nothing is made without trust or developer mode, and no name is taken twice', async () => {
  await expect(registry.create(samplePrincipal, { ...remote, trusted: false }, options)).rejects.toMatchObject({
    code: 'connector.trust-required',
  });
  await expect(registry.create(samplePrincipal, remote, { developerMode: false })).rejects.toMatchObject({
    code: 'connector.developer-mode-off',
  });
  await registry.create(samplePrincipal, remote, options);
  await expect(registry.create(samplePrincipal, remote, options)).rejects.toMatchObject({ code: 'connector.slug-taken' });
});

test('a change of the OAuth settings keeps the secret that it does not name', async () => {
  const { id } = await registry.create(samplePrincipal, remote, options);
  const changed = await registry.change(samplePrincipal, id, {
    auth: { kind: 'oauth', oauth: { registration: 'static', clientId: 'other', scopes: [], omitResource: false } },
  });
  expect(changed.auth).toMatchObject({ oauth: { clientId: 'other', hasClientSecret: true } });
});

test('nobody changes or removes what another person made, unless they administer', async () => {
  const { id } = await registry.create(samplePrincipal, remote, options);
  await expect(registry.change(member, id, { enabled: false })).rejects.toMatchObject({ code: 'identity.forbidden' });
  await expect(registry.remove(member, id)).rejects.toMatchObject({ code: 'identity.forbidden' });
  const theirs = await registry.create(member, { ...remote, slug: 'theirs' }, options);
  expect((await registry.change(samplePrincipal, theirs.id, { enabled: false })).enabled).toBe(false);
});

test('Microsoft Sentinel asks for tenant and client only; scope, authority, address and the missing resource are filled in', async () => {
  const wanted: NewConnector = {
    ...remote,
    name: 'Sentinel',
    origin: { kind: 'builtin', builtin: 'microsoft-sentinel', settings: { tenant: 'contoso.onmicrosoft.com' } },
    auth: { kind: 'oauth', oauth: { registration: 'static', clientId: 'client', scopes: ['other'], omitResource: false } },
    trusted: false,
  };
  const connector = await registry.create(samplePrincipal, wanted, { developerMode: false });
  expect(connector).toMatchObject({
    origin: { kind: 'remote', url: 'https://sentinel.microsoft.com/mcp/data-exploration' },
    auth: {
      kind: 'oauth',
      oauth: {
        registration: 'static',
        clientId: 'client',
        scopes: ['4500ebfb-89b6-4b14-a480-7f749797bfcd/SentinelPlatform.DelegatedAccess'],
        omitResource: true,
        authorizationServer: 'https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0',
      },
    },
  });
  const other = (settings: Record<string, string>) =>
    registry.create(
      samplePrincipal,
      { ...wanted, slug: settings.collection, origin: { kind: 'builtin', builtin: 'microsoft-sentinel', settings } },
      options,
    );
  expect(await other({ tenant: 'contoso.com', collection: 'triage' })).toMatchObject({
    origin: { url: 'https://sentinel.microsoft.com/mcp/triage' },
    auth: { oauth: { scopes: ['7b7b3966-1961-47b5-b080-43ca5482e21c/MCP.Read.All'] } },
  });
  expect(await other({ tenant: 'contoso.com', collection: 'custom', customCollection: 'hunting' })).toMatchObject({
    origin: { url: 'https://sentinel.microsoft.com/mcp/custom/hunting' },
  });
  await expect(other({ tenant: 'contoso.com/evil' })).rejects.toMatchObject({ code: 'request.invalid' });
  await expect(other({ tenant: 'contoso.com', collection: 'custom' })).rejects.toMatchObject({ code: 'request.invalid' });
  await expect(registry.create(member, wanted, options)).rejects.toMatchObject({ code: 'identity.forbidden' });
});
