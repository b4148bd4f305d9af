import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { pino } from 'pino';
import { createElicitations } from './agent/elicitations.ts';
import { checkModelEntries, createModels } from './agent/models/models.ts';
import { createTurns } from './agent/turns.ts';
import type { Config } from './config.ts';
import { createBuiltins, loadedModules, toBuiltin } from './connector-kit/index.ts';
import { connectors } from './connectors/index.ts';
import { presets } from './connectors/presets/presets.ts';
import { createConnections } from './connections/connections.ts';
import { createConnectorRegistry } from './connections/registry.ts';
import { type Clock, idPrefix, type NewId } from './domain/ids.ts';
import { applyConfig, closeInterrupted, keepRetention, refreshOnChange } from './housekeeping.ts';
import { createIdentity } from './identity/identity.ts';
import { createLakeIntake } from './lake/data/intake.ts';
import { createLakeService } from './lake/lake-service.ts';
import { createMcpSources } from './mcp/client/sources.ts';
import { createLazyFace } from './mcp/server/lazy-face.ts';
import { createGuardedConnect } from './network/guarded-connect.ts';
import { createGuardedFetch } from './network/guarded-fetch.ts';
import { clientMetadataDocument, redirectUri } from './oauth/client/client-metadata.ts';
import { dataFiles, loadSecretKey } from './process/data-folder.ts';
import { createApprovals } from './runtime/approvals.ts';
import { defaultCallLimits } from './runtime/stages/limits.ts';
import { createToolCatalog } from './runtime/tool-catalog.ts';
import { createCollections } from './runtime/collections.ts';
import { createToolRuntime } from './runtime/tool-runtime.ts';
import { createAddReadyMade } from './server/add-ready-made.ts';
import { createApp } from './server/app.ts';
import { createAskLake } from './server/lake-query.ts';
import { createMetrics } from './server/metrics.ts';
import { approvalHandlers } from './server/routes/approvals.ts';
import { callHandlers } from './server/routes/calls.ts';
import { connectionHandlers, connectorHandlers, toolHandlers } from './server/routes/connectors.ts';
import { conversationHandlers, turnHandlers } from './server/routes/conversations.ts';
import { identityHandlers } from './server/routes/identity.ts';
import { ingestHandlers } from './server/routes/ingest.ts';
import { lakeHandlers } from './server/routes/lake.ts';
import { createKusto } from './server/routes/kusto.ts';
import { createLogAnalytics } from './server/routes/log-analytics.ts';
import { createLogsIngestion } from './server/routes/logs-ingestion.ts';
import { createMcpRoutes, mcpErrorResponse } from './server/routes/mcp.ts';
import { signInReturn } from './server/routes/sign-in-return.ts';
import { createV1 } from './server/routes/v1.ts';
import { savedQueryHandlers } from './server/routes/saved-queries.ts';
import { createSessionCookies } from './server/session-cookie.ts';
import { createSettings } from './server/settings.ts';
import { openAIErrorResponse } from './server/wire/openai-error.ts';
import { openStore } from './store/store.ts';
import { readOwnLog } from './store/own-log.ts';
import { createVault } from './vault/vault.ts';

export type Patchbay = {
  readonly app: Hono;
  readonly setupLink: () => Promise<string | null>;
  /** Ends running turns and calls, children and the store, in this order; nothing half-written stays. */
  close(): Promise<void>;
};

export type Surroundings = { readonly version: string; readonly pageFolder: string | null; readonly cliToken: string };

const maxListingAge = 60 * 60_000;

