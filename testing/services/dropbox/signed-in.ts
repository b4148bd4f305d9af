import dropbox from '../../../src/connectors/dropbox/connector.ts';
import type { Endpoints } from '../../../src/connector-kit/index.ts';
import { createGate } from '../gate.ts';
import { type SignIn, startSignIn } from '../sign-in.ts';
import { people } from './company.ts';
import { type DropboxDouble, startDropbox } from './dropbox.ts';

export type DropboxWithSignIn = {
  readonly double: DropboxDouble;
  readonly signIn: SignIn;
  readonly client: { readonly id: string; readonly secret: string };
  readonly addresses: Endpoints;
  close(): Promise<void>;
};

/** The double with the page where people sign in to it. */
export async function startDropboxWithSignIn({ redirectUri }: { readonly redirectUri: string }): Promise<DropboxWithSignIn> {
  const client = { id: 'dropbox-app-key', secret: 'dropbox+app/secret' };
  const gate = createGate();
  const users = people.map(({ email, givenName, surname }) => ({ email, name: `${givenName} ${surname}` }));
  const app = { client_id: client.id, client_secret: client.secret, name: 'Patchbay', redirect_uris: [redirectUri] };
  const scopes = Object.keys(dropbox.auth.scopes);
  const signIn = await startSignIn({ vendor: 'dropbox', gate, scopes, seed: { google: { users, oauth_clients: [app] } } });
  const double = await startDropbox({ gate, before: (request) => signIn.answer(request) });
  return {
    double,
    signIn,
    client,
    addresses: {
      baseUrl: double.url,
      otherOrigins: [double.contentUrl],
      // That refresh tokens come by a parameter is a habit which the program has for the real host only.
      authorizationUrl: `${double.url}/oauth2/authorize?token_access_type=offline`,
      tokenUrl: `${double.url}/oauth2/token`,
    },
    close: async () => {
      await double.close();
      await signIn.close();
    },
  };
}
