import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../domain/errors.ts';
import type { ApiKeyId, Clock, NewId, SessionId, UserId } from '../domain/ids.ts';
import type { Principal, Via } from '../domain/principal.ts';
import type { ApiKey, IdentityStore, User } from '../store/identities.ts';
import type { Ledger } from '../store/ledger.ts';
import { hashToken, randomToken } from './tokens.ts';

const sessionDays = 30;
const apiKeyPrefix = 'pb_';
const day = 86_400_000;
/** After this many failures of one e-mail address, sign-in waits for `throttleWindow` milliseconds. */
const allowedFailures = 8;
const throttleWindow = 60_000;

export type NewOwner = { readonly email: string; readonly name: string; readonly password: string | null };

/** Who is who: owners, sessions and API keys. */
export type Identity = {
  /** True until the owner exists. */
  setupNeeded(): Promise<boolean>;
  /** The one-time token of the set-up link; each start makes a new one, and it works until an owner exists. */
  setupToken(): string;
  setUp(token: string, owner: NewOwner): Promise<Principal>;
  /** Makes the owner from the configuration, or updates its password; keeps an existing owner. */
  ensureOwner(owner: NewOwner & { readonly apiKey: string | null }): Promise<void>;
  signIn(email: string, password: string): Promise<Principal>;
  startSession(principal: Principal): Promise<{ readonly token: string; readonly expiresAt: Date; readonly principal: Principal }>;
  endSession(principal: Principal): Promise<void>;
  principalForSession(token: string): Promise<Principal | null>;
  /** For `Authorization: Bearer`: an API key, or the token that the machine's own CLI reads from the data folder. */
  principalForBearer(token: string): Promise<Principal | null>;
  /** The owner, as the one who holds the data folder. Null before set-up. */
  cliPrincipal(): Promise<Principal | null>;
  /** A person whom the server acts for by itself, such as when a tool list changed. */
  principalForUser(id: UserId): Promise<Principal | null>;
  createApiKey(principal: Principal, name: string): Promise<ApiKey & { readonly secret: string }>;
  listApiKeys(principal: Principal): Promise<readonly ApiKey[]>;
  revokeApiKey(principal: Principal, id: ApiKeyId): Promise<void>;
};

export type IdentityDependencies = {
  readonly store: IdentityStore;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly clock: Clock;
  readonly newId: NewId;
  /** The CLI's token of this process. */
  readonly cliToken: string;
};

