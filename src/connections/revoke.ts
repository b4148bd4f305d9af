import type { Connector } from '../domain/connector.ts';
import type { TraceRecorder } from '../domain/trace.ts';
import { revokeToken } from '../oauth/client/tokens.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { knownClient } from './clients.ts';
import type { Credentials } from './credentials.ts';
import type { ConnectionsDependencies } from './dependencies.ts';

const revokeMilliseconds = 5_000;

/** Asks the authorization server to forget the tokens (RFC 7009). What it answers changes nothing here: they are forgotten anyway. */
export async function revokeCredentials(
  deps: ConnectionsDependencies,
  {
    connector,
    credentials,
    trace,
    signal,
  }: {
    readonly connector: Connector;
    readonly credentials: Credentials | null;
    readonly trace: TraceRecorder;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  if (credentials?.kind !== 'oauth' || !('oauth' in connector.auth)) return;
  const { metadata, refreshToken, accessToken } = credentials;
  const settings = connector.auth.oauth;
  const outcome = await trace
    .step('revoke', `Revoking the sign-in at ${metadata.issuer}`, async (note) => {
      const client = await knownClient(deps, { connector, settings, metadata });
      if (client === null || metadata.revocation_endpoint === undefined)
        return note.say(`${metadata.issuer} offers no revocation; the tokens were forgotten here.`, 'skipped');
      const fetch = trace.recordingFetch(boundedFetch(deps.fetch, { signal, milliseconds: revokeMilliseconds }));
      const tokens = [
        ...(refreshToken === null ? [] : [{ token: refreshToken, hint: 'refresh_token' as const }]),
        { token: accessToken, hint: 'access_token' as const },
      ];
      const taken = await Promise.all(tokens.map((token) => revokeToken({ metadata, client, fetch, ...token })));
      note.say(
        taken.every(Boolean) ? 'The tokens were revoked.' : 'The server did not take the revocation; the tokens were forgotten here.',
      );
    })
    .then(
      () => 'succeeded' as const,
      () => 'failed' as const,
    );
  await trace.finish(outcome);
}
