import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClosing } from '../../testing/closing.ts';
import { failureOf } from '../../testing/failure.ts';
import { browseEntra, confidentialClient, publicClientId, sentinelScope, startEntra, type Entra } from '../../testing/servers/entra.ts';
import { playbookScope, startSentinel } from '../../testing/servers/sentinel.ts';
import {
  queryLake,
  runPlaybook,
  sentinelAuth,
  startSentinelHarness,
  type SentinelHarness,
} from '../../testing/servers/sentinel-harness.ts';
import type { Connector } from '../domain/connector.ts';

const closing = createClosing();
afterEach(closing.all);
let harness: SentinelHarness;
beforeEach(async () => {
  harness = closing.keep(await startSentinelHarness());
});
const signal = () => AbortSignal.timeout(15_000);

describe('signing in to Microsoft Sentinel', () => {
  test('a public client with PKCE, the Sentinel scope and no resource is let in, and the tools answer', async () => {
    const connector = await harness.addSentinel();
    await harness.signIn(connector);
    expect(await harness.connectionOf(connector)).toMatchObject({
      status: 'Connected',
      accountLabel: 'analyst@contoso.com',
      scopes: [sentinelScope],
    });
    expect((await harness.call(connector, queryLake)).structuredContent).toEqual({ rows: [{ Account: 'analyst', Count: 3 }] });
    expect(Object.fromEntries(harness.entra.authorizations[0] ?? [])).toMatchObject({
      response_type: 'code',
      client_id: publicClientId,
      code_challenge_method: 'S256',
      redirect_uri: 'http://127.0.0.1:3900/connector_platform_oauth_redirect',
      scope: `${sentinelScope} offline_access`,
    });
    expect(harness.entra.authorizations[0]?.has('resource')).toBe(false);
    const [exchange] = harness.entra.tokenRequests;
    expect([exchange?.form.has('resource'), exchange?.form.has('client_secret'), exchange?.authorization]).toEqual([false, false, null]);
    expect((await harness.lastTrace(connector)).steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'reach succeeded',
      'discover-resource succeeded',
      'discover-authorization-server succeeded',
      'register succeeded',
      'consent succeeded',
      'exchange succeeded',
      'initialize succeeded',
      'list-tools succeeded',
    ]);
  });
  test('the same with a client secret', async () => {
    const connector = await harness.addConnector({
      origin: harness.sentinel.url,
      auth: sentinelAuth({ clientId: confidentialClient.id, hasClientSecret: true }),
      secrets: { clientSecret: confidentialClient.secret },
    });
    await harness.signIn(connector);
    expect((await harness.call(connector, queryLake)).isError).toBeUndefined();
    expect(harness.entra.tokenRequests[0]?.form.get('client_secret')).toBe(confidentialClient.secret);
  });
  test('a wrong client secret says what to check', async () => {
    const connector = await harness.addConnector({
      origin: harness.sentinel.url,
      auth: sentinelAuth({ clientId: confidentialClient.id, hasClientSecret: true }),
      secrets: { clientSecret: 'wrong' },
    });
    const failure = await failureOf(harness.signIn(connector));
    expect(failure).toMatchObject({ code: 'oauth.exchange-failed', message: expect.stringContaining('Check client ID and client secret') });
    expect(failure.detail).toMatchObject({ connectorId: connector.id, returnTo: '/connectors' });
  });
  test('with the resource left in, Entra says why not, and so do we', async () => {
    const failure = await failureOf(harness.signIn(await harness.addSentinel({ omitResource: false })));
    expect(failure).toMatchObject({ code: 'oauth.authorization-failed', message: expect.stringContaining('AADSTS901002') });
  });
  test('the authorization server of a tenant is asked instead of the one that the server names', async () => {
    const tenant = closing.keep(await startEntra({ clock: harness.clock, moreScopes: [playbookScope] }));
    const connector = await harness.addSentinel({ authorizationServer: tenant.issuer });
    const started = await harness.connections.connect(
      harness.principal,
      connector.id,
      { returnTo: '/connectors', browserToken: 'browser' },
      signal(),
    );
    expect(started.kind === 'redirect' && new URL(started.url).origin).toBe(new URL(tenant.issuer).origin);
    expect(new URL(tenant.issuer).origin).not.toBe(new URL(harness.entra.issuer).origin);
  });
  test('no secret lies in the store, in a trace or in an error', async () => {
    const connector = await harness.addSentinel();
    await harness.signIn(connector);
    await harness.call(connector, queryLake);
    const secrets = [...harness.entra.tokenRequests]
      .flatMap(({ form }) => [form.get('code'), form.get('code_verifier')])
      .filter((secret) => secret !== null);
    secrets.push(...harness.sentinel.callers, ...harness.entra.authorizations.map((parameters) => parameters.get('state') ?? ''));
    expect(secrets.length).toBeGreaterThan(3);
    const kept = JSON.stringify([
      await harness.store.traces.list(connector.id),
      await harness.store.connections.listForConnector(connector.id),
      await harness.store.ledger.events(),
    ]);
    const sealed = (await harness.store.connections.credentials((await harness.connectionOf(connector)).id))?.sealed;
    for (const secret of secrets) expect(kept + sealed).not.toContain(secret);
    expect(kept).toContain('[redacted]');
  });
  test('a refused consent is told, leaves nothing, and can be tried again', async () => {
    const connector = await harness.addSentinel();
    expect((await failureOf(harness.signIn(connector, { browse: browseEntra({ refuses: true }) }))).code).toBe('oauth.consent-refused');
    expect(await harness.lastTrace(connector)).toMatchObject({ outcome: 'failed' });
    expect((await harness.lastTrace(connector)).steps.at(-1)).toMatchObject({
      name: 'consent',
      outcome: 'failed',
      code: 'oauth.consent-refused',
    });
    expect(await harness.connectionOf(connector)).toMatchObject({
      status: 'Needs sign-in',
      statusDetail: expect.stringContaining('refused'),
    });
    await harness.signIn(connector);
    expect(await harness.store.connections.listForConnector(connector.id)).toHaveLength(1);
    expect((await harness.connectionOf(connector)).status).toBe('Connected');
  });

  const faults: readonly (readonly [what: string, change: Partial<Entra['faults']>, code: string])[] = [
    ['an answer from another issuer', { iss: 'https://evil.example.com' }, 'oauth.issuer-mismatch'],
    ['an issuer that was promised and is missing', { advertisesIss: true }, 'oauth.issuer-mismatch'],
    ['metadata of another issuer', { metadataIssuer: 'https://evil.example.com' }, 'oauth.issuer-mismatch'],
    ['no PKCE', { pkce: 'absent' }, 'oauth.pkce-unsupported'],
    ['plain PKCE', { pkce: 'plain' }, 'oauth.pkce-unsupported'],
  ];
  test.each(faults)('%s ends the sign-in, and the trace says where', async (_, change, code) => {
    Object.assign(harness.entra.faults, change);
    const connector = await harness.addSentinel();
    expect((await failureOf(harness.signIn(connector))).code).toBe(code);
    expect((await harness.lastTrace(connector)).steps.at(-1)).toMatchObject({ outcome: 'failed', code });
    expect(harness.entra.tokens.issued).toBe(0);
  });
  test('metadata for another resource is refused', async () => {
    const other = closing.keep(await startSentinel({ entra: harness.entra, resource: 'https://harness.sentinel.example.com/mcp' }));
    const connector = await harness.addConnector({ origin: other.url, auth: sentinelAuth() });
    expect((await failureOf(harness.signIn(connector))).code).toBe('oauth.resource-mismatch');
  });

  describe('the state', () => {
    const begin = async (connector: Connector, browserToken = 'this browser') => {
      const begun = await harness.connections.connect(harness.principal, connector.id, { returnTo: '/', browserToken }, signal());
      return browseEntra()(begun.kind === 'redirect' ? begun.url : '');
    };
    const finish = (parameters: URLSearchParams, { principal = harness.principal, browserToken = 'this browser' } = {}) =>
      harness.connections.finishSignIn(principal, parameters, browserToken, signal());

    test('works once', async () => {
      const parameters = await begin(await harness.addSentinel());
      await finish(parameters);
      expect((await failureOf(finish(parameters))).code).toBe('oauth.state-invalid');
    });
    test('works only in the browser that it was made for', async () => {
      const parameters = await begin(await harness.addSentinel());
      expect((await failureOf(finish(parameters, { browserToken: 'another browser' }))).code).toBe('oauth.state-foreign');
      expect((await failureOf(finish(parameters))).code).toBe('oauth.state-invalid');
    });
    test('works only for the person that it was made for', async () => {
      const parameters = await begin(await harness.addSentinel());
      expect((await failureOf(finish(parameters, { principal: await harness.addPrincipal('eve@example.com') }))).code).toBe(
        'oauth.state-foreign',
      );
    });
    test('works only for a while', async () => {
      const parameters = await begin(await harness.addSentinel());
      harness.passTime(3_600_000);
      expect((await failureOf(finish(parameters))).code).toBe('oauth.state-invalid');
    });
    test('must be one of ours', async () => {
      expect((await failureOf(finish(new URLSearchParams('code=a&state=made-up')))).code).toBe('oauth.state-invalid');
      expect((await failureOf(finish(new URLSearchParams('code=a')))).code).toBe('oauth.state-invalid');
    });
  });

  test('a call that needs more asks for it, and after the step-up it runs', async () => {
    const connector = await harness.addSentinel();
    await harness.signIn(connector);
    const failure = await failureOf(harness.call(connector, runPlaybook));
    expect(failure).toMatchObject({
      code: 'connection.scope-required',
      detail: { connectorId: connector.id, scopes: [sentinelScope, playbookScope] },
    });
    await harness.signIn(connector, {
      connectionId: (await harness.connectionOf(connector)).id,
      scopes: failure.detail['scopes'] as string[],
    });
    expect(harness.entra.authorizations.at(-1)?.get('scope')?.split(' ').toSorted()).toEqual(
      [sentinelScope, 'offline_access', playbookScope].toSorted(),
    );
    expect((await harness.call(connector, runPlaybook)).content).toMatchObject([{ text: 'Playbook isolate started.' }]);
    expect(await harness.store.connections.listForConnector(connector.id)).toHaveLength(1);
  });
});
