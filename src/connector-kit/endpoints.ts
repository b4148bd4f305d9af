import type { MovedOrigins } from './address.ts';
import type { ConnectorDefinition } from './connector.ts';

/** Other addresses of a connector's service: a national cloud, a server of one's own, a double for tests. */
export type Endpoints = {
  readonly baseUrl?: string | undefined;
  /** In the order in which the connector names its own; each stands in for the one in its place. */
  readonly otherOrigins?: readonly string[] | undefined;
  readonly authorizationUrl?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly revocationUrl?: string | undefined;
};

/** The connector at these addresses; what is left out stays as it was written. */
export function atEndpoints(
  connector: ConnectorDefinition,
  { baseUrl, otherOrigins: others, authorizationUrl, tokenUrl, revocationUrl }: Endpoints,
): ConnectorDefinition {
  const { auth } = connector;
  // Tokens of one server are not shown to another: who moves the API says where the rest of it is, or there is none.
  const otherOrigins = others?.map((other) => new URL(other).origin) ?? (baseUrl === undefined ? undefined : []);
  return {
    ...connector,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(otherOrigins === undefined ? {} : { otherOrigins, movedOrigins: pair(connector.otherOrigins ?? [], otherOrigins) }),
    auth:
      auth.kind === 'oauth2'
        ? {
            ...auth,
            authorizationUrl: authorizationUrl ?? auth.authorizationUrl,
            tokenUrl: tokenUrl ?? auth.tokenUrl,
            // Not even to end them.
            revocationUrl: revocationUrl ?? (tokenUrl === undefined ? auth.revocationUrl : null),
          }
        : auth,
  };
}

function pair(own: readonly string[], others: readonly string[]): MovedOrigins {
  return Object.fromEntries(
    own.flatMap((origin, index) => {
      const other = others[index];
      return other === undefined ? [] : [[origin, other]];
    }),
  );
}
