import { describe, expect, test } from 'vitest';
import type { OAuthSettings } from '../../domain/connector.ts';
import { Secret } from '../../domain/secret.ts';
import { authorizationRequest } from './authorize.ts';
import { judgeCallback } from './callback.ts';
import { clientMetadataDocument, redirectUri } from './client-metadata.ts';
import { judgeMetadata } from './judge-metadata.ts';
import { type PlanInput, planRegistration } from './registration.ts';
import { chooseScopes, type ScopeInput } from './scopes.ts';
import type { ServerMetadata } from './server-metadata.ts';

const metadata: ServerMetadata = {
  issuer: 'https://auth.example.com',
  authorization_endpoint: 'https://auth.example.com/authorize',
  token_endpoint: 'https://auth.example.com/token',
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
};
const entra: ServerMetadata = {
  issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
  authorization_endpoint: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize',
  token_endpoint: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
  response_types_supported: ['code'],
};
const without = (...names: (keyof ServerMetadata)[]): ServerMetadata =>
  Object.fromEntries(Object.entries(metadata).filter(([name]) => !names.includes(name as keyof ServerMetadata))) as ServerMetadata;

describe('metadata of an authorization server', () => {
  const organizations = 'https://login.microsoftonline.com/organizations/v2.0';
  const rows: readonly (readonly [what: string, given: ServerMetadata, asked: string, code: string | null])[] = [
    ['the same issuer', metadata, 'https://auth.example.com', null],
    ['a slash after a bare host', metadata, 'https://auth.example.com/', null],
    ['another issuer', metadata, 'https://evil.example.com', 'oauth.issuer-mismatch'],
    ['another spelling of the host', metadata, 'https://AUTH.example.com', 'oauth.issuer-mismatch'],
    ['another path', metadata, 'https://auth.example.com/tenant', 'oauth.issuer-mismatch'],
    ['no word of PKCE', without('code_challenge_methods_supported'), metadata.issuer, 'oauth.pkce-unsupported'],
    ['plain PKCE only', { ...metadata, code_challenge_methods_supported: ['plain'] }, metadata.issuer, 'oauth.pkce-unsupported'],
    ['both kinds of PKCE', { ...metadata, code_challenge_methods_supported: ['plain', 'S256'] }, metadata.issuer, null],
    ['no code flow', { ...metadata, response_types_supported: ['token'] }, metadata.issuer, 'oauth.metadata-invalid'],
    [
      'an address that runs code',
      { ...metadata, authorization_endpoint: 'javascript:alert(1)//https://' },
      metadata.issuer,
      'oauth.metadata-invalid',
    ],
    [
      'an address of another scheme',
      { ...metadata, registration_endpoint: 'file:///etc/passwd' },
      metadata.issuer,
      'oauth.metadata-invalid',
    ],
    ["Entra's template, and its silence about PKCE", entra, organizations, null],
    ['Entra with the wrong tenant', entra, 'https://login.microsoftonline.com/contoso/v2.0', 'oauth.issuer-mismatch'],
    [
      "somebody else with Entra's template",
      { ...metadata, issuer: 'https://auth.example.com/{tenantid}/v2.0' },
      'https://auth.example.com/organizations/v2.0',
      'oauth.issuer-mismatch',
    ],
    [
      'a name that only looks like Entra',
      { ...entra, issuer: organizations.replace('.com', '.com.evil.example') },
      organizations.replace('.com', '.com.evil.example'),
      'oauth.pkce-unsupported',
    ],
    [
      'Entra that offers only plain PKCE',
      { ...entra, code_challenge_methods_supported: ['plain'] },
      organizations,
      'oauth.pkce-unsupported',
    ],
  ];
  test.each(rows)('%s', (_, given, asked, code) => {
    expect(judgeMetadata(given, asked)?.code ?? null).toBe(code);
  });
});

