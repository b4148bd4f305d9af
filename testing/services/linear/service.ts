import { createGate } from '../gate.ts';
import { type RunningService, type ServiceOptions, type ServiceRow, troubleAt } from '../service.ts';
import { startSignIn } from '../sign-in.ts';
import { startLinear } from './linear.ts';
import { ownSchema } from './own-schema.ts';

export const linearService: ServiceRow = { name: 'Linear', start };

async function start({ redirectUri }: ServiceOptions): Promise<RunningService> {
  const client = { id: 'linear-demo', secret: 'linear-demo-secret' };
  const scopes = ['read', 'write', 'issues:create', 'comments:create'];
  const gate = createGate();
  const people = [
    { email: 'grace@halden.example', name: 'Grace Ågren' },
    { email: 'ben@halden.example', name: 'Ben 田中' },
  ];
  const app = { client_id: client.id, client_secret: client.secret, name: 'Patchbay', redirect_uris: [redirectUri], scopes, actor: 'user' };
  const signIn = await startSignIn({ vendor: 'linear', gate, scopes, seed: { linear: { users: people, oauth_apps: [app] } } });
  const service = await startLinear({ sdl: ownSchema, gate, before: (request) => signIn.answer(request) });
  return {
    connectors: [
      {
        builtin: 'linear',
        name: 'Linear',
        addresses: {
          baseUrl: service.url,
          authorizationUrl: `${service.url}/oauth/authorize`,
          tokenUrl: `${service.url}/oauth/token`,
          revocationUrl: `${service.url}/oauth/revoke`,
        },
      },
    ],
    client,
    people: people.map(({ email }) => email),
    trouble: troubleAt(gate),
    close: async () => {
      await service.close();
      await signIn.close();
    },
  };
}
