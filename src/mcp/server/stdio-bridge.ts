import { CLIENT_CAPABILITIES_META_KEY, Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type CallToolResult, type InputRequiredResult, isInputRequiredResult, Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { AppError, findAppError } from '../../domain/errors.ts';
import { listenForChanges } from '../client/listening.ts';
import { never } from '../client/session.ts';
import { clientCapabilities } from './client-capabilities.ts';

export type StdioBridgeOptions = {
  /** Our own MCP server's address of one collection of tools. */
  readonly url: URL;
  /** Reaches it, with what lets us in. */
  readonly fetch: typeof globalThis.fetch;
  readonly version: string;
  /** Ends the bridge; so does the end of standard input. */
  readonly signal: AbortSignal;
};

/**
 * `patchbay mcp NAME`: our MCP server on standard input and output, in the protocol that the client opens with. What a client can
 * do goes along with each call, so its person is asked as if it had come by HTTP.
 */
export async function bridgeStdio({ url, fetch, version, signal }: StdioBridgeOptions): Promise<void> {
  const client = new Client({ name: 'patchbay-stdio', version }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  const servers = new Set<Server>();
  client.setNotificationHandler('notifications/tools/list_changed', () => {
    for (const server of servers) server.sendToolListChanged().catch(() => {});
  });
  await client.connect(new StreamableHTTPClientTransport(url, { fetch })).catch((error: unknown) => {
    throw findAppError(error) ?? new AppError('connector.not-found', { cause: error });
  });
  const stopListening = listenForChanges(client);
  const handle = serveStdio(() => {
    const server = createBridgeServer(client, version);
    servers.add(server);
    return server;
  });
  await ended(signal);
  stopListening();
  await handle.close();
  await client.close();
}

function createBridgeServer(client: Client, version: string): Server {
  const title = client.getServerVersion()?.title ?? 'Patchbay';
  const instructions = client.getInstructions();
  const server = new Server(
    { name: 'patchbay', title, version },
    { capabilities: { tools: { listChanged: true } }, ...(instructions === undefined ? {} : { instructions }) },
  );
  const schemas = new Map<string, Readonly<Record<string, unknown>> | undefined>();
  server.setRequestHandler('tools/list', async (_request, { mcpReq }) => {
    const { tools } = await client.listTools(undefined, { signal: mcpReq.signal, timeout: never, cacheMode: 'refresh' });
    for (const tool of tools) schemas.set(tool.name, tool.outputSchema);
    return { tools };
  });
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const { mcpReq } = context;
    const requestState = mcpReq.requestState<string | undefined>();
    const { progressToken } = mcpReq._meta ?? {};
    const capabilities = clientCapabilities(server, context);
    const round = {
      ...(mcpReq.inputResponses === undefined ? {} : { inputResponses: mcpReq.inputResponses }),
      ...(requestState === undefined ? {} : { requestState }),
    };
    const call = {
      name: params.name,
      arguments: params.arguments ?? {},
      ...round,
      _meta: { [CLIENT_CAPABILITIES_META_KEY]: capabilities },
    };
    const result = (await client.callTool(call, {
      signal: mcpReq.signal,
      timeout: never,
      allowInputRequired: true,
      // Results were judged by our own server; here they only pass.
      toolDefinition: { name: params.name, inputSchema: { type: 'object' } },
      onprogress: (progress) => {
        if (progressToken === undefined) return;
        mcpReq.notify({ method: 'notifications/progress', params: { ...progress, progressToken } }).catch(() => {});
      },
      // `allowInputRequired` lets questions through, untyped.
    })) as CallToolResult | InputRequiredResult;
    return isInputRequiredResult(result) ? result : server.projectCallToolResult(result, schemas.get(params.name));
  });
  return server;
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
  });
}
