import { serviceRows } from './rows.ts';
import type { RunningService, ServiceOptions } from './service.ts';

export type AllServices = {
  /** As patchbay.yaml takes it: the addresses, and the connectors with their clients. */
  readonly configuration: {
    readonly services: object;
    readonly connectors: readonly object[];
    readonly allowPrivateNetwork: readonly string[];
  };
  /** One line a service, for people. */
  readonly lines: readonly string[];
  readonly services: readonly { readonly name: string; readonly service: RunningService }[];
  close(): Promise<void>;
};

/** Starts every double on a free port of this machine. */
export async function startAll(options: ServiceOptions): Promise<AllServices> {
  const started = await Promise.all(serviceRows.map(async ({ name, start }) => ({ name, service: await start(options) })));
  const all = started.flatMap(({ service }) => service.connectors.map((connector) => ({ ...connector, client: service.client })));
  return {
    services: started,
    configuration: {
      allowPrivateNetwork: ['127.0.0.1'],
      services: Object.fromEntries(all.map(({ builtin, addresses }) => [builtin, addresses])),
      connectors: all.map(({ builtin, name, settings = {}, client }) => ({
        name,
        slug: builtin,
        origin: { kind: 'builtin', builtin, settings },
        auth: { kind: 'oauth', oauth: { registration: 'static', clientId: client.id, clientSecret: client.secret } },
        trusted: true,
      })),
    },
    lines: started.map(({ name, service }) => `${name}: sign in as ${service.people.join(' or ')}`),
    close: async () => {
      await Promise.all(started.map(({ service }) => service.close()));
    },
  };
}
