import { apiKey, AppError, type ConnectorDefinition, none, oauth2, z } from '../../connector-kit/index.ts';
import { type Description, isNamed, type Scheme } from './description/description.ts';
import { admit } from './description/security.ts';
import type { OpenApiSettings } from './settings.ts';

type Auth = ConnectorDefinition['auth'];
type Chosen = Pick<OpenApiSettings, 'security' | 'access'>;
type Known = Chosen & Pick<OpenApiSettings, 'profile' | 'baseUrl'>;

/** The security scheme that the settings name; null: nobody signs in. */
export function schemeOf({ schemes }: Pick<Description, 'schemes'>, { security }: Pick<Chosen, 'security'>): Scheme | null {
  return Object.hasOwn(schemes, security) ? (schemes[security] ?? null) : null;
}

/** Whether each person has an account of their own. Sign-ins in the browser are made for that; a key is often the company's. */
export function isPersonal(scheme: Scheme, { access }: Pick<Chosen, 'access'>): boolean {
  return (access ?? (scheme.kind === 'oauth' || scheme.kind === 'openid' ? 'personal' : 'shared')) === 'personal';
}

/** How each person signs in, by the scheme that was chosen. */
export function authOf(description: Description, settings: Known): Auth {
  const scheme = schemeOf(description, settings);
  if (scheme === null || !isPersonal(scheme, settings)) return none();
  switch (scheme.kind) {
    case 'header':
      return apiKey({ headerName: scheme.name, prefix: '' });
    case 'query':
      return apiKey({ headerName: scheme.name, prefix: '', form: 'query' });
    case 'bearer':
      return apiKey();
    case 'basic':
      return apiKey({ prefix: 'Basic ', form: 'basic' });
    case 'oauth': {
      const { kind, clientAuthMethods, ...addresses } = scheme;
      const known = ['openid', 'offline_access'].filter((scope) => Object.hasOwn(scheme.scopes, scope));
      const profile = description.operations.find((operation) => isNamed(operation, settings.profile ?? ''));
      const admission = profile === undefined ? null : admit(profile, settings);
      const always = [...known, ...(admission?.kind === 'admitted' ? admission.scopes : [])];
      return oauth2({ ...addresses, always, ...(clientAuthMethods === null ? {} : { clientAuthMethods }) });
    }
    case 'openid':
      throw new AppError('request.invalid', {
        sentence: `Save the settings again: ${scheme.discoveryUrl} was not asked yet where to sign in.`,
      });
  }
}

const address = z.url({ protocol: /^https?$/ });
const provider = z.object({
  issuer: z.string(),
  authorization_endpoint: address,
  token_endpoint: address,
  revocation_endpoint: address.nullish(),
  scopes_supported: z.array(z.string()).default([]),
  code_challenge_methods_supported: z.array(z.string()).optional(),
  // OpenID Connect Discovery §3: this is what an absent list means.
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
});
const suffix = '/.well-known/openid-configuration';
const discoveryMilliseconds = 30_000;

/** Asks an OpenID provider for its addresses (OpenID Connect Discovery §4), once, when the settings are saved. */
export async function discoverProvider(
  { discoveryUrl }: Extract<Scheme, { readonly kind: 'openid' }>,
  fetch: typeof globalThis.fetch,
): Promise<Scheme> {
  const refuse = (sentence: string) => new AppError('request.invalid', { sentence: `${discoveryUrl} ${sentence}` });
  const response = await fetch(discoveryUrl, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(discoveryMilliseconds),
  });
  const parsed = provider.safeParse(response.ok ? await response.json().catch(() => null) : await response.body?.cancel());
  if (!parsed.success) throw refuse('answers with no OpenID Connect configuration.');
  const { issuer, scopes_supported: known, code_challenge_methods_supported: pkce, ...found } = parsed.data;
  if (pkce?.includes('S256') === false) throw refuse('takes no PKCE with S256, and without it nobody is signed in.');
  // Some providers answer for all tenants, with a place where the tenant would stand.
  const template = issuer.includes('{');
  if (!template && !isIssuerOf(discoveryUrl, issuer)) throw refuse(`names another issuer, ${issuer}. This can be an attack.`);
  return {
    kind: 'oauth',
    authorizationUrl: found.authorization_endpoint,
    tokenUrl: found.token_endpoint,
    revocationUrl: found.revocation_endpoint ?? null,
    issuer: template ? null : issuer,
    clientAuthMethods: found.token_endpoint_auth_methods_supported,
    scopes: { openid: 'Who you are', ...(known.includes('offline_access') ? { offline_access: 'Stay signed in' } : {}) },
  };
}

/** OpenID Connect Discovery §4.3. Addresses of another form cannot be compared whole, but the origin can. */
function isIssuerOf(discoveryUrl: string, issuer: string): boolean {
  if (discoveryUrl.endsWith(suffix)) return issuer.replace(/\/$/, '') === discoveryUrl.slice(0, -suffix.length);
  return URL.parse(issuer)?.origin === new URL(discoveryUrl).origin;
}
