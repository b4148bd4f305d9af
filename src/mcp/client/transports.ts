import { SSEClientTransport, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioTransport, type StdioCommand, type StdioTransportDeps } from './stdio-transport.ts';

/** One way to reach a server. */
export type Route =
  | { readonly kind: 'streamable-http'; readonly url: string }
  | { readonly kind: 'sse'; readonly url: string }
  | { readonly kind: 'stdio'; readonly command: StdioCommand };

export type RouteDeps = { readonly fetch: typeof globalThis.fetch; readonly stdio: StdioTransportDeps };

/** Makes the transport of a route. Authorization is the fetch's business, so the SDK gets no auth provider. */
export function createTransport(route: Route, { fetch, stdio }: RouteDeps): Transport {
  switch (route.kind) {
    case 'streamable-http':
      return new StreamableHTTPClientTransport(new URL(route.url), { fetch, onInsufficientScope: 'throw' });
    case 'sse':
      // The deprecated transport of 2024-11-05, for the servers that have no other.
      return new SSEClientTransport(new URL(route.url), { fetch });
    case 'stdio':
      return new StdioTransport(route.command, stdio);
  }
}