describe('what comes back through the browser', () => {
  const promised = { ...metadata, authorization_response_iss_parameter_supported: true };
  const assumed = { ...metadata, assumesIssuer: true };
  const tenant = 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0';
  const rows: readonly (readonly [what: string, answer: string, given: ServerMetadata, outcome: string])[] = [
    ['a code', 'code=a', metadata, 'code'],
    ['a code with the right issuer', 'code=a&iss=https://auth.example.com', metadata, 'code'],
    ['a code with the promised issuer', 'code=a&iss=https://auth.example.com', promised, 'code'],
    ['a code without the promised issuer', 'code=a', promised, 'oauth.issuer-mismatch'],
    ['a code with another issuer', 'code=a&iss=https://evil.example.com', metadata, 'oauth.issuer-mismatch'],
    ['an issuer that differs by a slash', 'code=a&iss=https://auth.example.com/', metadata, 'oauth.issuer-mismatch'],
    ['an issuer that differs by case', 'code=a&iss=https://AUTH.example.com', metadata, 'oauth.issuer-mismatch'],
    [
      'an error from another issuer',
      'error=access_denied&error_description=click&iss=https://evil.example.com',
      metadata,
      'oauth.issuer-mismatch',
    ],
    ["Entra's issuer with a tenant", `code=a&iss=${tenant}`, entra, 'code'],
    ["Entra's issuer with no tenant", 'code=a&iss=https://login.microsoftonline.com/x/v2.0', entra, 'oauth.issuer-mismatch'],
    ['an issuer below an assumed one', 'code=a&iss=https://auth.example.com/realms/x', assumed, 'code'],
    ['an issuer at another host than an assumed one', 'code=a&iss=https://evil.example.com/realms/x', assumed, 'oauth.issuer-mismatch'],
    ['a refusal', 'error=access_denied', metadata, 'oauth.consent-refused'],
    ['another error', 'error=server_error&error_description=busy', metadata, 'oauth.authorization-failed'],
    ['nothing', '', metadata, 'oauth.authorization-failed'],
  ];
  test.each(rows)('%s', (_, answer, given, outcome) => {
    const verdict = judgeCallback(new URLSearchParams(answer), given);
    expect(verdict.kind === 'code' ? 'code' : verdict.error.code).toBe(outcome);
  });
  test('the words of another issuer are not repeated', () => {
    const verdict = judgeCallback(new URLSearchParams('error=x&error_description=call+555&iss=https://evil.example.com'), metadata);
    expect(JSON.stringify(verdict)).not.toContain('555');
  });
  test('the words of the right one are, on one line', () => {
    const verdict = judgeCallback(new URLSearchParams('error=server_error&error_description=busy%0Anow'), metadata);
    expect(verdict).toMatchObject({ error: { message: 'The authorization server answered: server_error: busy now' } });
  });
});

