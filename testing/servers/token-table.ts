export type TokenState =
  | { readonly kind: 'valid'; readonly scopes: readonly string[] }
  | { readonly kind: 'unknown' | 'expired' | 'revoked' };

/** Which tokens were issued, for what, until when, and in which family. */
export type TokenTable = {
  issue(issued: {
    readonly accessToken: string;
    readonly refreshToken: string | null;
    readonly scopes: readonly string[];
    readonly replaces: string | null;
  }): void;
  /** Uses up a refresh token. One that was used before revokes its whole family (RFC 9700 §4.14.2). */
  takeRefreshToken(token: string): boolean;
  judge(accessToken: string): TokenState;
  revoke(token: string): void;
  revokeAll(): void;
  expireAccessTokens(): void;
  readonly issued: number;
  readonly revoked: number;
  /** How often a used refresh token came again. */
  readonly reuses: number;
};

export function createTokenTable({
  clock,
  accessTokenSeconds,
}: {
  readonly clock: () => number;
  readonly accessTokenSeconds: number;
}): TokenTable {
  const access = new Map<string, { readonly scopes: readonly string[]; expiresAt: number; readonly family: string }>();
  const refresh = new Map<string, { readonly family: string; used: boolean }>();
  const revokedFamilies = new Set<string>();
  let reuses = 0;

  return {
    issue: ({ accessToken, refreshToken, scopes, replaces }) => {
      const family = refresh.get(replaces ?? '')?.family ?? accessToken;
      access.set(accessToken, { scopes, expiresAt: clock() + accessTokenSeconds * 1000, family });
      if (refreshToken !== null) refresh.set(refreshToken, { family, used: false });
    },
    takeRefreshToken: (token) => {
      const known = refresh.get(token);
      if (known === undefined || revokedFamilies.has(known.family)) return false;
      if (known.used) {
        reuses += 1;
        revokedFamilies.add(known.family);
        return false;
      }
      known.used = true;
      return true;
    },
    judge: (accessToken) => {
      const known = access.get(accessToken);
      if (known === undefined) return { kind: 'unknown' };
      if (revokedFamilies.has(known.family)) return { kind: 'revoked' };
      return known.expiresAt <= clock() ? { kind: 'expired' } : { kind: 'valid', scopes: known.scopes };
    },
    revoke: (token) => {
      const family = access.get(token)?.family ?? refresh.get(token)?.family;
      if (family !== undefined) revokedFamilies.add(family);
    },
    revokeAll: () => {
      for (const { family } of access.values()) revokedFamilies.add(family);
    },
    expireAccessTokens: () => {
      for (const token of access.values()) token.expiresAt = 0;
    },
    get issued() {
      return access.size;
    },
    get revoked() {
      return revokedFamilies.size;
    },
    get reuses() {
      return reuses;
    },
  };
}
