import type { Config } from './config.ts';
import type { Connections } from './connections/connections.ts';
import type { ConnectorRegistry } from './connections/registry.ts';
import { createConnector } from './contract/requests.ts';
import { AppError } from './domain/errors.ts';
import type { Clock, ConnectorId, UserId } from './domain/ids.ts';
import type { Identity } from './identity/identity.ts';
import type { ManagedToolCatalog } from './runtime/tool-catalog.ts';
import type { Settings } from './server/settings.ts';
import type { Store } from './store/store.ts';

const day = 86_400_000;
const listingMilliseconds = 60_000;

/** Makes the owner whom the configuration names, and the connectors that it lists unless they exist. */
export async function applyConfig(
  config: Config,
  {
    identity,
    registry,
    store,
  }: { readonly identity: Identity; readonly registry: ConnectorRegistry; readonly store: Pick<Store, 'connectors'> },
): Promise<void> {
  if (config.owner !== undefined) {
    const { email, password, apiKey } = config.owner;
    await identity.ensureOwner({
      email,
      name: email.split('@')[0] ?? email,
      password: password?.reveal() ?? null,
      apiKey: apiKey?.reveal() ?? null,
    });
  }
  if (config.connectors.length === 0) return;
  const owner = await identity.cliPrincipal();
  if (owner === null)
    throw new AppError('config.invalid', {
      sentence: 'patchbay.yaml lists connectors, but there is no owner yet. Name one under "owner", or set one up in the page first.',
    });
  for (const [index, entry] of config.connectors.entries()) {
    const parsed = createConnector.safeParse(entry);
    if (!parsed.success)
      throw new AppError('config.invalid', {
        sentence: `connectors[${index}] of patchbay.yaml is not valid: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`,
      });
    const known = parsed.data.slug === undefined ? null : await store.connectors.findBySlug(parsed.data.slug);
    if (known === null) await ignoreTaken(registry.create(owner, parsed.data, { developerMode: true }));
  }
}

async function ignoreTaken(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'connector.slug-taken') throw error;
  }
}

/** Closes what a process that was killed left open: calls get their end, and the log shows it. */
export async function closeInterrupted({
  store,
  closeUnfinishedTurns,
  startedBefore,
}: {
  readonly store: Pick<Store, 'calls' | 'ledger'>;
  readonly closeUnfinishedTurns: (startedBefore: string) => Promise<unknown>;
  /** What started later may belong to another process that shares the store. */
  readonly startedBefore: string;
}): Promise<void> {
  for (const record of await store.calls.interruptRunning(startedBefore)) {
    await store.ledger.append({
      kind: 'call-ended',
      actor: record.email,
      data: { callId: record.id, state: 'interrupted', errorCode: 'call.interrupted' },
    });
  }
  await closeUnfinishedTurns(startedBefore);
}

/** Deletes call records that are older than the setting says, now and once a day. The returned function stops it. */
export function keepRetention({
  store,
  settings,
  clock,
  onError,
}: {
  readonly store: Pick<Store, 'calls'>;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}): () => void {
  const sweep = async () => {
    const { callRetentionDays } = await settings.read();
    if (callRetentionDays > 0) await store.calls.removeBefore(new Date(clock() - callRetentionDays * day).toISOString());
  };
  const run = () => void sweep().catch(onError);
  run();
  const timer = setInterval(run, day);
  timer.unref();
  return () => clearInterval(timer);
}

/** A server that says its tools changed is read again, on behalf of the person whose connection heard it. */
export function refreshOnChange(dependencies: {
  readonly connections: Pick<Connections, 'onToolsChanged'>;
  readonly catalog: Pick<ManagedToolCatalog, 'refresh'>;
  readonly identity: Pick<Identity, 'principalForUser'>;
  readonly store: Pick<Store, 'connectors'>;
  readonly onError: (error: unknown) => void;
}): void {
  const { connections, catalog, identity, store, onError } = dependencies;
  const refresh = async (connectorId: ConnectorId, userId: UserId) => {
    const [connector, principal] = [await store.connectors.find(connectorId), await identity.principalForUser(userId)];
    if (connector !== null && principal !== null) await catalog.refresh(principal, connector, AbortSignal.timeout(listingMilliseconds));
  };
  connections.onToolsChanged(({ connectorId, userId }) => void refresh(connectorId, userId).catch(onError));
}
