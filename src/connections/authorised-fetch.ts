import type { Connection } from '../domain/connection.ts';
import type { Connector } from '../domain/connector.ts';
import { AppError } from '../domain/errors.ts';
import type { Clock } from '../domain/ids.ts';
import type { Credentials, CredentialKeeper, Versioned } from './credentials.ts';
import type { Echoes } from './echoes.ts';
import type { Refresh } from './refresh.ts';

export type AuthorisedFetchDeps = {
  readonly keeper: CredentialKeeper;
  readonly refresh: Refresh;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly staticHeaders: () => Promise<Readonly<Record<string, string>>>;
  /** Where the credentials may go: the connector's own origins. */
  readonly homes: () => Promise<readonly string[]>;
  /** Told of each secret that is sent. */
  readonly echoes: Pick<Echoes, 'expect' | 'expectNamed'>;
  /** Told when the server no longer takes the credentials. */
  readonly onRefused: (error: AppError) => Promise<void>;
};

/** Other processes may renew credentials too; this old a copy is read again. */
const maxCopyMilliseconds = 5_000;

/**
 * A fetch that carries a connection's credentials, to the connector's own origins only. It renews a token before its end,
 * and once more when the server answers 401; the token itself never leaves it.
 */
export function createAuthorisedFetch(
  { keeper, refresh, fetch, clock, staticHeaders, homes, echoes, onRefused }: AuthorisedFetchDeps,
  { connector, connection }: { readonly connector: Connector; readonly connection: Pick<Connection, 'id' | 'userId'> },
): typeof globalThis.fetch {
  const subject = { connector, connection };
  let copy: (Versioned & { readonly readAt: number }) | null = null;

  const keep = (versioned: Versioned): Versioned => {
    copy = { ...versioned, readAt: clock() };
    return versioned;
  };
  const readCopy = async (): Promise<Versioned> =>
    copy !== null && clock() - copy.readAt < maxCopyMilliseconds ? copy : keep(await keeper.read(connection));

  async function usable(): Promise<Versioned> {
    const current = await readCopy();
    const { credentials } = current;
    if (credentials?.kind !== 'oauth' || credentials.refreshAt === null || clock() < credentials.refreshAt) return current;
    if (credentials.refreshToken === null && !isOver(credentials.expiresAt, clock())) return current;
    try {
      return keep(await refresh(subject, current));
    } catch (error) {
      copy = null;
      // The token lives a little longer: an authorization server that is down need not stop the call.
      if (error instanceof AppError && error.code !== 'connection.expired' && !isOver(credentials.expiresAt, clock())) return current;
      throw error;
    }
  }

  async function send(input: string | URL | Request, init: RequestInit | undefined, credentials: Credentials | null): Promise<Response> {
    const headers = new Headers(init?.headers);
    const fixed = await staticHeaders();
    for (const [name, value] of Object.entries(fixed)) headers.set(name, value);
    echoes.expectNamed(fixed);
    if (credentials !== null) echoes.expect((credentials.kind === 'oauth' ? credentials.accessToken : credentials.value).reveal());
    return fetch(addCredentials(input, { headers, connector, credentials }), { ...init, headers });
  }

  return async (input, init) => {
    if (!(await homes()).includes(new URL(input instanceof Request ? input.url : String(input)).origin)) return fetch(input, init);
    const used = await usable();
    const response = await send(input, init, used.credentials);
    if (response.status !== 401 || used.credentials === null) return response;
    if (used.credentials.kind === 'header')
      return refuse(
        new AppError('connection.header-required', {
          sentence: 'The server refused the key (HTTP 401). Enter it again on the connector page.',
        }),
        response,
      );
    if (used.credentials.refreshToken === null && (await keeper.read(connection)).version === used.version) {
      return refuse(
        new AppError('connection.expired', {
          sentence: 'The server no longer takes this sign-in (HTTP 401), and gave no way to renew it. Reconnect.',
          detail: challengeOf(response),
        }),
        response,
      );
    }
    await response.body?.cancel();
    copy = null;
    const renewed = keep(await refresh(subject, used));
    const again = await send(input, init, renewed.credentials);
    if (again.status !== 401) return again;
    return refuse(
      new AppError('connection.expired', {
        sentence: 'The server refuses even a renewed sign-in (HTTP 401). Reconnect, perhaps with another account.',
        detail: challengeOf(again),
      }),
      again,
    );
  };

  async function refuse(error: AppError, response: Response): Promise<never> {
    await response.body?.cancel();
    copy = null;
    await onRefused(error);
    throw error;
  }
}

type Signed = { readonly headers: Headers; readonly connector: Connector; readonly credentials: Credentials | null };

/** Writes the credentials into the headers, or answers the address that carries them. */
function addCredentials(input: string | URL | Request, { headers, connector: { auth }, credentials }: Signed): string | URL | Request {
  // Each kind is of use only where one signs in by it now.
  if (credentials?.kind === 'oauth' && 'oauth' in auth) headers.set('authorization', `Bearer ${credentials.accessToken.reveal()}`);
  if (credentials?.kind !== 'header' || auth.kind !== 'header') return input;
  const value = credentials.value.reveal();
  switch (auth.form) {
    case undefined:
      headers.set(auth.headerName, `${auth.prefix}${value}`);
      return input;
    case 'basic':
      headers.set(auth.headerName, `${auth.prefix}${Buffer.from(value).toString('base64')}`);
      return input;
    case 'query': {
      const url = new URL(input instanceof Request ? input.url : String(input));
      // Appended, so that what stands before it stays as it was written.
      url.search = `${url.search === '' ? '?' : `${url.search}&`}${new URLSearchParams([[auth.headerName, value]])}`;
      return input instanceof Request ? new Request(url, input) : url;
    }
  }
}

const isOver = (expiresAt: number | null, now: number): boolean => expiresAt !== null && now >= expiresAt;
const challengeOf = (response: Response): Record<string, unknown> => ({ challenge: response.headers.get('www-authenticate') });
