import { z } from 'zod';
import { type OAuth2Auth, type OAuth2Registration, oauth2 } from './auth.ts';
import { profileOutput } from './deep-research.ts';
import { defineTool } from './tool.ts';

/** What the connectors of Microsoft Graph v1.0 share (https://learn.microsoft.com/graph/overview). */
export const graphUrl = 'https://graph.microsoft.com/v1.0';

/** Who may sign in: any work account, or those of one organisation. */
export const microsoftSettings = z.object({
  tenant: z
    .string()
    .regex(/^[A-Za-z0-9.-]+$/, 'a tenant is a domain such as contoso.com, an id, organizations, consumers or common')
    .default('organizations')
    .meta({ title: 'Tenant' })
    .describe('The directory that people sign in at: its domain or id; organizations lets in every work account.'),
});

/**
 * Sign-in at Entra v2 (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow). Scopes without an address
 * are Graph's; it names what it granted with or without one. There is no address to revoke at.
 */
export function microsoftAuth(scopes: Readonly<Record<string, string>>): OAuth2Auth {
  return oauth2({
    authorizationUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
    tokenUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
    scopes: { 'User.Read': 'Read your name and address', offline_access: 'Stay signed in', ...scopes },
    always: ['offline_access'],
    registration: microsoftRegistration({ api: 'Microsoft Graph' }),
  });
}

/**
 * How one registers an application (https://learn.microsoft.com/entra/identity-platform/quickstart-register-app). Which plain
 * http addresses are taken, and that 127.0.0.1 goes in by the manifest only: https://learn.microsoft.com/entra/identity-platform/reply-url
 */
export function microsoftRegistration({ api, called = {} }: MicrosoftApi): OAuth2Registration {
  const place = api === 'Microsoft Graph' ? '**Microsoft Graph**' : `**APIs my organization uses**, look for **${api}**`;
  return {
    at: 'Microsoft Entra',
    documentation: 'https://learn.microsoft.com/entra/identity-platform/quickstart-register-app',
    called,
    steps: [
      {
        says: 'Open [App registrations](https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade) in the Microsoft Entra admin center and press **New registration**. Give it a name that people will know, since they see it when they sign in.',
      },
      {
        says: 'Choose who may sign in. Only your own organisation: the single tenant; then enter its domain or **Directory (tenant) ID** as **Tenant** here. Every organisation: multiple tenants; **Tenant** stays `organizations`.',
      },
      {
        says: 'Under **Redirect URI** choose the platform **Web**, enter this address, and press **Register**. An address with `http://127.0.0.1` can be entered under **Manifest** only; one with `http://localhost` is taken as it is.',
        shows: 'redirect-address',
      },
      {
        says: `**API permissions** > **Add a permission** > ${place} > **Delegated permissions**: tick these, and add them. Where your organisation wants it, an administrator presses **Grant admin consent**.`,
        shows: 'permissions',
      },
      {
        says: '**Certificates & secrets** > **New client secret**. Copy its **Value** at once, not the Secret ID: that is the client secret, and it is shown only now. Note when it expires; people cannot sign in after that.',
      },
      { says: '**Overview**: the **Application (client) ID** is the client ID.' },
    ],
  };
}
type MicrosoftApi = { readonly api: string; readonly called?: OAuth2Registration['called'] };

/** `get_profile`, the same for each of them. */
export const microsoftProfile = defineTool({
  name: 'get_profile',
  title: 'Whose account this is',
  description: 'Gives the id, name and address of the person who is signed in. Use it to know who "I" and "me" are.',
  scopes: ['User.Read'],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  labels: { reads: 'private', untrusted: false, sends: 'none' },
  input: z.object({}),
  output: profileOutput,
  examples: [{ title: 'Who am I?', input: {} }],
  run: async (_input, { http }) => {
    const me = await http.read(graphUser, '/me', { query: { $select: 'id,displayName,mail,userPrincipalName' } });
    const email = me.mail ?? me.userPrincipalName;
    return { id: me.id, name: me.displayName ?? email ?? me.id, ...(email ? { email } : {}) };
  },
});
const graphUser = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
