import { AsyncLocalStorage } from 'node:async_hooks';
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';
import type { Implementation } from '@modelcontextprotocol/client';
import type { Connector } from '../../domain/connector.ts';
import { AppError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ids.ts';
import type { TraceRecorder } from '../../domain/trace.ts';
import { openRoutes, planRoutes, type Remembered } from './open-routes.ts';
import { createProcessGroups } from './process-groups.ts';
import { createMcpSource, type McpSource, type PooledSource } from './source.ts';
import { createWatchedFetch } from './watched-fetch.ts';

export type McpSourcesDeps = {
  readonly clientInfo: Implementation;
  readonly clock?: Clock;
  /** How long connecting may take, redirects, start of a local command and all. */
  readonly connectMilliseconds?: number;
  /** A session that nothing used for this long is closed; the next call opens it again. */
  readonly idleMilliseconds?: number;
  /** How many local commands may run at once. */
  readonly maxChildren?: number;
  readonly graceMilliseconds?: number;
  readonly maxMessageBytes?: number;
  /** What local commands see besides their own settings. */
  readonly inheritedEnvironment?: Readonly<Record<string, string>>;
};

export type OpenOptions = {
  /** Already authorised for the connection. */
  readonly fetch: typeof globalThis.fetch;
  /** The secret values of a local command's environment. */
  readonly environment?: Readonly<Record<string, string>>;
};

type McpConnector = Pick<Connector, 'id' | 'name' | 'origin'>;

/** The pool of sources: one per connection, whoever asks for it. */
export type McpSources = {
  /** The source of a connection. It connects when it is first used. A changed connector, environment or fetch gives a new source. */
  open(connector: McpConnector, connectionKey: string, options: OpenOptions): McpSource;
  /** Ends one connection's session, so that the next use starts anew. */
  closeConnection(connectionKey: string): Promise<void>;
  readonly children: number;
  /** Ends all sessions and local commands within the grace period. */
  close(): Promise<void>;
};

const eraMilliseconds = 3_600_000;

/** Makes the pool. It watches idle sessions until it is closed. */
export function createMcpSources({
  clientInfo,
  clock = Date.now,
  connectMilliseconds = 60_000,
  idleMilliseconds = 600_000,
  maxChildren = 32,
  graceMilliseconds = 2_000,
  maxMessageBytes = 20_000_000,
  inheritedEnvironment = getDefaultEnvironment(),
}: McpSourcesDeps): McpSources {
  type Entry = {
    readonly source: PooledSource;
    readonly fetch: OpenOptions['fetch'];
    readonly fingerprint: string;
    readonly isStdio: boolean;
  };
  const entries = new Map<string, Entry>();
  const eras = new Map<string, Remembered>();
  const groups = createProcessGroups();
  const stdio = { groups, graceMilliseconds, maxMessageBytes };
  const sweeper = setInterval(() => void sweep(), Math.min(idleMilliseconds, 30_000));
  sweeper.unref();

  async function sweep(): Promise<void> {
    const idle = [...entries.values()].filter(
      ({ source }) => source.isOpen && source.calls === 0 && clock() - source.usedAt >= idleMilliseconds,
    );
    await Promise.all(idle.map(({ source }) => source.rest()));
  }

  /** Makes room for one more child: the one idle for longest gives way. */
  async function makeRoom(newcomer: PooledSource): Promise<void> {
    const running = [...entries.values()].filter(({ source, isStdio }) => isStdio && source.isOpen && source !== newcomer);
    if (running.length < maxChildren) return;
    const [longest] = running.filter(({ source }) => source.calls === 0).sort((a, b) => a.source.usedAt - b.source.usedAt);
    if (longest === undefined) {
      throw new AppError('upstream.process-failed', {
        sentence: `${maxChildren} local commands run already, all of them busy. Wait for one to finish, or raise the limit.`,
      });
    }
    await longest.source.rest();
  }

  function createSource(connector: McpConnector, { fetch, environment = {} }: OpenOptions): PooledSource {
    // The context tells the exchanges of a traced step from those of calls that run beside it.
    const recorders = new AsyncLocalStorage<{ trace: TraceRecorder | null }>();
    const recorded = async <T>(trace: TraceRecorder, work: () => Promise<T>): Promise<T> => {
      const cell = { trace: trace as TraceRecorder | null };
      try {
        return await recorders.run(cell, work);
      } finally {
        cell.trace = null;
      }
    };
    const currentFetch: typeof globalThis.fetch = (input, init) => {
      const trace = recorders.getStore()?.trace ?? null;
      return (trace === null ? fetch : trace.recordingFetch(fetch))(input, init);
    };
    const source = createMcpSource({
      clock,
      recorded,
      open: async ({ signal, trace, ...callbacks }) => {
        const routes = planRoutes(connector.origin, { ...inheritedEnvironment, ...environment });
        if (connector.origin.kind === 'stdio') await makeRoom(source);
        const remembered = eras.get(connector.id);
        return openRoutes(routes, {
          clientInfo,
          connectMilliseconds,
          stdio,
          remembered: remembered !== undefined && clock() - remembered.learnedAt < eraMilliseconds ? remembered : null,
          remember: (learned) => eras.set(connector.id, { ...learned, learnedAt: clock() }),
          forget: () => eras.delete(connector.id),
          fetchFor: (onStreamEnd) => createWatchedFetch(currentFetch, { onStreamEnd }),
          signal,
          trace,
          recorded,
          ...callbacks,
        });
      },
    });
    return source;
  }

  return {
    open: (connector, connectionKey, options) => {
      const fingerprint = JSON.stringify([connector.id, connector.origin, options.environment ?? {}]);
      const known = entries.get(connectionKey);
      if (known?.fingerprint === fingerprint && known.fetch === options.fetch) return known.source;
      void known?.source.close();
      const source = createSource(connector, options);
      entries.set(connectionKey, { source, fetch: options.fetch, fingerprint, isStdio: connector.origin.kind === 'stdio' });
      return source;
    },
    closeConnection: async (connectionKey) => {
      const known = entries.get(connectionKey);
      entries.delete(connectionKey);
      // What came with a request is its own connector: nothing learned of it outlives it.
      eras.delete(connectionKey);
      await known?.source.close();
    },
    get children() {
      return groups.size;
    },
    close: async () => {
      clearInterval(sweeper);
      const open = [...entries.values()];
      entries.clear();
      await Promise.allSettled(open.map(({ source }) => source.close()));
      groups.dispose();
    },
  };
}
