import { acceptedContent, createMcpHandler, inputRequired, McpServer, type ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { serve } from './serve.ts';

export type ModernServer = {
  /** The MCP endpoint. */
  readonly url: string;
  /** What `write_note` was called with. */
  readonly notes: readonly string[];
  /** Calls whose client went away before they ended. */
  readonly cancelled: readonly string[];
  /** HTTP requests so far, by JSON-RPC method. */
  readonly requests: readonly string[];
  /** Adds a tool, or changes the description of one, and tells whoever listens. */
  setExtraTool(name: string, description: string): void;
  close(): Promise<void>;
};

export type ModernServerOptions = {
  /** Also serves the session-less form of the older protocol. */
  readonly legacy?: 'stateless' | 'reject';
  /** Judges a request before the MCP handler sees it; a response refuses it. */
  readonly guard?: (request: Request) => Response | null;
  readonly path?: string;
  readonly port?: number;
};

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** An MCP server of ours on SDK v2: the 2026-07-28 protocol, with a tool for each thing that a client must carry through. */
export async function startModernServer({
  legacy = 'reject',
  guard = () => null,
  path = '/mcp',
  port = 0,
}: ModernServerOptions = {}): Promise<ModernServer> {
  const notes: string[] = [];
  const cancelled: string[] = [];
  const requests: string[] = [];
  const extraTools = new Map<string, string>();

  const handler = createMcpHandler(
    () => {
      const server = new McpServer(
        { name: 'modern-fixture', title: 'Modern fixture', version: '1.0.0' },
        { capabilities: { tools: { listChanged: true } }, instructions: 'Use echo to repeat.' },
      );
      addTools(server, { notes, cancelled });
      for (const [name, description] of extraTools) server.registerTool(name, { description, inputSchema: z.object({}) }, () => text(name));
      return server;
    },
    { legacy },
  );

  const served = await serve(async (request) => {
    if (new URL(request.url).pathname !== path) return new Response('nothing here', { status: 404 });
    requests.push(request.headers.get('mcp-method') ?? request.method);
    return guard(request) ?? handler.fetch(request);
  }, port);
  return {
    url: `${served.url}${path}`,
    notes,
    cancelled,
    requests,
    setExtraTool: (name, description) => {
      extraTools.set(name, description);
      handler.notify.toolsChanged();
    },
    close: async () => {
      await handler.close();
      await served.close();
    },
  };
}

const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] });

function addTools(server: McpServer, { notes, cancelled }: { readonly notes: string[]; readonly cancelled: string[] }): void {
  const reads = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };
  server.registerTool(
    'echo',
    { title: 'Echo', description: 'Repeats a message.', inputSchema: z.object({ message: z.string() }), annotations: reads },
    ({ message }) => text(`Echo: ${message}`),
  );
  server.registerTool(
    'add',
    { description: 'Adds two numbers.', inputSchema: z.object({ a: z.number(), b: z.number() }), annotations: reads },
    ({ a, b }) => text(String(a + b)),
  );
  server.registerTool(
    'write_note',
    { description: 'Writes a note; says nothing of being read-only.', inputSchema: z.object({ text: z.string() }) },
    ({ text: note }) => {
      notes.push(note);
      return text(`Note ${notes.length} written.`);
    },
  );
  server.registerTool(
    'slow',
    {
      description: 'Takes its time and says how far it is.',
      inputSchema: z.object({ steps: z.number(), milliseconds: z.number() }),
      annotations: reads,
    },
    async ({ steps, milliseconds }, context) => {
      for (let step = 1; step <= steps; step += 1) {
        await pause(milliseconds, context);
        if (context.mcpReq.signal.aborted) {
          cancelled.push('slow');
          throw new Error('cancelled');
        }
        await tellProgress(context, { progress: step, total: steps, message: `step ${step}` });
      }
      return text(`${steps} steps done.`);
    },
  );
  server.registerTool(
    'image',
    { description: 'Gives an image, a sound, a link and a resource.', inputSchema: z.object({}), annotations: reads },
    () => ({
      content: [
        { type: 'text', text: 'All kinds:' },
        { type: 'image', data: pixel, mimeType: 'image/png', annotations: { audience: ['user'] } },
        { type: 'audio', data: 'UklGRg==', mimeType: 'audio/wav' },
        { type: 'resource_link', uri: 'file:///report.csv', name: 'report.csv', mimeType: 'text/csv', size: 12 },
        { type: 'resource', resource: { uri: 'note://1', mimeType: 'text/plain', text: 'A note.' } },
      ],
      _meta: { 'example.com/trace': 'kept' },
    }),
  );
  server.registerTool(
    'structured',
    {
      description: 'Gives structured content that fits its schema.',
      inputSchema: z.object({ city: z.string() }),
      outputSchema: z.object({ city: z.string(), degrees: z.number() }),
      annotations: reads,
    },
    ({ city }) => ({
      content: [{ type: 'text', text: `${city}: 21` }],
      structuredContent: { city, degrees: 21 },
    }),
  );
  server.registerTool(
    'elicit_form',
    { description: 'Asks for a name.', inputSchema: z.object({}), annotations: reads },
    (_input, context) => {
      const answer = acceptedContent<{ name: string; colour: string }>(context.mcpReq.inputResponses, 'who');
      if (answer !== undefined) return text(`Hello ${answer.name}, who likes ${answer.colour}.`);
      if (context.mcpReq.inputResponses !== undefined) return text('Nobody said who.');
      return inputRequired({
        inputRequests: {
          who: inputRequired.elicit({
            message: 'Who are you?',
            requestedSchema: {
              type: 'object',
              properties: { name: { type: 'string' }, colour: { type: 'string', default: 'amber' } },
              required: ['name'],
            },
          }),
        },
        requestState: 'opaque state ✓',
      });
    },
  );
  server.registerTool(
    'elicit_url',
    { description: 'Sends the person to a page.', inputSchema: z.object({}), annotations: reads },
    (_input, context) =>
      context.mcpReq.inputResponses === undefined
        ? inputRequired({
            inputRequests: { page: inputRequired.elicitUrl({ message: 'Please look here.', url: 'https://example.com/consent' }) },
          })
        : text('Thank you for looking.'),
  );
  server.registerTool('fail', { description: 'Fails, in its own words.', inputSchema: z.object({}), annotations: reads }, () => ({
    ...text('It did not work.'),
    isError: true,
  }));
  server.registerTool(
    'big',
    { description: 'Gives as many bytes as asked for.', inputSchema: z.object({ bytes: z.number() }), annotations: reads },
    ({ bytes }) => text('x'.repeat(bytes)),
  );
}

function pause(milliseconds: number, context: ServerContext): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    context.mcpReq.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function tellProgress(
  context: ServerContext,
  progress: { readonly progress: number; readonly total: number; readonly message: string },
): Promise<void> {
  const progressToken = context.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  await context.mcpReq.notify({ method: 'notifications/progress', params: { ...progress, progressToken } });
}
