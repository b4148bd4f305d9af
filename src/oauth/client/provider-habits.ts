/**
 * What Microsoft Entra, Google, Linear and Dropbox do that their metadata does not say. Each row names the clause it departs from;
 * without them they could not be signed in to.
 */
export type ProviderHabits = {
  /** The code flow takes PKCE although `code_challenge_methods_supported` is absent. */
  readonly unadvertisedPkce: boolean;
  /** The issuer of the tenant-independent endpoints is a template (RFC 8414 §3.3 would have it equal). */
  readonly templatedIssuer: boolean;
  /** `prompt=consent` together with `offline_access`: needed by OpenID Connect Core §11, harmful where an admin has consented for all. */
  readonly promptForOfflineAccess: boolean;
  readonly authorizationParameters: Readonly<Record<string, string>>;
  /** Between scopes; RFC 6749 §3.3 says a space. */
  readonly scopeSeparator: ' ' | ',';
};

const usual: ProviderHabits = {
  unadvertisedPkce: false,
  templatedIssuer: false,
  promptForOfflineAccess: true,
  authorizationParameters: {},
  scopeSeparator: ' ',
};

const rows: readonly { readonly hosts: readonly string[]; readonly habits: Partial<ProviderHabits> }[] = [
  {
    // https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow: PKCE is taken, and recommended, for every kind of app.
    hosts: ['login.microsoftonline.com', 'login.microsoftonline.us', 'login.partner.microsoftonline.cn', 'login.windows.net'],
    habits: { unadvertisedPkce: true, templatedIssuer: true, promptForOfflineAccess: false },
  },
  {
    // https://developers.google.com/identity/protocols/oauth2/web-server: refresh tokens come by access_type, and only with a consent.
    hosts: ['accounts.google.com'],
    habits: { authorizationParameters: { access_type: 'offline', prompt: 'consent' } },
  },
  {
    // https://linear.app/developers/oauth-2-0-authentication: a comma separated list of scopes.
    hosts: ['linear.app'],
    habits: { scopeSeparator: ',' },
  },
  {
    // https://developers.dropbox.com/oauth-guide: refresh tokens come by token_access_type.
    hosts: ['www.dropbox.com'],
    habits: { authorizationParameters: { token_access_type: 'offline' } },
  },
];

/** The habits of the provider at `url`; the usual ones for everybody else. */
export function habitsOf(url: string): ProviderHabits {
  const host = URL.canParse(url) ? new URL(url).host : '';
  const known =
    new URL(URL.canParse(url) ? url : 'http://unknown').protocol === 'https:' ? rows.find(({ hosts }) => hosts.includes(host)) : undefined;
  return { ...usual, ...known?.habits };
}

const tenantPlaceholder = '{tenantid}';
const tenantIndependent = ['common', 'organizations', 'consumers'];
const guid = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

/** True when `issuer` is the template that Entra's tenant-independent endpoints publish for `asked`. */
export function isTemplateOf(issuer: string, asked: string): boolean {
  return tenantIndependent.some((tenant) => asked === issuer.replace(tenantPlaceholder, tenant)) && issuer.includes(tenantPlaceholder);
}

/** True when `iss` is `template` with a tenant's id in it. */
export function fillsTemplate(iss: string, template: string): boolean {
  if (!template.includes(tenantPlaceholder)) return false;
  const [before = '', after = ''] = template.split(tenantPlaceholder);
  return iss.startsWith(before) && iss.endsWith(after) && new RegExp(`^${guid}$`).test(iss.slice(before.length, iss.length - after.length));
}
