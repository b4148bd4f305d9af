import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';

export type Served = { readonly url: string; close(): Promise<void> };

/** Serves a fetch-shaped handler on a loopback port: a free one, or the one given (to come back after a restart). */
export async function serve(handler: (request: Request) => Response | Promise<Response>, port = 0): Promise<Served> {
  const server = createServer(getRequestListener((request) => handler(request), { overrideGlobalObjects: false }));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