describe('how we become a client', () => {
  const settings: OAuthSettings = { registration: 'auto', clientId: null, hasClientSecret: false, scopes: [], omitResource: false };
  const all: ServerMetadata = {
    ...metadata,
    client_id_metadata_document_supported: true,
    registration_endpoint: 'https://auth.example.com/register',
  };
  const documentUrl = 'https://patchbay.example.com/oauth/client-metadata.json';
  const rows: readonly (readonly [what: string, input: Partial<PlanInput>, kind: string])[] = [
    ['a client ID goes first', { settings: { ...settings, clientId: 'abc' } }, 'static'],
    ['then the document', {}, 'client-id-metadata'],
    [
      'then registration, where the server takes no document',
      { metadata: { ...all, client_id_metadata_document_supported: false } },
      'dynamic',
    ],
    ['then registration, where we have no public https address', { documentUrl: 'http://127.0.0.1:3900/x' }, 'dynamic'],
    ['else nothing', { metadata }, 'unavailable'],
    ['static without a client ID', { settings: { ...settings, registration: 'static' } }, 'unavailable'],
    ['dynamic though there is a client ID', { settings: { ...settings, registration: 'dynamic', clientId: 'abc' } }, 'dynamic'],
    ['dynamic though the server takes documents', { settings: { ...settings, registration: 'dynamic' } }, 'dynamic'],
    [
      'document, asked for but not served',
      { settings: { ...settings, registration: 'client-id-metadata' }, documentUrl: 'http://127.0.0.1/x' },
      'unavailable',
    ],
    ['document, asked for but not taken', { settings: { ...settings, registration: 'client-id-metadata' }, metadata }, 'unavailable'],
  ];
  test.each(rows)('%s', (_, input, kind) => {
    expect(planRegistration({ settings, metadata: all, documentUrl, ...input }).kind).toBe(kind);
  });
  test('the document names itself as the client', () => {
    expect(clientMetadataDocument('https://patchbay.example.com/')).toMatchObject({
      client_id: documentUrl,
      redirect_uris: ['https://patchbay.example.com/connector_platform_oauth_redirect'],
      token_endpoint_auth_method: 'none',
      application_type: 'web',
    });
    expect(redirectUri('http://127.0.0.1:3900')).toBe('http://127.0.0.1:3900/connector_platform_oauth_redirect');
  });
});

describe('which scopes to ask for', () => {
  const none: ScopeInput = { configured: [], challenged: [], resourceScopes: null, added: [], granted: [], serverScopes: [] };
  const rows: readonly (readonly [what: string, input: Partial<ScopeInput>, scopes: string])[] = [
    ['none where nobody names one', {}, ''],
    ['not even offline_access', { serverScopes: ['offline_access'] }, ''],
    ["the resource's", { resourceScopes: ['a', 'b'] }, 'a b'],
    ["the challenge's before the resource's", { challenged: ['c'], resourceScopes: ['a', 'b'] }, 'c'],
    ["the connector's before all", { configured: ['d'], challenged: ['c'], resourceScopes: ['a'] }, 'd'],
    ['with offline_access where it is known', { configured: ['d'], serverScopes: ['openid', 'offline_access'] }, 'd offline_access'],
    ['offline_access once', { configured: ['offline_access', 'd'], serverScopes: ['offline_access'] }, 'offline_access d'],
    ['the union on a step-up', { configured: ['d'], granted: ['a', 'd'], added: ['e'] }, 'a d e'],
    ['what was granted is not asked for again otherwise', { resourceScopes: ['a'], granted: ['z'] }, 'a'],
  ];
  test.each(rows)('%s', (_, input, scopes) => {
    expect(chooseScopes({ ...none, ...input }).join(' ')).toBe(scopes);
  });
});

describe('the address of a sign-in', () => {
  const ask = async (origin: string) => {
    const { url } = await authorizationRequest({
      metadata: { ...metadata, issuer: origin, authorization_endpoint: `${origin}/authorize` },
      client: { clientId: 'c', clientSecret: null, redirectUri: 'http://127.0.0.1:3900/back' } as never,
      scopes: ['read', 'issues:create'],
      resource: null,
      state: new Secret('s'),
    });
    return new URL(url).searchParams;
  };

  test('has scopes with a space between them, and with a comma where Linear is asked', async () => {
    expect((await ask('https://auth.example.com')).get('scope')).toBe('read issues:create');
    expect((await ask('https://linear.app')).get('scope')).toBe('read,issues:create');
  });

  test('asks Google for a refresh token by its own parameters', async () => {
    const parameters = await ask('https://accounts.google.com');
    expect([parameters.get('access_type'), parameters.get('prompt')]).toEqual(['offline', 'consent']);
  });

  test('asks Dropbox for a refresh token by its own parameter', async () => {
    expect((await ask('https://www.dropbox.com')).get('token_access_type')).toBe('offline');
    expect((await ask('https://auth.example.com')).has('token_access_type')).toBe(false);
  });
});
