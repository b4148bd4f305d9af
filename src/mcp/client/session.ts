import {
  CLIENT_CAPABILITIES_META_KEY,
  Client,
  type Implementation,
  ProtocolError,
  StreamableHTTPClientTransport,
  type Tool,
  type Transport,
} from '@modelcontextprotocol/client';
import { isJsonObject, type JsonObject } from '../../domain/json.ts';
import type { CallContext, ToolDefinition, ToolListing, ToolResult } from '../../domain/tool.ts';
import { runInScope, scopes } from './call-scope.ts';
import { answerElicitation, elicitationCapability } from './elicitation.ts';
import { type InputRequired, type RoundParams, runRounds } from './input-required.ts';
import { listenForChanges } from './listening.ts';
import { SessionRequestError } from './seen.ts';
import { StdioTransport } from './stdio-transport.ts';

export type Era = 'legacy' | 'modern';

/** One live connection to a server: initialised, or discovered, and ready for calls. */
export type Session = {
  readonly era: Era;
  listTools(signal: AbortSignal): Promise<ToolListing>;
  callTool(tool: ToolDefinition, input: JsonObject, context: CallContext): Promise<ToolResult>;
  close(): Promise<void>;
};

export type SessionOptions = {
  readonly transport: Transport;
  readonly clientInfo: Implementation;
  /** Known from before: a legacy server need not be asked for `server/discover`. */
  readonly era: 'legacy' | 'unknown';
  /** How long a server may stay silent when asked for its era before it counts as legacy (stdio only). */
  readonly probeMilliseconds: number;
  readonly onToolsChanged: () => void;
  /** The session ended by itself, or lost the stream that its answers come over. */
  readonly onLost: () => void;
  /** Notifications come no more, though calls still work. */
  readonly onDeaf: () => void;
};

/** The largest delay that timers know: the runtime's limits decide how long a call may take, not the SDK. */
export const never = 2 ** 31 - 1;
const terminateMilliseconds = 1_000;
const headerMismatch = -32020;
const urlElicitationRequired = -32042;

/** Connects one SDK client over `transport`. Aborting `signal` gives up connecting. Errors rise as the SDK threw them. */
export async function openSession(options: SessionOptions, signal: AbortSignal): Promise<Session> {
  const { transport, onLost, onDeaf } = options;
  const callers = new Set<CallContext>();
  const client = createClient(options, () => [...callers].findLast(({ elicit }) => elicit !== null) ?? null);
  transport.onerror = (error) => noteTransportError(error, onDeaf);
  await connect(client, { ...options, signal });
  client.onclose = onLost;
  const era: Era = client.getProtocolEra() === 'modern' ? 'modern' : 'legacy';
  const stopListening = listenForChanges(client);
  // Servers of the 2025 era answer 404 to a session they forgot, so what failed within one must be known.
  const inSession = (error: unknown) => (transport.sessionId === undefined ? error : new SessionRequestError(error));

  return {
    era,
    listTools: (listSignal) =>
      runInScope(null, async () => {
        const { tools } =
          client.getServerCapabilities()?.tools === undefined
            ? { tools: [] }
            : await client.listTools(undefined, { signal: listSignal, timeout: never, cacheMode: 'refresh' });
        return { tools: tools.map(toDefinition), instructions: client.getInstructions() ?? null, serverName: serverName(client) };
      }).catch((error) => {
        throw inSession(error);
      }),
    callTool: async (tool, input, context) => {
      callers.add(context);
      try {
        return await runInScope(context, () => runRounds((round) => sendCall(client, { tool, input, context, round }), context));
      } catch (error) {
        throw inSession(error);
      } finally {
        callers.delete(context);
      }
    },
    close: async () => {
      client.onclose = undefined;
      stopListening();
      if (transport instanceof StreamableHTTPClientTransport && transport.sessionId !== undefined) await terminate(transport);
      await client.close();
    },
  };
}

function createClient({ clientInfo, probeMilliseconds, onToolsChanged }: SessionOptions, latestCaller: () => CallContext | null): Client {
  const client = new Client(clientInfo, {
    capabilities: elicitationCapability,
    versionNegotiation: { mode: 'auto', probe: { timeoutMs: probeMilliseconds } },
    listMaxPages: 1_000,
  });
  // A question comes in the context of the call whose stream carried it; over one shared pipe only the newest call can be meant.
  client.setRequestHandler('elicitation/create', (request) =>
    answerElicitation(request.params, scopes.getStore()?.context ?? latestCaller()),
  );
  client.setNotificationHandler('notifications/tools/list_changed', onToolsChanged);
  return client;
}

