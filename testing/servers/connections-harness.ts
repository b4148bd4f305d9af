import { randomBytes } from 'node:crypto';
import { type Connections, createConnections } from '../../src/connections/connections.ts';
import type { ConnectionsOptions } from '../../src/connections/dependencies.ts';
import type { ConnectorSecrets } from '../../src/connections/registry.ts';
import type { Connection } from '../../src/domain/connection.ts';
import type { Connector, ConnectorAuth, ConnectorOrigin } from '../../src/domain/connector.ts';
import { type ConnectionId, type ConnectorId, idPrefix, type NewId, type SessionId, type UserId } from '../../src/domain/ids.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { Secret } from '../../src/domain/secret.ts';
import type {
  CallContext,
  ElicitationAnswer,
  ElicitationRequest,
  ToolAnnotations,
  ToolProgress,
  ToolResult,
} from '../../src/domain/tool.ts';
import type { Trace } from '../../src/domain/trace.ts';
import { createMcpSources, type McpSources } from '../../src/mcp/client/sources.ts';
import { createGuardedFetch, type GuardedFetch } from '../../src/network/guarded-fetch.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createVault, type Vault } from '../../src/vault/vault.ts';

export type Harness = {
  readonly store: Store;
  readonly vault: Vault;
  readonly fetch: GuardedFetch;
  readonly sources: McpSources;
  readonly connections: Connections;
  readonly principal: Principal;
  addPrincipal(email: string): Promise<Principal>;
  addConnector(connector: NewTestConnector): Promise<Connector>;
  /** Connects and goes through the sign-in like a browser that says yes; throws what finishing throws. */
  signIn(connector: Connector, options?: SignInOptions): Promise<void>;
  call(connector: Connector, call: HarnessCall): Promise<ToolResult>;
  /** The first connection of a connector. */
  connectionOf(connector: Connector): Promise<Connection>;
  /** The newest trace that was kept for this purpose. */
  lastTrace(connector: Connector, purpose?: Trace['purpose']): Promise<Trace>;
  close(): Promise<void>;
};

export type NewTestConnector = {
  readonly origin: ConnectorOrigin | string;
  readonly auth?: ConnectorAuth;
  readonly secrets?: ConnectorSecrets;
};
export type HarnessCall = {
  readonly name: string;
  readonly input: JsonObject;
  /** A tool that reads, unless they say otherwise. */
  readonly annotations?: ToolAnnotations;
  readonly principal?: Principal;
};
export type SignInOptions = {
  readonly connectionId?: ConnectionId;
  readonly scopes?: readonly string[];
  readonly principal?: Principal;
  /** Follows the authorization address and gives the parameters of the redirect. */
  readonly browse?: (url: string) => Promise<URLSearchParams>;
};

export const newId: NewId = (kind) => `${idPrefix[kind]}${randomBytes(12).toString('hex')}` as never;
export const plainOAuth: ConnectorAuth = {
  kind: 'oauth',
  oauth: { registration: 'auto', clientId: null, hasClientSecret: false, scopes: [], omitResource: false },
};

