import type { ConnectorDefinition } from '../../src/connector-kit/index.ts';
import { serve } from '../servers/serve.ts';
import { createAuthorizationServer } from './authorization-server.ts';
import { createGate, type Holder } from './gate.ts';
import { type RunningService, type ServiceOptions, type ServiceRow, troubleAt } from './service.ts';

export type PlainService = {
  readonly connector: ConnectorDefinition;
  /** Who may sign in: two or more, so that what each is shown can be compared. */
  readonly people: readonly { readonly email: string; readonly name: string }[];
  /** What the service says to one of them; nobody comes here who is not signed in. */
  readonly answer: (request: Request, holder: Holder) => Response | Promise<Response>;
};

/** The service of a connector with OAuth whose vendor nobody emulates: a sign-in before answers that the connector's author wrote. */
export function plainService(service: PlainService): ServiceRow {
  return { name: service.connector.name, start: (options) => start(service, options) };
}

async function start({ connector, people, answer }: PlainService, { redirectUri }: ServiceOptions): Promise<RunningService> {
  const { auth, id, name } = connector;
  if (auth.kind !== 'oauth2') throw new Error(`nobody signs in to ${name}`);
  const client = { id: `${id}-client`, secret: `${id}+secret/` };
  const gate = createGate();
  const signIn = createAuthorizationServer({ gate, vendor: name, client, redirectUri, scopes: Object.keys(auth.scopes), people });
  const service = await serve(async (request) => {
    const signingIn = await signIn.answer(request);
    if (signingIn !== null) return signingIn;
    const holder = gate.admit(request);
    if (holder === null) return Response.json({ error: 'unauthorized' }, { status: 401 });
    return holder instanceof Response ? holder : answer(request, holder);
  });
  return {
    connectors: [
      {
        builtin: id,
        name,
        addresses: {
          baseUrl: service.url + new URL(connector.baseUrl ?? service.url).pathname.replace(/\/$/, ''),
          authorizationUrl: `${service.url}/authorize`,
          tokenUrl: `${service.url}/token`,
          revocationUrl: `${service.url}/revoke`,
        },
      },
    ],
    client,
    people: people.map(({ email }) => email),
    trouble: troubleAt(gate),
    close: service.close,
  };
}
