import type { Context } from 'hono';
import { AppError } from '../../domain/errors.ts';
import type { ApiKeyId } from '../../domain/ids.ts';
import type { Principal } from '../../domain/principal.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { ApiHandlers } from '../api.ts';
import type { SessionCookies } from '../session-cookie.ts';
import type { Settings } from '../settings.ts';
import { viewPerson } from './views.ts';

type Names =
  | 'getSession'
  | 'signIn'
  | 'signOut'
  | 'setUpOwner'
  | 'listApiKeys'
  | 'createApiKey'
  | 'revokeApiKey'
  | 'getSettings'
  | 'changeSettings';

/** Signing in and out, the owner's set-up, API keys and settings. */
export function identityHandlers(dependencies: {
  readonly identity: Identity;
  readonly cookies: SessionCookies;
  readonly settings: Settings;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly version: string;
  readonly redirectAddress: string;
}): ApiHandlers<Names> {
  const { identity, cookies, settings, ledger, version, redirectAddress } = dependencies;
  const state = async (principal: Principal | null) => ({
    person: principal === null ? null : viewPerson(principal),
    setupNeeded: await identity.setupNeeded(),
    developerMode: (await settings.read()).developerMode,
    redirectAddress,
    version,
  });
  const begin = async (context: Context, principal: Principal) => state(await cookies.begin(context, principal));

  return {
    getSession: ({ principal }) => state(principal),
    signIn: async ({ body, context }) => begin(context, await identity.signIn(body.email, body.password)),
    setUpOwner: async ({ body, context }) => begin(context, await identity.setUp(body.token, body)),
    signOut: async ({ principal, context }) => {
      await identity.endSession(principal);
      cookies.end(context);
      return undefined;
    },
    listApiKeys: async ({ principal }) => ({ keys: [...(await identity.listApiKeys(principal))] }),
    createApiKey: ({ principal, body }) => {
      // A leaked key must not be able to make itself successors.
      if (principal.via.kind === 'api-key')
        throw new AppError('identity.forbidden', {
          sentence: 'An API key cannot make API keys. Sign in to the page, or use the command line on the machine.',
        });
      return identity.createApiKey(principal, body.name);
    },
    revokeApiKey: async ({ principal, path }) => {
      await identity.revokeApiKey(principal, path.id as ApiKeyId);
      return undefined;
    },
    getSettings: () => settings.read(),
    changeSettings: async ({ principal, body }) => {
      const changed = await settings.write(body);
      await ledger.append({ kind: 'setting-changed', actor: principal.email, data: { ...body } });
      return changed;
    },
  };
}
