import type { Kysely, Selectable } from 'kysely';
import type { ApiKeyId, SessionId, UserId } from '../domain/ids.ts';
import type { Role } from '../domain/principal.ts';
import { prepareRead } from './prepared.ts';
import type { Tables } from './schema.ts';

export type User = {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string | null;
  readonly createdAt: string;
};
export type Session = { readonly id: SessionId; readonly userId: UserId; readonly createdAt: string; readonly expiresAt: string };
export type ApiKey = {
  readonly id: ApiKeyId;
  readonly userId: UserId;
  readonly name: string;
  readonly prefix: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
};

/** Users, their sessions and their API keys. Tokens are looked up by their SHA-256; the tokens themselves are nowhere. */
export type IdentityStore = {
  countUsers(): Promise<number>;
  findUser(id: UserId): Promise<User | null>;
  findUserByEmail(email: string): Promise<User | null>;
  findOwner(): Promise<User | null>;
  insertUser(user: User): Promise<void>;
  setPasswordHash(id: UserId, hash: string): Promise<void>;
  insertSession(session: Session, tokenHash: string): Promise<void>;
  findSession(tokenHash: string): Promise<Session | null>;
  removeSession(id: SessionId): Promise<void>;
  removeExpiredSessions(now: string): Promise<void>;
  insertApiKey(key: ApiKey, keyHash: string): Promise<void>;
  findApiKey(keyHash: string): Promise<ApiKey | null>;
  listApiKeys(userId: UserId): Promise<readonly ApiKey[]>;
  touchApiKey(id: ApiKeyId, at: string): Promise<void>;
  revokeApiKey(id: ApiKeyId, request: { readonly userId: UserId; readonly at: string }): Promise<boolean>;
};

export function createIdentityStore(database: Kysely<Tables>): IdentityStore {
  const users = () => database.selectFrom('users').selectAll();
  const userById = prepareRead(database, ['id'], ({ id }: { readonly id: UserId }) => users().where('id', '=', id));
  const keyByHash = prepareRead(database, ['hash'], ({ hash }: { readonly hash: string }) =>
    database.selectFrom('api_keys').selectAll().where('key_hash', '=', hash).where('revoked_at', 'is', null),
  );
  return {
    countUsers: async () =>
      Number(
        (
          await database
            .selectFrom('users')
            .select((select) => select.fn.countAll().as('count'))
            .executeTakeFirstOrThrow()
        ).count,
      ),
    findUser: async (id) => toUserOrNull((await userById({ id }))[0]),
    findUserByEmail: async (email) => toUserOrNull(await users().where('email', '=', email.toLowerCase()).executeTakeFirst()),
    findOwner: async () => toUserOrNull(await users().where('role', '=', 'owner').orderBy('created_at').limit(1).executeTakeFirst()),
    insertUser: async (user) => {
      await database
        .insertInto('users')
        .values({
          id: user.id,
          email: user.email.toLowerCase(),
          name: user.name,
          role: user.role,
          password_hash: user.passwordHash,
          created_at: user.createdAt,
        })
        .execute();
    },
    setPasswordHash: async (id, hash) => {
      await database.updateTable('users').set({ password_hash: hash }).where('id', '=', id).execute();
    },
    insertSession: async (session, tokenHash) => {
      await database
        .insertInto('sessions')
        .values({
          id: session.id,
          user_id: session.userId,
          token_hash: tokenHash,
          created_at: session.createdAt,
          expires_at: session.expiresAt,
        })
        .execute();
    },
    findSession: async (tokenHash) => {
      const row = await database.selectFrom('sessions').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
      return row === undefined
        ? null
        : { id: row.id as SessionId, userId: row.user_id as UserId, createdAt: row.created_at, expiresAt: row.expires_at };
    },
    removeSession: async (id) => {
      await database.deleteFrom('sessions').where('id', '=', id).execute();
    },
    removeExpiredSessions: async (now) => {
      await database.deleteFrom('sessions').where('expires_at', '<', now).execute();
    },
    insertApiKey: async (key, keyHash) => {
      await database
        .insertInto('api_keys')
        .values({
          id: key.id,
          user_id: key.userId,
          name: key.name,
          prefix: key.prefix,
          key_hash: keyHash,
          created_at: key.createdAt,
          last_used_at: null,
          revoked_at: null,
        })
        .execute();
    },
    findApiKey: async (keyHash) => {
      const [row] = await keyByHash({ hash: keyHash });
      return row === undefined ? null : toApiKey(row);
    },
    listApiKeys: async (userId) =>
      (
        await database
          .selectFrom('api_keys')
          .selectAll()
          .where('user_id', '=', userId)
          .where('revoked_at', 'is', null)
          .orderBy('created_at')
          .execute()
      ).map(toApiKey),
    touchApiKey: async (id, at) => {
      await database.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id).execute();
    },
    revokeApiKey: async (id, { userId, at }) => {
      const done = await database
        .updateTable('api_keys')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return done.numUpdatedRows === 1n;
    },
  };
}

const toUserOrNull = (row: Selectable<Tables['users']> | undefined): User | null =>
  row === undefined
    ? null
    : {
        id: row.id as UserId,
        email: row.email,
        name: row.name,
        role: row.role as Role,
        passwordHash: row.password_hash,
        createdAt: row.created_at,
      };

function toApiKey(row: Selectable<Tables['api_keys']>): ApiKey {
  return {
    id: row.id as ApiKeyId,
    userId: row.user_id as UserId,
    name: row.name,
    prefix: row.prefix,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}
