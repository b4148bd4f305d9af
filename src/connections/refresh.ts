import { AppError, findAppError } from '../domain/errors.ts';
import type { Connection } from '../domain/connection.ts';
import type { Connector } from '../domain/connector.ts';
import { refreshTokens, type Tokens } from '../oauth/client/tokens.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { knownClient } from './clients.ts';
import type { CredentialKeeper, OAuthCredentials, Versioned } from './credentials.ts';
import type { ConnectionsDependencies } from './dependencies.ts';
import { startTrace } from './trace.ts';

export type RefreshSubject = { readonly connector: Connector; readonly connection: Pick<Connection, 'id' | 'userId'> };
/** Renews the credentials that were at `version` when they were read, or gives the newer ones. Throws `connection.expired` or `oauth.refresh-failed`. */
export type Refresh = (subject: RefreshSubject, stale: Versioned) => Promise<Versioned>;

const leaseMilliseconds = 60_000;
const requestMilliseconds = 30_000;
const pollMilliseconds = 100;

/**
 * One refresh at a time for each connection: among the callers of this process by a shared promise, among processes by a
 * lease in the store. A rotated refresh token that is used twice revokes the whole family (RFC 9700 §4.14.2).
 */
export function createRefresh(deps: ConnectionsDependencies & { readonly keeper: CredentialKeeper }): Refresh {
  const running = new Map<string, Promise<Versioned>>();
  return (subject, stale) => {
    const key = subject.connection.id;
    const known = running.get(key);
    if (known !== undefined) return known;
    const work = refreshUnderLease(deps, { subject, stale }).finally(() => running.delete(key));
    running.set(key, work);
    return work;
  };
}

type Job = { readonly subject: RefreshSubject; readonly stale: Versioned };
type Deps = ConnectionsDependencies & { readonly keeper: CredentialKeeper };

async function refreshUnderLease(deps: Deps, { subject, stale }: Job): Promise<Versioned> {
  const { store, keeper, clock, random } = deps;
  const name = `refresh:${subject.connection.id}`;
  const holder = Buffer.from(random(16)).toString('hex');
  const giveUpAt = clock() + leaseMilliseconds;
  while (!(await store.leases.acquire(name, { holder, milliseconds: leaseMilliseconds }))) {
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    const current = await keeper.read(subject.connection);
    if (current.version !== stale.version) return current;
    if (clock() > giveUpAt) throw new AppError('oauth.refresh-failed');
  }
  try {
    // Whoever held the lease before may have done it already.
    const current = await keeper.read(subject.connection);
    if (current.version !== stale.version) return current;
    return await refreshNow(deps, { subject, stale: current });
  } finally {
    await store.leases.release(name, holder);
  }
}

async function refreshNow(deps: Deps, { subject: { connector, connection }, stale }: Job): Promise<Versioned> {
  const { credentials } = stale;
  if (credentials?.kind !== 'oauth' || !('oauth' in connector.auth)) throw new AppError('connection.sign-in-required');
  const { oauth: settings } = connector.auth;
  const trace = startTrace(
    { ...deps, traces: deps.store.traces },
    { connectorId: connector.id, connectionId: connection.id, userId: connection.userId, purpose: 'refresh-token', keep: 'failures' },
  );
  try {
    const tokens = await trace.step('refresh', `Renewing the sign-in at ${credentials.metadata.issuer}`, async () => {
      if (credentials.refreshToken === null) {
        throw new AppError('connection.expired', {
          sentence: 'The sign-in to this connector has ended, and the server gave no way to renew it. Reconnect.',
        });
      }
      const client = await knownClient(deps, { connector, settings, metadata: credentials.metadata });
      if (client === null) throw new AppError('connection.expired');
      const fetch = trace.recordingFetch(boundedFetch(deps.fetch, { signal: AbortSignal.timeout(requestMilliseconds) }));
      return refreshTokens({
        metadata: credentials.metadata,
        client,
        resource: credentials.resource,
        fetch,
        refreshToken: credentials.refreshToken,
      });
    });
    const renewed = toCredentials(tokens, { ...deps, previous: credentials });
    if (!(await deps.keeper.write(connection, { credentials: renewed, version: stale.version }))) return await deps.keeper.read(connection);
    await deps.store.connections.update(connection.id, {
      status: 'Connected',
      statusDetail: null,
      scopes: renewed.scopes,
      expiresAt: shownExpiry(renewed),
    });
    return await deps.keeper.read(connection);
  } catch (error) {
    const failure = findAppError(error) ?? new AppError('oauth.refresh-failed', { cause: error });
    if (failure.code === 'connection.expired') await markDead(deps, { connection, stale, sentence: failure.message });
    throw failure;
  }
}

/** A dead refresh token is forgotten, so that nobody asks with it again; only a person can go on. */
async function markDead(
  { keeper, store }: Deps,
  {
    connection,
    stale,
    sentence,
  }: { readonly connection: RefreshSubject['connection']; readonly stale: Versioned; readonly sentence: string },
): Promise<void> {
  if (!(await keeper.write(connection, { credentials: null, version: stale.version }))) return;
  await store.connections.update(connection.id, { status: 'Reconnect', statusDetail: sentence, expiresAt: null });
}

/** What is kept of tokens; fields that a refresh leaves out stay as they were (RFC 6749 §6). */
export function toCredentials(
  tokens: Tokens,
  {
    previous,
    clock,
    random,
  }: Pick<ConnectionsDependencies, 'clock' | 'random'> & {
    readonly previous: Pick<OAuthCredentials, 'metadata' | 'resource' | 'scopes' | 'refreshToken'>;
  },
): OAuthCredentials {
  const lifetime = tokens.expiresIn === null ? null : tokens.expiresIn * 1000;
  const chance = Buffer.from(random(4)).readUInt32BE() / 2 ** 32;
  return {
    kind: 'oauth',
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken ?? previous.refreshToken,
    expiresAt: lifetime === null ? null : clock() + lifetime,
    refreshAt: lifetime === null ? null : clock() + lifetime - earliness(lifetime, chance),
    metadata: previous.metadata,
    resource: previous.resource,
    scopes: tokens.scopes ?? previous.scopes,
  };
}

/** Up to a quarter of the lifetime, at most a quarter of an hour, at least a fifth of that: many people's tokens are renewed apart. */
export function earliness(lifetime: number, chance: number): number {
  return Math.round(Math.min(lifetime / 4, 900_000) * (0.2 + 0.8 * chance));
}

/** A sign-in that renews itself has no end to show. */
export function shownExpiry({ refreshToken, expiresAt }: OAuthCredentials): string | null {
  return refreshToken !== null || expiresAt === null ? null : new Date(expiresAt).toISOString();
}
