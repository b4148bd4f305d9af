import { randomBytes } from 'node:crypto';
import { createTokenTable, type TokenTable } from '../servers/token-table.ts';

export type Holder = { readonly email: string; readonly scopes: readonly string[] };

/** Who may come in to a double: tokens that were issued, to whom and for what, and faults that it was told to answer with. */
export type Gate = {
  readonly tokens: TokenTable;
  /** A token without a sign-in, for tests of tools. */
  issue(email: string, scopes: readonly string[]): string;
  /** A token that a sign-in issued. */
  remember(accessToken: string, email: string): void;
  holderOf(accessToken: string): string | null;
  /** The holder of the request's token, or a fault, or null: 401 by the double's own words. */
  admit(request: Request): Holder | Response | null;
  /** Answered before anything else is looked at, one a request. */
  readonly faults: (Response | (() => Response))[];
  /** Each request that came, by method and path. */
  readonly seen: { readonly method: string; readonly path: string; readonly authorization: string | null }[];
};

export function createGate({
  clock = Date.now,
  accessTokenSeconds = 3600,
}: {
  readonly clock?: () => number;
  readonly accessTokenSeconds?: number;
} = {}): Gate {
  const tokens = createTokenTable({ clock, accessTokenSeconds });
  const holders = new Map<string, string>();
  const faults: Gate['faults'] = [];
  const seen: Gate['seen'] = [];
  return {
    tokens,
    faults,
    seen,
    issue: (email, scopes) => {
      const accessToken = randomBytes(12).toString('hex');
      tokens.issue({ accessToken, refreshToken: null, scopes, replaces: null });
      holders.set(accessToken, email);
      return accessToken;
    },
    remember: (accessToken, email) => void holders.set(accessToken, email),
    holderOf: (accessToken) => holders.get(accessToken) ?? null,
    admit: (request) => {
      const authorization = request.headers.get('authorization');
      seen.push({ method: request.method, path: new URL(request.url).pathname, authorization });
      const fault = faults.shift();
      if (fault !== undefined) return fault instanceof Response ? fault : fault();
      const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '';
      const state = tokens.judge(token);
      const email = holders.get(token);
      return state.kind === 'valid' && email !== undefined ? { email, scopes: state.scopes } : null;
    },
  };
}

/** A fetch that carries a token, as a connection does. */
export function fetchAs(token: string): typeof globalThis.fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(input, { ...init, headers });
  };
}
