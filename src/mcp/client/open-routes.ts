import type { Implementation } from '@modelcontextprotocol/client';
import type { ConnectorOrigin } from '../../domain/connector.ts';
import { AppError } from '../../domain/errors.ts';
import type { TraceRecorder } from '../../domain/trace.ts';
import { classifyFailure } from './classify.ts';
import { linkSignals } from './link-signals.ts';
import { never, openSession, type Session } from './session.ts';
import { StdioTransport, type StdioTransportDeps } from './stdio-transport.ts';
import { createTransport, type Route } from './transports.ts';

/** How a server was last reached; kept for an hour, so that one that learns the newer protocol is noticed. */
export type Remembered = { readonly routeKind: Route['kind']; readonly era: Session['era']; readonly learnedAt: number };

type OpenRoutes = {
  readonly clientInfo: Implementation;
  readonly connectMilliseconds: number;
  readonly stdio: StdioTransportDeps;
  readonly remembered: Remembered | null;
  readonly remember: (learned: Omit<Remembered, 'learnedAt'>) => void;
  readonly forget: () => void;
  readonly fetchFor: (onStreamEnd: () => void) => typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly trace: TraceRecorder | null;
  readonly recorded: <T>(trace: TraceRecorder, work: () => Promise<T>) => Promise<T>;
  readonly onToolsChanged: () => void;
  readonly onLost: () => void;
  readonly onDeaf: () => void;
};

const stdioProbeMilliseconds = 5_000;

/** The ways to reach a connector's server, in the order to try them. */
export function planRoutes(origin: ConnectorOrigin, environment: Readonly<Record<string, string>>): readonly [Route, ...Route[]] {
  switch (origin.kind) {
    case 'stdio':
      return [
        {
          kind: 'stdio',
          command: { command: origin.command, arguments: origin.arguments, workingDirectory: origin.workingDirectory, environment },
        },
      ];
    case 'remote':
      if (origin.transport === 'sse') return [{ kind: 'sse', url: origin.url }];
      if (origin.transport === 'streamable-http') return [{ kind: 'streamable-http', url: origin.url }];
      return [
        { kind: 'streamable-http', url: origin.url },
        { kind: 'sse', url: origin.url },
      ];
    default:
      throw new AppError('internal', { sentence: `A ${origin.kind} connector has no MCP server to connect to.` });
  }
}

/** Opens a session by the first route that works, within the time for connecting. */
export async function openRoutes(routes: readonly [Route, ...Route[]], options: OpenRoutes): Promise<Session> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(tooSlow(options.connectMilliseconds)), options.connectMilliseconds);
  const { signal, release } = linkSignals([options.signal, deadline.signal]);
  try {
    const { remembered } = options;
    const known = routes.find(({ kind }) => kind === remembered?.routeKind);
    if (known !== undefined && remembered !== null && (known !== routes[0] || remembered.era === 'legacy')) {
      try {
        return await openRoute(known, { ...options, signal, era: remembered.era === 'legacy' ? 'legacy' : 'unknown' });
      } catch (error) {
        if (!mayBeOtherRoute(error)) throw error;
        options.forget();
      }
    }
    return await openFirst(routes, { ...options, signal });
  } finally {
    clearTimeout(timer);
    release();
  }
}

async function openFirst([route, ...others]: readonly [Route, ...Route[]], options: OpenRoutes): Promise<Session> {
  try {
    return await openRoute(route, { ...options, era: 'unknown' });
  } catch (error) {
    const [next] = others;
    if (next === undefined || !mayBeOtherRoute(error)) throw error;
    // What the first route found says more about a wrong address than the failure of the older transport.
    return openRoute(next, { ...options, era: 'legacy' }).catch((second) => {
      throw second instanceof AppError && mayBeOtherRoute(second) ? error : second;
    });
  }
}

async function openRoute(route: Route, options: OpenRoutes & { readonly era: 'legacy' | 'unknown' }): Promise<Session> {
  const { trace } = options;
  if (trace === null) return attempt(route, options);
  const name = route.kind === 'stdio' ? 'start-process' : 'initialize';
  return trace.step(name, describe(route), (note) =>
    options.recorded(trace, async () => {
      const session = await attempt(route, options);
      note.say(`${describe(route)}: the server answers in the ${session.era === 'modern' ? '2026-07-28' : 'session-based'} protocol.`);
      return session;
    }),
  );
}

async function attempt(route: Route, options: OpenRoutes & { readonly era: 'legacy' | 'unknown' }): Promise<Session> {
  const open = async (era: 'legacy' | 'unknown', probeMilliseconds: number): Promise<Session> => {
    const { clientInfo, onToolsChanged, onLost, onDeaf, signal, stdio } = options;
    const transport = createTransport(route, { fetch: options.fetchFor(route.kind === 'sse' ? onLost : () => {}), stdio });
    try {
      return await openSession({ transport, clientInfo, era, probeMilliseconds, onToolsChanged, onLost, onDeaf }, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason instanceof AppError ? signal.reason : error;
      const failure = classifyFailure(error, 'connect');
      if (transport instanceof StdioTransport && transport.output !== '')
        throw new AppError(failure.code, {
          sentence: failure.message,
          cause: failure,
          detail: { ...failure.detail, output: transport.output },
        });
      throw failure;
    }
  };
  const session = await (route.kind === 'stdio' && options.era === 'unknown'
    ? open('unknown', stdioProbeMilliseconds).catch((failure: AppError) => {
        if (options.signal.aborted || failure.message.includes('was not found')) throw failure;
        // Some older servers end at a request before `initialize`; and a slow modern one may have missed the probe.
        return failure.code === 'upstream.process-failed' || failure.code === 'upstream.closed'
          ? open('legacy', never)
          : open('unknown', never);
      })
    : open(route.kind === 'sse' ? 'legacy' : options.era, never));
  options.remember({ routeKind: route.kind, era: session.era });
  return session;
}

/** Refusals and outages are the same by every route; only an answer that is not MCP may mean the other one. */
function mayBeOtherRoute(error: unknown): boolean {
  return (
    error instanceof AppError &&
    ['upstream.not-mcp', 'upstream.invalid-response', 'upstream.protocol-error', 'upstream.closed', 'upstream.session-lost'].includes(
      error.code,
    )
  );
}

function describe(route: Route): string {
  switch (route.kind) {
    case 'streamable-http':
      return `Connecting to ${route.url} over Streamable HTTP`;
    case 'sse':
      return `Connecting to ${route.url} over the older HTTP+SSE`;
    case 'stdio':
      return `Starting ${[route.command.command, ...route.command.arguments].join(' ')}`;
  }
}

function tooSlow(milliseconds: number): AppError {
  return new AppError('network.timed-out', {
    sentence: `The server did not answer within ${Math.round(milliseconds / 1000)} seconds. Check the address, and that the server runs.`,
  });
}