/** The parts around connections as main.ts builds them, on a store in memory and a network that is this machine. */
export async function startHarness(
  options: Partial<ConnectionsOptions> & { readonly store?: Store; readonly publicUrl?: string } = {},
): Promise<Harness> {
  const store = options.store ?? (await openStore({ kind: 'sqlite', file: ':memory:' }));
  const vault = options.vault ?? createVault(randomBytes(32));
  const fetch = createGuardedFetch({ allowPrivate: ['127.0.0.1', '::1', 'localhost'] });
  const sources = createMcpSources({ clientInfo: { name: 'patchbay', title: 'Patchbay', version: '0.0.0' }, graceMilliseconds: 500 });
  const connections = createConnections({
    clock: Date.now,
    newId,
    publicUrl: 'http://127.0.0.1:3900',
    ...options,
    store,
    vault,
    fetch: options.fetch ?? fetch,
    sources,
  });

  const addPrincipal = async (email: string): Promise<Principal> => {
    const known = await store.identities.findUserByEmail(email);
    const userId = known?.id ?? newId<UserId>('user');
    if (known === null)
      await store.identities.insertUser({
        id: userId,
        email,
        name: email,
        role: 'owner',
        passwordHash: null,
        createdAt: new Date().toISOString(),
      });
    return { userId, email, name: email, role: 'owner', via: { kind: 'session', sessionId: newId<SessionId>('session') } };
  };
  const principal = await addPrincipal('owner@example.com');

  return {
    store,
    vault,
    fetch,
    sources,
    connections,
    principal,
    addPrincipal,
    addConnector: async ({ origin, auth = { kind: 'none' }, secrets = {} }) => {
      const id = newId<ConnectorId>('connector');
      const connector: Connector = {
        id,
        slug: id.replace(/_/g, '-'),
        name: 'Test',
        description: '',
        iconUrl: null,
        origin: typeof origin === 'string' ? { kind: 'remote', url: origin, transport: 'auto' } : origin,
        auth,
        limits: { callTimeoutSeconds: null, maxResultBytes: null, maxConcurrentCalls: null },
        permission: 'always-ask',
        enabled: true,
        ownerId: principal.userId,
        createdAt: new Date().toISOString(),
        instructions: null,
        toolsRefreshedAt: null,
      };
      await store.connectors.insert(connector, vault.seal(new Secret(JSON.stringify(secrets)), `connector:${id}`));
      return connector;
    },
    signIn: async (connector, { connectionId, scopes, principal: who = principal, browse = followRedirects } = {}) => {
      const browserToken = 'the browser of the test';
      const signal = AbortSignal.timeout(30_000);
      const begun = await connections.connect(who, connector.id, { connectionId, scopes, returnTo: '/connectors', browserToken }, signal);
      if (begun.kind === 'connected') return;
      await connections.finishSignIn(who, await browse(begun.url), browserToken, signal);
    },
    call: async (connector, { name, input, annotations = { readOnlyHint: true }, principal: who = principal }) => {
      const source = await connections.sourceFor(who, connector);
      return source.callTool({ name, inputSchema: { type: 'object' }, annotations }, input, callContext(who));
    },
    connectionOf: async ({ id }) => found((await store.connections.listForConnector(id))[0], 'connection'),
    lastTrace: async ({ id }, purpose = 'connect') =>
      found(
        (await store.traces.list(id)).find((trace) => trace.purpose === purpose),
        'trace',
      ),
    close: async () => {
      await sources.close();
      await fetch.close();
      if (options.store === undefined) await store.close();
    },
  };
}

function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Error(`there is no ${what}`);
  return thing;
}

/** A browser without a person: the authorization server redirects at once. */
export async function followRedirects(url: string): Promise<URLSearchParams> {
  const response = await fetch(url, { redirect: 'manual' });
  const location = response.headers.get('location');
  if (location === null) throw new Error(`${new URL(url).origin} did not redirect: ${response.status} ${await response.text()}`);
  return new URL(location, url).searchParams;
}

export type TestContext = CallContext & { readonly progress: ToolProgress[]; readonly asked: ElicitationRequest[] };

/** What runs beside a call in a test: it keeps progress and questions, and answers as told. */
export function callContext(
  principal: Principal,
  {
    signal = AbortSignal.timeout(20_000),
    answer = { action: 'accept', content: {} },
  }: { readonly signal?: AbortSignal; readonly answer?: ElicitationAnswer | null } = {},
): TestContext {
  const progress: ToolProgress[] = [];
  const asked: ElicitationRequest[] = [];
  return {
    principal,
    signal,
    progress,
    asked,
    onProgress: (step) => progress.push(step),
    elicit:
      answer === null
        ? null
        : async (request) => {
            asked.push(request);
            return answer;
          },
  };
}
