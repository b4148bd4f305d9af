import { type AuthorizationServer, type AuthorizationServerOptions, createAuthorizationServer } from '../authorization-server.ts';
import { people } from './company.ts';

export const boxClient = { id: 'boxclient0123456789', secret: 'box+secret/with signs' };
export const boxScopes = ['root_readonly', 'root_readwrite'];

/**
 * Box's sign-in (https://developer.box.com/guides/authentication/oauth2): codes that are good for 30 seconds, and no word in the
 * answer about what was granted.
 */
export function createBoxSignIn(options: Pick<AuthorizationServerOptions, 'gate' | 'redirectUri' | 'clock'>): AuthorizationServer {
  return createAuthorizationServer({
    ...options,
    vendor: 'Box',
    client: boxClient,
    scopes: boxScopes,
    people: people.map(({ login, name }) => ({ email: login, name })),
    paths: { authorize: '/api/oauth2/authorize', token: '/oauth2/token', revoke: '/oauth2/revoke' },
    besides: () => ({ restricted_to: [] }),
    codeSeconds: 30,
  });
}
