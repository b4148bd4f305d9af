export type ScopeInput = {
  /** Of the connector's settings. */
  readonly configured: readonly string[];
  /** Of the challenge that led here. */
  readonly challenged: readonly string[];
  /** `scopes_supported` of the protected resource; null: it names none. */
  readonly resourceScopes: readonly string[] | null;
  /** Asked for beyond the usual: a step-up. */
  readonly added: readonly string[];
  /** What was granted before; kept when more is asked for. */
  readonly granted: readonly string[];
  /** `scopes_supported` of the authorization server. */
  readonly serverScopes: readonly string[];
};

/**
 * Which scopes to ask for (authorization › Scope Selection Strategy): the connector's own settings, else the challenge's,
 * else the resource's. A step-up asks for the union, so that nothing granted before is lost. Empty: ask for none.
 */
export function chooseScopes({ configured, challenged, resourceScopes, added, granted, serverScopes }: ScopeInput): readonly string[] {
  const usual = [configured, challenged, resourceScopes ?? []].find((scopes) => scopes.length > 0) ?? [];
  const chosen = new Set(added.length > 0 ? [...granted, ...usual, ...added] : usual);
  // OpenID Connect Core §11: without it, no refresh token. Only where it is known, and never as the only scope.
  if (chosen.size > 0 && serverScopes.includes('offline_access')) chosen.add('offline_access');
  return [...chosen];
}
