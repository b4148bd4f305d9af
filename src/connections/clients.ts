import { AppError } from '../domain/errors.ts';
import type { Connector, OAuthSettings } from '../domain/connector.ts';
import { Secret } from '../domain/secret.ts';
import type { TraceRecorder } from '../domain/trace.ts';
import { clientMetadataUrl, redirectUri } from '../oauth/client/client-metadata.ts';
import { type OAuthClient, planRegistration, register } from '../oauth/client/registration.ts';
import type { ServerMetadata } from '../oauth/client/server-metadata.ts';
import { readConnectorSecrets } from './connector-secrets.ts';
import type { ConnectionsDependencies } from './dependencies.ts';

type ClientDeps = Pick<ConnectionsDependencies, 'store' | 'vault' | 'clock' | 'publicUrl' | 'clientMetadataUrl'>;
type ClientQuestion = { readonly connector: Connector; readonly settings: OAuthSettings; readonly metadata: ServerMetadata };

/** Who we are to the authorization server of a connector; registers us where nobody did yet. */
export async function obtainClient(
  deps: ClientDeps,
  {
    scope,
    trace,
    fetch,
    ...question
  }: ClientQuestion & { readonly scope: string | null; readonly trace: TraceRecorder; readonly fetch: typeof globalThis.fetch },
): Promise<OAuthClient> {
  const { connector, metadata } = question;
  return trace.step('register', `Registering with ${metadata.issuer}`, async (note) => {
    const plan = planFor(deps, question);
    if (plan.kind === 'unavailable') throw new AppError('oauth.registration-unavailable', { sentence: plan.sentence });
    const known = await knownClient(deps, question);
    if (known !== null) {
      note.say(`${words[plan.kind]} ${known.clientId} is used.`, plan.kind === 'dynamic' ? 'skipped' : 'succeeded');
      return known;
    }
    const client = await register({ metadata, publicUrl: deps.publicUrl, scope, fetch: trace.recordingFetch(fetch) });
    const { clientSecret, ...open } = client;
    await deps.store.oauth.saveClient(
      connector.id,
      {
        issuer: metadata.issuer,
        registration: 'dynamic',
        client: open,
        sealedSecret: clientSecret === null ? null : deps.vault.seal(new Secret(clientSecret), bindingOf(connector, metadata)),
      },
      new Date(deps.clock()).toISOString(),
    );
    note.say(`${metadata.issuer} registered Patchbay as ${client.clientId}.`);
    return client;
  });
}

/** The client that tokens of this issuer were asked for with; null: it is registered no more. */
export async function knownClient(deps: ClientDeps, { connector, settings, metadata }: ClientQuestion): Promise<OAuthClient | null> {
  const plan = planFor(deps, { connector, settings, metadata });
  const ours = { secretExpiresAt: null, redirectUri: redirectUri(deps.publicUrl) };
  switch (plan.kind) {
    case 'static': {
      const { clientSecret } = await readConnectorSecrets({ connectors: deps.store.connectors, vault: deps.vault }, connector.id);
      return { ...ours, clientId: plan.clientId, clientSecret: clientSecret ?? null, authMethod: null };
    }
    case 'client-id-metadata':
      return { ...ours, clientId: plan.clientId, clientSecret: null, authMethod: 'none' };
    case 'dynamic':
      return readRegistered(deps, { connector, metadata });
    case 'unavailable':
      return null;
  }
}

/** A registration for another redirect, or with an expired secret, is of no use any more. */
async function readRegistered(
  { store, vault, clock, publicUrl }: ClientDeps,
  { connector, metadata }: Omit<ClientQuestion, 'settings'>,
): Promise<OAuthClient | null> {
  const stored = await store.oauth.client(connector.id, metadata.issuer);
  if (stored === null || stored.registration !== 'dynamic') return null;
  const secret = stored.sealedSecret === null ? null : vault.open(stored.sealedSecret, bindingOf(connector, metadata));
  // We wrote it from an OAuthClient.
  const client = { ...(stored.client as unknown as Omit<OAuthClient, 'clientSecret'>), clientSecret: secret?.reveal() ?? null };
  const expired = client.secretExpiresAt !== null && client.secretExpiresAt <= clock();
  return expired || client.redirectUri !== redirectUri(publicUrl) ? null : client;
}

function planFor({ publicUrl, clientMetadataUrl: documentUrl }: ClientDeps, { settings, metadata }: ClientQuestion) {
  return planRegistration({ settings, metadata, documentUrl: documentUrl ?? clientMetadataUrl(publicUrl) });
}

const bindingOf = (connector: Connector, { issuer }: ServerMetadata): string => `connector:${connector.id}:issuer:${issuer}`;
const words = {
  static: 'The registered client ID',
  'client-id-metadata': 'The client ID metadata document',
  dynamic: 'The registration',
} as const;
