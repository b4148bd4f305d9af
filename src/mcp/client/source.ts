import { AppError } from '../../domain/errors.ts';
import { isRepeatable, type ToolListing, type ToolSource } from '../../domain/tool.ts';
import type { TraceRecorder } from '../../domain/trace.ts';
import { classifyFailure } from './classify.ts';
import { linkSignals } from './link-signals.ts';
import type { Session } from './session.ts';

/** A remote MCP server or a local command as a source of tools, for one connection. */
export type McpSource = Pick<ToolSource, 'callTool'> & {
  /** With a trace, connecting and listing are recorded as its steps. */
  listTools(signal: AbortSignal, trace?: TraceRecorder): Promise<ToolListing>;
  /** Calls `listener` when the server said that its tools changed, or when it may have while nobody was listening. */
  onToolsChanged(listener: () => void): () => void;
  /** Ends the session and every call that runs in it. */
  close(): Promise<void>;
};

/** What the pool knows of a source beyond what its users see. */
export type PooledSource = McpSource & { readonly calls: number; readonly usedAt: number; readonly isOpen: boolean; rest(): Promise<void> };

export type SourceDeps = {
  readonly open: (options: {
    readonly signal: AbortSignal;
    readonly trace: TraceRecorder | null;
    readonly onToolsChanged: () => void;
    readonly onLost: () => void;
    readonly onDeaf: () => void;
  }) => Promise<Session>;
  /** Runs `work` with its exchanges recorded into the trace. */
  readonly recorded: <T>(trace: TraceRecorder, work: () => Promise<T>) => Promise<T>;
  readonly clock: () => number;
};

type Opening = { readonly session: Promise<Session>; readonly abandon: AbortController; waiting: number };

/** One session at a time, opened when needed, shared by all calls, opened again once when the server has lost it. */
export function createMcpSource({ open, recorded, clock }: SourceDeps): PooledSource {
  const listeners = new Set<() => void>();
  const life = new AbortController();
  let session: Session | null = null;
  let opening: Opening | null = null;
  let calls = 0;
  let usedAt = clock();
  let wasLost = false;
  /** Hears no notifications any more; replaced as soon as no call needs it. */
  let deaf: Session | null = null;

  const tellListeners = () => {
    for (const listener of listeners) listener();
  };

  function startOpening(trace: TraceRecorder | null): Opening {
    const abandon = new AbortController();
    const { signal, release } = linkSignals([abandon.signal, life.signal]);
    let opened: Session | null = null;
    const onLost = () => {
      wasLost = true;
      if (opened !== null && session === opened) void forget(opened);
    };
    const onDeaf = () => {
      wasLost = true;
      deaf = opened;
      if (calls === 0 && opened !== null) void forget(opened);
    };
    const attempt: Opening = {
      abandon,
      waiting: 0,
      session: open({ signal, trace, onToolsChanged: tellListeners, onLost, onDeaf })
        .then((ready) => {
          if (signal.aborted) {
            void ready.close().catch(() => {});
            throw signal.reason;
          }
          opened = ready;
          session = ready;
          // Changes while nobody was connected went unheard.
          if (wasLost) queueMicrotask(tellListeners);
          wasLost = false;
          return ready;
        })
        .finally(() => {
          release();
          if (opening === attempt) opening = null;
        }),
    };
    return attempt;
  }

  async function ensureSession(signal: AbortSignal, trace: TraceRecorder | null): Promise<Session> {
    if (session !== null) return session;
    opening ??= startOpening(trace);
    const joined = opening;
    joined.waiting += 1;
    try {
      return await orAborted(joined.session, signal);
    } finally {
      joined.waiting -= 1;
      // Nobody waits any more: a server that never answers shall not hold a connection for nobody.
      if (joined.waiting === 0 && signal.aborted) {
        if (opening === joined) opening = null;
        joined.abandon.abort(signal.reason);
      }
    }
  }

  function forget(lost: Session): Promise<void> {
    if (session === lost) session = null;
    return lost.close().catch(() => {});
  }

  async function use<T>(
    {
      signal,
      repeatable,
      trace = null,
    }: { readonly signal: AbortSignal; readonly repeatable: boolean; readonly trace?: TraceRecorder | null },
    work: (session: Session, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const linked = linkSignals([signal, life.signal]);
    calls += 1;
    try {
      for (let attempt = 0; ; attempt += 1) {
        const current = await ensureSession(linked.signal, trace);
        try {
          return await work(current, linked.signal);
        } catch (error) {
          linked.signal.throwIfAborted();
          const failure = classifyFailure(error, 'use');
          if (failure.code !== 'upstream.session-lost' && failure.code !== 'upstream.closed') throw failure;
          wasLost = true;
          void forget(current);
          if (!repeatable || attempt > 0) throw failure;
        }
      }
    } catch (error) {
      throw linked.signal.aborted ? explainAbort(linked.signal.reason) : classifyFailure(error, 'use');
    } finally {
      linked.release();
      calls -= 1;
      usedAt = clock();
      if (calls === 0 && deaf !== null && deaf === session) void forget(deaf);
    }
  }

  return {
    get calls() {
      return calls;
    },
    get usedAt() {
      return usedAt;
    },
    get isOpen() {
      return session !== null || opening !== null;
    },
    listTools: (signal, trace) =>
      use({ signal, repeatable: true, trace: trace ?? null }, (current, inner) => {
        if (trace === undefined) return current.listTools(inner);
        return trace.step('list-tools', 'Reading the list of tools', (note) =>
          recorded(trace, async () => {
            const listing = await current.listTools(inner).catch((error) => {
              throw inner.aborted ? explainAbort(inner.reason) : classifyFailure(error, 'use');
            });
            note.say(`The server offers ${listing.tools.length} ${listing.tools.length === 1 ? 'tool' : 'tools'}.`);
            return listing;
          }),
        );
      }),
    callTool: (tool, input, context) =>
      use({ signal: context.signal, repeatable: isRepeatable(tool) }, (current, signal) =>
        current.callTool(tool, input, { ...context, signal }),
      ),
    onToolsChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    rest: async () => {
      if (session !== null) await forget(session);
    },
    close: async () => {
      life.abort(
        new AppError('call.interrupted', {
          sentence: 'The connection was closed in mid-call. Whether the call took effect is not known; check before you repeat it.',
        }),
      );
      await opening?.session.then(forget, () => {});
      if (session !== null) await forget(session);
    },
  };
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

/** The runtime aborts with an error that says why (`call.timed-out`); anything else is a cancelled call. */
function explainAbort(reason: unknown): AppError {
  return reason instanceof AppError ? reason : new AppError('call.cancelled', { cause: reason });
}