/** Builds everything from the configuration: the only place, with main.ts, that constructs I/O. */
export async function compose(config: Config, { version, pageFolder, cliToken }: Surroundings): Promise<Patchbay> {
  checkModelEntries(config.models);
  const clock: Clock = Date.now;
  const newId: NewId = (kind) => `${idPrefix[kind]}${randomBytes(18).toString('hex')}` as never;
  const log = pino({ level: 'warn' }, pino.destination(2));
  const vault = createVault(loadSecretKey(config.data, config.secretKey));
  const store = await openStore(
    config.databaseUrl === undefined
      ? { kind: 'sqlite', file: dataFiles(config.data).database }
      : { kind: 'postgres', url: config.databaseUrl },
  );

  const fetch = createGuardedFetch({ allowPrivate: config.allowPrivateNetwork });
  const connect = createGuardedConnect({ allowPrivate: config.allowPrivateNetwork });
  // The owner's own setting names the model's address, which is often a server on this machine.
  const modelFetch = createGuardedFetch({ allowPrivate: ['0.0.0.0/0', '::/0', 'localhost'] });
  const lake = createLakeService({
    refreshOwnTables: (signal) => intake.refreshOwnTables(signal),
    folder: join(config.data, 'lake'),
    clock,
    newId,
    geoDatabase: config.geoDatabase,
  });
  const intake = createLakeIntake({
    folder: join(config.data, 'lake'),
    clock,
    ownLog: readOwnLog(store),
    onError: (error) => log.error(error),
  });
  const lakeConnectors = [lake.connector, ...lake.queryConnectors, ...lake.remoteConnectors];
  const builtins = createBuiltins({ ...connectors, ...loadedModules(lakeConnectors) }, config.services);
  const sources = createMcpSources({ clientInfo: { name: 'patchbay', title: 'Patchbay', version }, clock });
  const connections = createConnections({
    store,
    vault,
    fetch,
    connect,
    sources,
    builtins,
    clock,
    newId,
    random: randomBytes,
    publicUrl: config.publicUrl,
  });
  const registry = createConnectorRegistry({ store, vault, clock, newId, builtins, presets, fetch });
  const catalog = createToolCatalog({ store, openSource: connections.sourceFor, listTools: connections.listTools, clock, maxListingAge });
  const approvals = createApprovals({ store: store.approvals, ledger: store.ledger, clock, newId });
  const runtime = createToolRuntime({
    ledger: store.ledger,
    approvals,
    limits: defaultCallLimits,
    clock,
    newId,
    onInternalError: (error) => log.error(error),
  });
  const elicitations = createElicitations({ newId });
  const models = createModels({ openai: config.openai, anthropic: config.anthropic, entries: config.models, fetch: modelFetch });
  const turns = createTurns({
    store,
    catalog,
    models,
    invokeTool: runtime.invokeTool,
    approvals,
    proposeCall: runtime.proposeCall,
    elicitations,
    newId,
    clock,
    onError: (error) => log.error(error),
  });
  const identity = createIdentity({ store: store.identities, ledger: store.ledger, clock, newId, cliToken });
  const settings = createSettings(store.settings);
  refreshOnChange({ connections, catalog, identity, store, onError: (error) => log.warn(error) });
  const cookies = createSessionCookies({ identity, publicUrl: config.publicUrl });
  // SQLite has one process, so whatever runs was left by one that ended; on PostgreSQL only what is too old to run still.
  const startedBefore = new Date(clock() - (config.databaseUrl === undefined ? 0 : defaultCallLimits.maxCallTimeout)).toISOString();
  await closeInterrupted({ store, closeUnfinishedTurns: turns.closeUnfinished, startedBefore });
  await applyConfig(config, { identity, registry, store });
  if (pageFolder !== null) await store.ledger.append({ kind: 'server-started', actor: 'system', data: { version } });
  const stopRetention = keepRetention({ store, settings, clock, onError: (error) => log.error(error) });

  const exploration = {
    name: 'data-exploration',
    title: lake.connector.name,
    page: '/connectors',
    source: toBuiltin(lake.connector).open({ settings: {}, fetch, connect }),
  };
  const collections = createCollections({ store, catalog, own: [exploration] });
  const addReadyMade = createAddReadyMade({ registry, connections, catalog, store });
  const askLake = createAskLake({ lake: lake.reader, collections, invokeTool: runtime.invokeTool, newId });
  const face = createLazyFace({
    find: collections.find,
    invokeTool: runtime.invokeTool,
    approvedBefore: approvals.approvedBefore,
    answerApproval: (principal, id, decision) => approvals.answer(principal, id, { decision }),
    clock,
    newId,
    random: randomBytes,
    publicUrl: config.publicUrl,
    version,
    onError: (error) => log.warn(error),
  });
  catalog.onChanged(face.toolsChanged);
  const connectorDependencies = {
    registry,
    builtins,
    presets,
    connections,
    catalog,
    invokeTool: runtime.invokeTool,
    store,
    settings,
    cookies,
    newId,
  };
  const app = createApp({
    publicUrl: config.publicUrl,
    anyHost: config.url === undefined && (config.host === '0.0.0.0' || config.host === '::'),
    version,
    cookies,
    handlers: {
      ...identityHandlers({
        identity,
        cookies,
        settings,
        ledger: store.ledger,
        version,
        redirectAddress: redirectUri(config.publicUrl),
      }),
      ...connectorHandlers(connectorDependencies),
      ...toolHandlers(connectorDependencies),
      ...connectionHandlers(connectorDependencies),
      ...conversationHandlers({ turns, models, elicitations, store, clock, newId }),
      ...turnHandlers({ turns, models, elicitations, store, clock, newId }),
      ...approvalHandlers({ approvals, turns, store, newId }),
      ...callHandlers(store),
      ...ingestHandlers(intake),
      ...lakeHandlers({ lake: lake.reader, askLake, intake, ledger: store.ledger, addReadyMade }),
      ...savedQueryHandlers({ registry, catalog, store, checkSaved: lake.checkSaved }),
    },
    v1: createV1({ store, catalog, approvals, models, turns, adHocSource: connections.adHocSource, newId, clock }),
    v1Error: openAIErrorResponse,
    mcp: createMcpRoutes({ face, identity }),
    mcpError: mcpErrorResponse,
    logsIngestion: createLogsIngestion({ intake, principalOf: cookies.principalOf, onInternalError: (error) => log.error(error) }),
    queryApis: [createKusto, createLogAnalytics].map((create) =>
      create({ lake: lake.reader, askLake, principalOf: cookies.principalOf, clock, onInternalError: (error) => log.error(error) }),
    ),
    signInReturn: signInReturn({ connections, catalog, registry, cookies }),
    clientMetadata: () => clientMetadataDocument(config.publicUrl),
    metrics: createMetrics(store.ledger),
    ready: async () => {
      await store.identities.countUsers();
    },
    pageFolder,
    newId,
    onInternalError: (error, logId) => log.error({ err: error, logId }),
  });

  return {
    app,
    setupLink: async () => ((await identity.setupNeeded()) ? `${config.publicUrl}/setup?token=${identity.setupToken()}` : null),
    close: async () => {
      stopRetention();
      await face.close();
      await turns.shutdown();
      await runtime.shutdown();
      await Promise.all([sources.close(), lake.close(), intake.close()]);
      await Promise.all([fetch.close(), modelFetch.close()]);
      await store.close();
    },
  };
}
