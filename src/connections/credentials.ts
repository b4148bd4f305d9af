import { z } from 'zod';
import type { Connection } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import type { ServerMetadata } from '../oauth/client/server-metadata.ts';
import type { ConnectionStore } from '../store/connections.ts';
import type { Vault } from '../vault/vault.ts';

export type OAuthCredentials = {
  readonly kind: 'oauth';
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
  /** Milliseconds since the epoch; null: not known, so that only a 401 tells. */
  readonly expiresAt: number | null;
  /** From when on the token is renewed: earlier than its end by a random span, so that many do not come at once. */
  readonly refreshAt: number | null;
  readonly metadata: ServerMetadata;
  readonly resource: string | null;
  readonly scopes: readonly string[];
};
export type HeaderCredentials = { readonly kind: 'header'; readonly value: Secret };
export type Credentials = OAuthCredentials | HeaderCredentials;
/** With the version for compare-and-set; 0: there are none. */
export type Versioned = { readonly credentials: Credentials | null; readonly version: number };

export type CredentialKeeper = {
  read(connection: Pick<Connection, 'id' | 'userId'>): Promise<Versioned>;
  /** False: someone else wrote since `version` was read. */
  write(
    connection: Pick<Connection, 'id' | 'userId'>,
    replacement: { readonly credentials: Credentials | null; readonly version: number },
  ): Promise<boolean>;
};

const secret = z.string().transform((text) => new Secret(text));
const schema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('oauth'),
    accessToken: secret,
    refreshToken: secret.nullable(),
    expiresAt: z.number().nullable(),
    refreshAt: z.number().nullable(),
    // Written by us from parsed metadata.
    metadata: z.custom<ServerMetadata>((value) => typeof value === 'object' && value !== null),
    resource: z.string().nullable(),
    scopes: z.array(z.string()),
  }),
  z.object({ kind: z.literal('header'), value: secret }),
]);

/** Seals the credentials of connections and opens them again, bound to connection and person. */
export function createCredentialKeeper({
  connections,
  vault,
}: {
  readonly connections: ConnectionStore;
  readonly vault: Vault;
}): CredentialKeeper {
  const boundTo = ({ id, userId }: Pick<Connection, 'id' | 'userId'>) => `connection:${id}:user:${userId}`;
  return {
    read: async (connection) => {
      const stored = await connections.credentials(connection.id);
      if (stored === null) return { credentials: null, version: 0 };
      const parsed = schema.safeParse(JSON.parse(vault.open(stored.sealed, boundTo(connection)).reveal()));
      if (!parsed.success) throw new AppError('vault.sealed-for-another', { cause: parsed.error });
      return { credentials: parsed.data, version: stored.version };
    },
    write: async (connection, { credentials, version }) => {
      const sealed = credentials === null ? null : vault.seal(new Secret(JSON.stringify(credentials, reveal)), boundTo(connection));
      return connections.replaceCredentials(connection.id, { sealed, version });
    },
  };
}

/** `toJSON` of a Secret has run before a replacer sees the value, so the original is taken from its holder. */
function reveal(this: unknown, key: string, value: unknown): unknown {
  const original: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  return original instanceof Secret ? original.reveal() : value;
}
