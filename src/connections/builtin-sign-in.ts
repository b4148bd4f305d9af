import type { BuiltinConnector } from '../domain/builtin.ts';
import { AppError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import { isReadOnly, type ToolSnapshot } from '../domain/tool.ts';
import type { ServerMetadata } from '../oauth/client/server-metadata.ts';

/** The authorization server of a connector whose details are ready-made: nothing need be discovered. */
export function readyMadeMetadata(builtin: BuiltinConnector, settings: JsonObject): ServerMetadata {
  const signIn = builtin.signIn(settings);
  if (signIn === null) throw new AppError('oauth.metadata-not-found');
  return {
    issuer: signIn.issuer ?? new URL(signIn.authorizationUrl).origin,
    assumesIssuer: signIn.issuer === null,
    authorization_endpoint: signIn.authorizationUrl,
    token_endpoint: signIn.tokenUrl,
    ...(signIn.revocationUrl === null ? {} : { revocation_endpoint: signIn.revocationUrl }),
    response_types_supported: ['code'],
    token_endpoint_auth_methods_supported: [...signIn.clientAuthMethods],
    code_challenge_methods_supported: ['S256'],
  };
}

/** What to ask for: what the switched-on tools need, or those that read as long as nobody has chosen. */
export function scopesInUse(
  builtin: BuiltinConnector,
  { settings, snapshots }: { readonly settings: JsonObject; readonly snapshots: readonly ToolSnapshot[] },
): readonly string[] {
  const auth = builtin.authOf(settings);
  if (auth.kind !== 'oauth') return [];
  const names =
    snapshots.length > 0
      ? snapshots.filter(({ enabled, state }) => enabled && state === 'accepted').map(({ definition }) => definition.name)
      : builtin
          .toolsOf(settings)
          .filter(isReadOnly)
          .map(({ name }) => name);
  return [...new Set([...auth.always, ...names.flatMap((name) => builtin.scopesOf(name, settings))])];
}