async function connect(client: Client, { transport, era, signal }: SessionOptions & { readonly signal: AbortSignal }): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => {});
  const onAbort = () => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const prior = era === 'legacy' ? { prior: { kind: 'legacy' as const } } : {};
    const connecting = runInScope(null, () => client.connect(transport, { timeout: never, ...prior }));
    await Promise.race([connecting, aborted.promise]);
  } catch (error) {
    await Promise.allSettled([client.close(), transport.close()]);
    throw transport instanceof StdioTransport && transport.failure !== null && !signal.aborted ? transport.failure : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

type SendCall = { readonly tool: ToolDefinition; readonly input: JsonObject; readonly context: CallContext; readonly round: RoundParams };

async function sendCall(client: Client, call: SendCall): Promise<ToolResult | InputRequired> {
  try {
    return await sendOnce(client, call);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    if (error.code === headerMismatch) {
      // The definition we hold is older than the server's; the refusal came before anything ran (streamable-http › Server Validation).
      const { tools } = await client.listTools(undefined, { signal: call.context.signal, timeout: never, cacheMode: 'refresh' });
      const current = tools.find(({ name }) => name === call.tool.name);
      if (current !== undefined) return sendOnce(client, { ...call, tool: toDefinition(current) });
    }
    if (error.code === urlElicitationRequired && (await answerRequiredUrls(error.data, call.context))) return sendOnce(client, call);
    throw error;
  }
}

function sendOnce(client: Client, { tool, input, context, round }: SendCall): Promise<ToolResult | InputRequired> {
  const mayAsk = context.elicit !== null || client.getProtocolEra() !== 'modern';
  const params = {
    name: tool.name,
    arguments: { ...input },
    ...round,
    ...(mayAsk ? {} : { _meta: { [CLIENT_CAPABILITIES_META_KEY]: {} } }),
  };
  return client.callTool(params, {
    signal: context.signal,
    timeout: never,
    onprogress: ({ progress, total, message }) =>
      context.onProgress({ progress, ...(total === undefined ? {} : { total }), ...(message === undefined ? {} : { message }) }),
    allowInputRequired: true,
    // Without its output schema, which the runtime checks: a result that does not fit is still a result to show.
    toolDefinition: toSdkTool(tool),
    // The SDK's result is our ToolResult (its blocks are parsed), or InputRequired, which `allowInputRequired` lets through untyped.
  }) as unknown as Promise<ToolResult | InputRequired>;
}

/** 2025-11-25 client/elicitation › URL Elicitation Required Error: nothing ran yet; after the person has been there, the call is made again. */
async function answerRequiredUrls(data: unknown, context: CallContext): Promise<boolean> {
  const asked = isJsonObject(data) && Array.isArray(data['elicitations']) ? data['elicitations'] : [];
  for (const params of asked) if ((await answerElicitation(params, context)).action !== 'accept') return false;
  return asked.length > 0;
}

function noteTransportError(error: Error, onDeaf: () => void): void {
  const scope = scopes.getStore();
  const current = scope === undefined || scope.ended ? null : scope;
  if (!error.message.startsWith('Maximum reconnection attempts')) return current?.noteProblem(error);
  if (current === null) onDeaf();
  else current.resumptionGivenUp();
}

async function terminate(transport: StreamableHTTPClientTransport): Promise<void> {
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(patience.resolve, terminateMilliseconds);
  // A server that is gone cannot be told so; its own expiry ends the session.
  await Promise.race([transport.terminateSession().catch(() => {}), patience.promise]);
  clearTimeout(timer);
}

function serverName(client: Client): string | null {
  const server = client.getServerVersion();
  return server?.title ?? server?.name ?? null;
}

function toDefinition({ name, title, description, inputSchema, outputSchema, annotations, icons, _meta }: Tool): ToolDefinition {
  const definition = { name, title, description, inputSchema, outputSchema, annotations, icons, _meta };
  // What came as JSON is JSON; the SDK types free-form parts as unknown.
  return Object.fromEntries(Object.entries(definition).filter(([, value]) => value !== undefined)) as unknown as ToolDefinition;
}

function toSdkTool({ name, inputSchema }: ToolDefinition): Tool {
  // Its schema came from the SDK's own listing.
  return { name, inputSchema: inputSchema as Tool['inputSchema'] };
}