export function createIdentity({ store, ledger, clock, newId, cliToken }: IdentityDependencies): Identity {
  const setupToken = randomToken('setup_');
  const failures = new Map<string, { count: number; since: number }>();
  const now = () => new Date(clock()).toISOString();

  const toPrincipal = (user: User, via: Via): Principal => ({ userId: user.id, email: user.email, name: user.name, role: user.role, via });
  const cliPrincipal = async () => {
    const owner = await store.findOwner();
    return owner === null ? null : toPrincipal(owner, { kind: 'cli' });
  };

  async function insertOwner({ email, name, password }: NewOwner): Promise<User> {
    const user: User = {
      id: newId<UserId>('user'),
      email: email.toLowerCase(),
      name,
      role: 'owner',
      passwordHash: password === null ? null : await hash(password),
      createdAt: now(),
    };
    await store.insertUser(user);
    await ledger.append({ kind: 'user-created', actor: user.email, data: { email: user.email, role: 'owner' } });
    return user;
  }

  async function storeApiKey(
    user: { readonly id: UserId; readonly email: string },
    { name, secret }: { readonly name: string; readonly secret: string },
  ): Promise<ApiKey> {
    const key: ApiKey = {
      id: newId<ApiKeyId>('apiKey'),
      userId: user.id,
      name,
      prefix: `${secret.slice(0, 8)}…`,
      createdAt: now(),
      lastUsedAt: null,
    };
    await store.insertApiKey(key, hashToken(secret));
    await ledger.append({ kind: 'api-key-created', actor: user.email, data: { name, keyId: key.id } });
    return key;
  }

  function refuseTooMany(email: string): void {
    const record = failures.get(email);
    if (record !== undefined && record.count >= allowedFailures && clock() - record.since < throttleWindow)
      throw new AppError('identity.too-many-attempts');
  }

  function countFailure(email: string): void {
    const record = failures.get(email);
    const fresh = record === undefined || clock() - record.since >= throttleWindow;
    failures.set(email, fresh ? { count: 1, since: clock() } : { count: record.count + 1, since: record.since });
    // Bounds the map against a flood of invented addresses.
    if (failures.size > 10_000) failures.clear();
  }

  return {
    setupNeeded: async () => (await store.countUsers()) === 0,
    setupToken: () => setupToken,
    setUp: async (token, owner) => {
      if (token !== setupToken || (await store.countUsers()) > 0) throw new AppError('identity.setup-link-used');
      return toPrincipal(await insertOwner(owner), { kind: 'cli' });
    },
    ensureOwner: async (wanted) => {
      const owner = (await store.findUserByEmail(wanted.email)) ?? ((await store.countUsers()) === 0 ? await insertOwner(wanted) : null);
      if (owner === null) return;
      if (wanted.password !== null && (owner.passwordHash === null || !(await verify(owner.passwordHash, wanted.password))))
        await store.setPasswordHash(owner.id, await hash(wanted.password));
      if (wanted.apiKey !== null && (await store.findApiKey(hashToken(wanted.apiKey))) === null)
        await storeApiKey(owner, { name: 'From the configuration', secret: wanted.apiKey });
    },
    signIn: async (email, password) => {
      const address = email.toLowerCase();
      refuseTooMany(address);
      const user = await store.findUserByEmail(address);
      // An unknown address costs the same hash as a known one, so that time does not tell them apart.
      const matches = user?.passwordHash == null ? (await hash(password), false) : await verify(user.passwordHash, password);
      if (user === null || !matches) {
        countFailure(address);
        await ledger.append({ kind: 'session-refused', actor: address, data: {} });
        throw new AppError('identity.wrong-credentials');
      }
      failures.delete(address);
      return toPrincipal(user, { kind: 'cli' });
    },
    startSession: async (principal) => {
      const token = randomToken('pbs_');
      const sessionId = newId<SessionId>('session');
      const expiresAt = new Date(clock() + sessionDays * day);
      await store.removeExpiredSessions(now());
      await store.insertSession(
        { id: sessionId, userId: principal.userId, createdAt: now(), expiresAt: expiresAt.toISOString() },
        hashToken(token),
      );
      await ledger.append({ kind: 'session-started', actor: principal.email, data: { sessionId } });
      return { token, expiresAt, principal: { ...principal, via: { kind: 'session', sessionId } } };
    },
    endSession: async (principal) => {
      if (principal.via.kind !== 'session') return;
      await store.removeSession(principal.via.sessionId);
      await ledger.append({ kind: 'session-ended', actor: principal.email, data: { sessionId: principal.via.sessionId } });
    },
    principalForSession: async (token) => {
      const session = await store.findSession(hashToken(token));
      if (session === null || session.expiresAt < now()) return null;
      const user = await store.findUser(session.userId);
      return user === null ? null : toPrincipal(user, { kind: 'session', sessionId: session.id });
    },
    principalForBearer: async (token) => {
      if (hashToken(token) === hashToken(cliToken)) return cliPrincipal();
      const key = await store.findApiKey(hashToken(token));
      const user = key === null ? null : await store.findUser(key.userId);
      if (key === null || user === null) return null;
      if (key.lastUsedAt === null || clock() - Date.parse(key.lastUsedAt) > 60_000) await store.touchApiKey(key.id, now());
      return toPrincipal(user, { kind: 'api-key', keyId: key.id });
    },
    cliPrincipal,
    principalForUser: async (id) => {
      const user = await store.findUser(id);
      return user === null ? null : toPrincipal(user, { kind: 'cli' });
    },
    createApiKey: async (principal, name) => {
      const secret = randomToken(apiKeyPrefix);
      return { ...(await storeApiKey({ id: principal.userId, email: principal.email }, { name, secret })), secret };
    },
    listApiKeys: (principal) => store.listApiKeys(principal.userId),
    revokeApiKey: async (principal, id) => {
      if (!(await store.revokeApiKey(id, { userId: principal.userId, at: now() }))) throw new AppError('request.not-found');
      await ledger.append({ kind: 'api-key-revoked', actor: principal.email, data: { keyId: id } });
    },
  };
}
