import { randomUUID } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../src/domain/json.ts';
import { type Served, serve } from './serve.ts';

/** What the server does wrong with the next tool calls, until it is told otherwise. */
export type Misbehaviour =
  | 'never-answers'
  | 'byte-by-byte'
  | 'fifty-megabytes'
  | 'fifty-megabytes-streamed'
  | 'invalid-json'
  | 'invalid-json-event'
  | 'not-json-rpc'
  | 'html'
  | 'ends-without-answer'
  | 'drops-socket'
  | 'redirect-to-private'
  | 'http-401'
  | 'http-403'
  | 'http-403-scope'
  | 'http-429'
  | 'http-500'
  | 'unknown-tool'
  | 'rpc-error'
  | 'session-unknown-400';

export type LegacyServer = {
  readonly url: string;
  /** Names of the tools called, once for each time one ran. */
  readonly calls: readonly string[];
  /** Sessions opened so far. */
  readonly opened: number;
  /** Sessions that are open. */
  readonly sessions: number;
  /** JSON-RPC methods received, and `GET` and `DELETE`. */
  readonly requests: readonly string[];
  readonly cancellations: readonly unknown[];
  misbehave(how: Misbehaviour | null): void;
  /** From the very first request on, not only for calls. */
  misbehaveAlways(how: Misbehaviour | null): void;
  forgetSessions(): void;
  setTools(names: readonly string[]): void;
  announceToolsChanged(): void;
  /** Asks the person, by the older protocol's request from server to client, during the call of `ask`. */
  readonly answers: readonly JsonObject[];
  stop(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
};

const encoder = new TextEncoder();
const event = (message: JsonObject) => encoder.encode(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
const json = (value: unknown, init?: ResponseInit): Response => Response.json(value, init);

/** A bare server of the session-based protocol (2025-06-18), that can be told to do everything wrong. */
export async function startLegacyServer({ pageSize = 100 }: { readonly pageSize?: number } = {}): Promise<LegacyServer> {
  const calls: string[] = [];
  const requests: string[] = [];
  const cancellations: unknown[] = [];
  const answers: JsonObject[] = [];
  const streams = new Map<string, ReadableStreamDefaultController<Uint8Array> | null>();
  const waiting = new Map<string, (answer: JsonObject) => void>();
  let tools: readonly string[] = ['read', 'write', 'ask'];
  let misbehaviour: Misbehaviour | null = null;
  let always: Misbehaviour | null = null;
  let opened = 0;

  const handler = async (request: Request): Promise<Response> => {
    if (always !== null) return misbehaveNow(always, request);
    const session = request.headers.get('mcp-session-id');
    if (request.method === 'DELETE') {
      requests.push('DELETE');
      return new Response(null, { status: streams.delete(session ?? '') ? 200 : 404 });
    }
    if (request.method === 'GET') return openStream(session);
    const message: unknown = await request.json();
    if (!isJsonObject(message)) return new Response(null, { status: 400 });
    requests.push(String(message['method'] ?? 'response'));
    if (message['method'] === 'initialize') return initialize(message);
    if (session === null || !streams.has(session)) {
      return session === null
        ? json({ jsonrpc: '2.0', id: null, error: { code: -32000, message: 'Bad Request: no session' } }, { status: 400 })
        : json({ jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } }, { status: 404 });
    }
    return answer(message, request);
  };

  function initialize(message: JsonObject): Response {
    const session = randomUUID();
    streams.set(session, null);
    opened += 1;
    const result = {
      protocolVersion: '2025-06-18',
      capabilities: { tools: { listChanged: true } },
      serverInfo: { name: 'legacy-fixture', version: '1.0.0' },
      instructions: 'An older server.',
    };
    return json({ jsonrpc: '2.0', id: message['id'], result }, { headers: { 'mcp-session-id': session } });
  }

  function openStream(session: string | null): Response {
    requests.push('GET');
    if (session === null || !streams.has(session)) return new Response('no session', { status: 404 });
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        streams.set(session, controller);
        controller.enqueue(encoder.encode(': open\n\n'));
      },
      cancel: () => {
        if (streams.has(session)) streams.set(session, null);
      },
    });
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  }

  async function answer(message: JsonObject, request: Request): Promise<Response> {
    const params = isJsonObject(message['params']) ? message['params'] : {};
    const id = message['id'];
    switch (message['method']) {
      case 'tools/list': {
        const from = Number(params['cursor'] ?? 0);
        const next = from + pageSize < tools.length ? { nextCursor: String(from + pageSize) } : {};
        return json({ jsonrpc: '2.0', id, result: { tools: tools.slice(from, from + pageSize).map(describeTool), ...next } });
      }
      case 'tools/call':
        if (misbehaviour !== null) return misbehaveNow(misbehaviour, request, message);
        calls.push(String(params['name']));
        return params['name'] === 'ask'
          ? ask(message)
          : json({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: `${params['name']} done` }] } });
      case 'notifications/cancelled':
        cancellations.push(params['requestId']);
        return new Response(null, { status: 202 });
      case undefined:
        waiting.get(String(id))?.(isJsonObject(message['result']) ? message['result'] : {});
        return new Response(null, { status: 202 });
      default:
        return id === undefined
          ? new Response(null, { status: 202 })
          : json({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } });
    }
  }

  /** The question goes over the stream of the call that it belongs to. */
  function ask(message: JsonObject): Response {
    const params = isJsonObject(message['params']) && isJsonObject(message['params']['arguments']) ? message['params']['arguments'] : {};
    const questionId = `question-${randomUUID()}`;
    const requested = { type: 'object', properties: { name: { type: 'string', default: 'nobody' } } };
    const question =
      params['mode'] === 'url'
        ? { mode: 'url', message: 'Please look here.', url: 'https://example.com/', elicitationId: questionId }
        : { message: `Question ${params['topic'] ?? ''}`, requestedSchema: requested };
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        waiting.set(questionId, (given) => {
          answers.push(given);
          controller.enqueue(
            event({ jsonrpc: '2.0', id: message['id'], result: { content: [{ type: 'text', text: JSON.stringify(given) }] } }),
          );
          controller.close();
        });
        controller.enqueue(event({ jsonrpc: '2.0', id: questionId, method: 'elicitation/create', params: question }));
      },
    });
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  }

  let served: Served = await serve(handler);
  const { url } = served;
  return {
    url: `${url}/mcp`,
    calls,
    requests,
    cancellations,
    answers,
    get opened() {
      return opened;
    },
    get sessions() {
      return streams.size;
    },
    misbehave: (how) => {
      misbehaviour = how;
    },
    misbehaveAlways: (how) => {
      always = how;
    },
    forgetSessions: () => streams.clear(),
    setTools: (names) => {
      tools = names;
    },
    announceToolsChanged: () => {
      for (const stream of streams.values()) stream?.enqueue(event({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' }));
    },
    stop: async () => {
      streams.clear();
      await served.close();
    },
    restart: async () => {
      served = await serve(handler, Number(new URL(url).port));
    },
    close: () => served.close(),
  };
}

function describeTool(name: string): JsonObject {
  const hints = name === 'write' ? {} : { annotations: { readOnlyHint: true } };
  return { name, description: `The tool ${name}.`, inputSchema: { type: 'object' }, ...hints };
}

const megabyte = 'x'.repeat(1_000_000);

async function misbehaveNow(how: Misbehaviour, request: Request, message: JsonObject = {}): Promise<Response> {
  const id = message['id'] ?? null;
  const eventStream = { headers: { 'content-type': 'text/event-stream' } };
  const asJson = { headers: { 'content-type': 'application/json' } };
  switch (how) {
    case 'never-answers':
      return new Promise(() => {});
    case 'byte-by-byte':
      return new Response(drip(request.signal), asJson);
    case 'fifty-megabytes':
      return new Response(
        `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[{"type":"text","text":"${megabyte.repeat(50)}"}]}}`,
        asJson,
      );
    case 'fifty-megabytes-streamed':
      return new Response(flood(), eventStream);
    case 'invalid-json':
      return new Response('{"jsonrpc": "2.0", oops', asJson);
    case 'invalid-json-event':
      return new Response('event: message\ndata: {"jsonrpc": oops\n\n', eventStream);
    case 'not-json-rpc':
      return json({ hello: 'world' });
    case 'html':
      return new Response('<!doctype html><title>Welcome</title>', { headers: { 'content-type': 'text/html' } });
    case 'ends-without-answer':
      return new Response(event({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'bye' } }), eventStream);
    case 'drops-socket':
      return new Response(
        new ReadableStream({ start: (controller) => setTimeout(() => controller.error(new Error('gone')), 20) }),
        eventStream,
      );
    case 'redirect-to-private':
      return new Response(null, { status: 307, headers: { location: 'http://169.254.169.254/latest/meta-data' } });
    case 'http-401':
      return new Response('sign in', {
        status: 401,
        headers: { 'www-authenticate': 'Bearer resource_metadata="http://127.0.0.1/none", scope="read write"' },
      });
    case 'http-403':
      return new Response('no', { status: 403 });
    case 'http-403-scope':
      return new Response('more', {
        status: 403,
        headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="files:write"' },
      });
    case 'http-429':
      return new Response('slow down', { status: 429 });
    case 'http-500':
      return new Response('oops', { status: 500 });
    case 'unknown-tool':
      return json({ jsonrpc: '2.0', id, error: { code: -32602, message: 'Tool read not found' } });
    case 'rpc-error':
      return json({ jsonrpc: '2.0', id, error: { code: -32603, message: 'The database\nis away' } });
    case 'session-unknown-400':
      return json(
        { jsonrpc: '2.0', id: null, error: { code: -32000, message: 'Bad Request: No valid session ID provided' } },
        { status: 400 },
      );
  }
}

function drip(signal: AbortSignal): ReadableStream<Uint8Array> {
  let timer: NodeJS.Timeout;
  return new ReadableStream({
    start: (controller) => {
      timer = setInterval(() => controller.enqueue(encoder.encode(' ')), 20);
      signal.addEventListener('abort', () => clearInterval(timer));
    },
    cancel: () => clearInterval(timer),
  });
}

function flood(): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull: (controller) => {
      controller.enqueue(encoder.encode(sent === 0 ? 'data: ' : megabyte));
      sent += 1;
      if (sent > 50) controller.close();
    },
  });
}
