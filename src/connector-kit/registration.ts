import type { Registration, RegistrationPermission } from '../domain/registration.ts';
import type { OAuth2Auth } from './auth.ts';
import type { ConnectorDefinition } from './connector.ts';

/** The vendor's steps with the permissions that this connector's own tools name. */
export function registrationOf({ auth, tools }: ConnectorDefinition): Registration | null {
  if (auth.kind !== 'oauth2' || auth.registration == null) return null;
  const { called = {}, ...guide } = auth.registration;
  const readers = new Set(tools.filter(({ annotations }) => annotations.readOnlyHint).flatMap(({ scopes }) => scopes));
  const named = new Set(tools.flatMap(({ scopes }) => scopes));
  const neededFor = (scope: string): RegistrationPermission['needed'] | null => {
    if (auth.always.includes(scope)) return 'always';
    if (readers.has(scope)) return 'to-read';
    return named.has(scope) ? 'to-write' : null;
  };
  const permissions = Object.entries(auth.scopes).flatMap(([scope, words]) => {
    const needed = neededFor(scope);
    return needed === null ? [] : [{ scope, called: Object.hasOwn(called, scope) ? (called[scope] ?? null) : null, words, needed }];
  });
  return { ...guide, permissions };
}

/** Steps are of use only with the redirect address and the permissions in their places, each once. */
export function saysHowToRegister({ registration }: OAuth2Auth): boolean {
  const shown = registration?.steps.flatMap(({ shows }) => shows ?? []) ?? [];
  return (['redirect-address', 'permissions'] as const).every((part) => shown.filter((each) => each === part).length === 1);
}
