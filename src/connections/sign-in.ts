import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Challenge, extractChallenge, type Reached } from '../oauth/client/challenge.ts';
import { authorizationRequest } from '../oauth/client/authorize.ts';
import { judgeCallback } from '../oauth/client/callback.ts';
import { discover, type Discovery } from '../oauth/client/discovery.ts';
import { chooseScopes } from '../oauth/client/scopes.ts';
import type { ServerMetadata } from '../oauth/client/server-metadata.ts';
import { exchangeCode, type Tokens } from '../oauth/client/tokens.ts';
import type { Connection } from '../domain/connection.ts';
import type { Connector, OAuthSettings } from '../domain/connector.ts';
import { AppError } from '../domain/errors.ts';
import type { ConnectionId, TraceId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import { Secret } from '../domain/secret.ts';
import type { TraceRecorder } from '../domain/trace.ts';
import { findBuiltin } from './builtin-definition.ts';
import { readyMadeMetadata, scopesInUse } from './builtin-sign-in.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { knownClient, obtainClient } from './clients.ts';
import type { ConnectionsDependencies } from './dependencies.ts';

export type SignInRequest = {
  readonly connector: Connector & { readonly auth: { readonly oauth: OAuthSettings } };
  readonly connection: Connection;
  readonly principal: Principal;
  /** Beyond the usual ones: a step-up. */
  readonly scopes: readonly string[];
  readonly returnTo: string;
  /** A cookie of the browser that starts the sign-in; only that browser may end it. */
  readonly browserToken: string;
  readonly trace: TraceRecorder;
  readonly signal: AbortSignal;
};

/** A connector that people sign in to elsewhere. */
export function hasOAuth(
  connector: Connector,
): connector is Connector & { readonly auth: { readonly kind: 'oauth' | 'mixed'; readonly oauth: OAuthSettings } } {
  return connector.auth.kind === 'oauth' || connector.auth.kind === 'mixed';
}

/** What is kept, sealed, while the person is away at the authorization server. */
export type Flow = z.output<typeof flowSchema>;

const flowSchema = z.object({
  verifier: z.string().transform((text) => new Secret(text)),
  // Written by us from parsed metadata.
  metadata: z.custom<ServerMetadata>((value) => typeof value === 'object' && value !== null),
  resource: z.string().nullable(),
  scopes: z.array(z.string()),
  returnTo: z.string(),
  traceId: z.string().transform((id) => id as TraceId),
});

const flowMilliseconds = 900_000;

/** Prepares a sign-in and gives the address to send the person's browser to. */
export async function beginSignIn(deps: ConnectionsDependencies, request: SignInRequest): Promise<string> {
  const { connector, connection, principal, trace, signal } = request;
  const { oauth: settings } = connector.auth;
  const fetch = boundedFetch(deps.fetch, { signal });
  const server = await findServer(deps, { connector, fetch, trace, signal });
  const { metadata } = server;
  const resource = settings.omitResource ? null : server.resource;
  const scopes = chooseScopes({
    configured: settings.scopes,
    challenged: server.challenged,
    resourceScopes: server.resourceScopes,
    added: request.scopes,
    granted: connection.scopes,
    serverScopes: metadata.scopes_supported ?? [],
  });
  const client = await obtainClient(deps, {
    connector,
    settings,
    metadata,
    scope: scopes.length === 0 ? null : scopes.join(' '),
    trace,
    fetch,
  });
  return trace.step('consent', 'Sending the browser to the authorization server', async (note) => {
    const state = new Secret(Buffer.from(deps.random(32)).toString('base64url'));
    const { url, verifier } = await authorizationRequest({ metadata, client, scopes, resource, state });
    const flow = { verifier: verifier.reveal(), metadata, resource, scopes: [...scopes], returnTo: request.returnTo, traceId: trace.id };
    const now = deps.clock();
    const stateHash = sha256(state.reveal());
    await deps.store.oauth.removeExpiredFlows(new Date(now).toISOString());
    await deps.store.oauth.startFlow({
      stateHash,
      connectionId: connection.id,
      userId: principal.userId,
      browserHash: sha256(request.browserToken),
      sealedFlow: deps.vault.seal(new Secret(JSON.stringify(flow)), `flow:${stateHash}`),
      createdAt: new Date(now).toISOString(),
      expiresAt: new Date(now + flowMilliseconds).toISOString(),
    });
    const asked = scopes.length === 0 ? 'no scopes' : `the scopes ${scopes.join(' ')}`;
    note.say(
      `Waiting for the person at ${new URL(url).host}. Asked as ${client.clientId} for ${asked}${resource === null ? ', without a resource' : ` at ${resource}`}, to return to ${client.redirectUri}.`,
      'waiting',
    );
    return url;
  });
}

type Server = Omit<Discovery, 'resource'> & { readonly resource: string | null; readonly challenged: readonly string[] };

/** Who signs people in: found by asking, or known before where the connector comes with the program. */
async function findServer(
  deps: ConnectionsDependencies,
  { connector, fetch, trace, signal }: Pick<SignInRequest, 'connector' | 'trace' | 'signal'> & { readonly fetch: typeof globalThis.fetch },
): Promise<Server> {
  const { origin } = connector;
  if (origin.kind === 'builtin') {
    const builtin = await findBuiltin(deps.builtins, origin);
    const resourceScopes = scopesInUse(builtin, { settings: origin.settings, snapshots: await deps.store.tools.list(connector.id) });
    return { metadata: readyMadeMetadata(builtin, origin.settings), resource: null, resourceScopes, challenged: [] };
  }
  if (origin.kind !== 'remote') throw new AppError('oauth.metadata-not-found');
  const { authorizationServer } = connector.auth.oauth;
  const reached = await reach({ serverUrl: origin.url, fetch: deps.fetch, signal, trace });
  return { ...(await discover({ serverUrl: origin.url, reached, authorizationServer, fetch, trace })), challenged: reached.scopes };
}

/** Takes the flow that an answer belongs to; it works once, in the browser and for the person that it was started by. */
export async function takeFlow(
  { store, vault, clock }: ConnectionsDependencies,
  {
    principal,
    parameters,
    browserToken,
  }: { readonly principal: Principal; readonly parameters: URLSearchParams; readonly browserToken: string },
): Promise<{ readonly flow: Flow; readonly connectionId: ConnectionId }> {
  const stateHash = sha256(parameters.get('state') ?? '');
  const stored = await store.oauth.takeFlow(stateHash);
  if (stored === null || Date.parse(stored.expiresAt) <= clock()) throw new AppError('oauth.state-invalid');
  if (stored.userId !== principal.userId || stored.browserHash !== sha256(browserToken)) throw new AppError('oauth.state-foreign');
  return {
    flow: flowSchema.parse(JSON.parse(vault.open(stored.sealedFlow, `flow:${stateHash}`).reveal())),
    connectionId: stored.connectionId,
  };
}

type Completion = {
  readonly connector: Connector & { readonly auth: { readonly oauth: OAuthSettings } };
  readonly flow: Flow;
  readonly parameters: URLSearchParams;
  readonly trace: TraceRecorder;
  readonly signal: AbortSignal;
};

/** Judges the answer and trades its code for tokens. */
export async function completeSignIn(
  deps: ConnectionsDependencies,
  { connector, flow, parameters, trace, signal }: Completion,
): Promise<Tokens> {
  const { metadata, resource, verifier } = flow;
  const code = await trace.step('consent', 'The person came back with a code', async () => {
    const verdict = judgeCallback(parameters, metadata);
    if (verdict.kind === 'refused') throw verdict.error;
    return verdict.code;
  });
  return trace.step('exchange', `Trading the code for tokens at ${metadata.issuer}`, async (note) => {
    const client = await knownClient(deps, { connector, settings: connector.auth.oauth, metadata });
    if (client === null) throw new AppError('oauth.registration-unavailable');
    const fetch = trace.recordingFetch(boundedFetch(deps.fetch, { signal }));
    try {
      const tokens = await exchangeCode({ metadata, client, resource, fetch, code, verifier });
      note.say(
        `${metadata.issuer} gave an access token${tokens.refreshToken === null ? ', but no refresh token: the sign-in cannot renew itself' : ' and a refresh token'}.`,
      );
      return tokens;
    } catch (error) {
      // A registration that the server has dropped is made anew at the next attempt.
      if (error instanceof AppError && error.detail['error'] === 'invalid_client')
        await deps.store.oauth.removeClient(connector.id, metadata.issuer);
      throw error;
    }
  });
}

type Reach = {
  readonly serverUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly trace: TraceRecorder;
};

const reachMilliseconds = 20_000;

/** Knocks without credentials, for the challenge: by POST, and by GET where the older transport may live. */
async function reach({ serverUrl, fetch, signal, trace }: Reach): Promise<Reached> {
  return trace.step('reach', `Asking ${new URL(serverUrl).host} without credentials`, async (note) => {
    const accept = 'application/json, text/event-stream';
    const limited = AbortSignal.any([signal, AbortSignal.timeout(reachMilliseconds)]);
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 'reach', method: 'ping' });
    const knock = async (init: RequestInit): Promise<{ readonly status: number; readonly challenge: Challenge }> => {
      const response = await trace
        .recordingFetch(fetch)(serverUrl, { ...init, signal: limited })
        .catch((error: unknown) => {
          if (limited.aborted && !signal.aborted) throw new AppError('network.timed-out', { cause: error });
          throw error;
        });
      await response.body?.cancel();
      return { status: response.status, challenge: extractChallenge(response) };
    };
    const posted = await knock({ method: 'POST', headers: { 'content-type': 'application/json', accept }, body: ping });
    const answer =
      posted.status === 404 || posted.status === 405 ? await knock({ method: 'GET', headers: { accept: 'text/event-stream' } }) : posted;
    note.say(
      answer.status === 401
        ? 'The server asks for a sign-in (HTTP 401).'
        : `The server asks for no sign-in here (HTTP ${answer.status}); its metadata is looked up all the same.`,
    );
    return answer.status === 401 ? { ...answer.challenge, challenged: true } : { resourceMetadataUrl: null, scopes: [], challenged: false };
  });
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
