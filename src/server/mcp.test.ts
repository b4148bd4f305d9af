import { Client, type ClientCapabilities, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ComposedPatchbay, composedKey, composePatchbay } from '../../testing/composed-patchbay.ts';
import { type ModernServer, startModernServer } from '../../testing/servers/modern-server.ts';

const seen: Headers[] = [];
const clients: Client[] = [];
let patchbay: ComposedPatchbay;
let upstream: ModernServer;

beforeAll(async () => {
  upstream = await startModernServer({
    guard: (request) => {
      seen.push(request.headers);
      return null;
    },
  });
  patchbay = await composePatchbay();
  await patchbay.api.call('changeSettings', { body: { developerMode: true } });
  await patchbay.api.call('createConnector', {
    body: { name: 'Modern', origin: { kind: 'remote', url: upstream.url }, auth: { kind: 'none' }, trusted: true },
  });
  await patchbay.api.call('connect', { path: { id: 'modern' }, body: {} });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await patchbay.close();
  await upstream.close();
});

type Era = 'modern' | 'legacy';
const eras: readonly Era[] = ['modern', 'legacy'];
type Answer = { readonly action: 'accept' | 'decline' | 'cancel'; readonly content?: Record<string, string> };

/** An MCP client as other programs are, over the program's own fetch. */
async function connect(
  era: Era,
  {
    capabilities = {},
    answer,
    onChanged,
    name = 'modern',
  }: { capabilities?: ClientCapabilities; answer?: (message: string) => Answer; onChanged?: () => void; name?: string } = {},
): Promise<Client> {
  const client = new Client(
    { name: 'some-client', version: '1.0.0' },
    {
      capabilities: answer === undefined ? capabilities : { elicitation: { form: {}, url: {} } },
      versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
    },
  );
  if (answer !== undefined) client.setRequestHandler('elicitation/create', (request) => answer(request.params.message));
  if (onChanged !== undefined) client.setNotificationHandler('notifications/tools/list_changed', onChanged);
  const transport = new StreamableHTTPClientTransport(new URL(`${patchbay.url}/mcp/${name}`), {
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      return patchbay.request(url.pathname + url.search, init);
    },
    requestInit: { headers: { authorization: `Bearer ${composedKey}` } },
  });
  await client.connect(transport);
  clients.push(client);
  return client;
}

const textOf = (result: { readonly content?: unknown }) => (result.content as readonly { readonly text: string }[])[0]?.text;
const post = (body: unknown, headers: Record<string, string> = {}, path = '/mcp/modern') =>
  patchbay.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(body),
  });
const bearer = { authorization: `Bearer ${composedKey}` };
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

describe('who may come in', () => {
  test('without a key the answer is 401 with a challenge; a wrong key is named, a session cookie counts for nothing', async () => {
    const none = await post(list);
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="patchbay"']);
    expect(await none.json()).toMatchObject({ jsonrpc: '2.0', id: null, error: { data: { code: 'identity.sign-in-required' } } });
    const wrong = await post(list, { authorization: 'Bearer pb_wrong' });
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="patchbay", error="invalid_token"']);
    const signedIn = await patchbay.request('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ada@example.com', password: 'correct horse battery' }),
    });
    expect((await post(list, { cookie: (signedIn.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '' })).status).toBe(401);
  });

  test("another site's page and another host are refused, whatever the method, as JSON-RPC", async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const response = await patchbay.request('/mcp/modern', { method, headers: { ...bearer, origin: 'https://evil.example' } });
      expect(response.status, method).toBe(403);
      expect(await response.json(), method).toMatchObject({ jsonrpc: '2.0', error: { data: { code: 'request.origin-refused' } } });
    }
    expect((await patchbay.request('/mcp/modern', { method: 'POST', headers: bearer }, 'evil.example')).status).toBe(403);
  });

  test('a name that stands for nothing is 404', async () => {
    expect((await post(list, bearer, '/mcp/nothing')).status).toBe(404);
    expect((await post(list, bearer, '/mcp/modern/deeper')).status).toBe(404);
  });

  test('a body past the bound is refused before it is read', async () => {
    const big = { ...list, params: { _meta: { filling: 'x'.repeat(17 * 1024 * 1024) } } };
    expect((await post(big, bearer)).status).toBe(413);
  });
});

describe('a request without a session of the older protocol', () => {
  test('lists and calls by raw HTTP, as scripts do', async () => {
    const response = await post(list, bearer);
    expect(await readMessage(response)).toMatchObject({
      result: { tools: expect.arrayContaining([expect.objectContaining({ name: 'echo' })]) },
    });
    const called = await post(
      { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'echo', arguments: { message: 'hi' } } },
      bearer,
    );
    expect(await readMessage(called)).toMatchObject({ id: 2, result: { content: [{ text: 'Echo: hi' }] } });
  });

  test('a session that is unknown, or of another connector, is 404, so that the client begins anew', async () => {
    expect((await post(list, { ...bearer, 'mcp-session-id': 'made-up' })).status).toBe(404);
    const initialize = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
    };
    const begun = await post(initialize, bearer);
    const session = begun.headers.get('mcp-session-id') ?? '';
    expect(session).not.toBe('');
    await begun.body?.cancel();
    await patchbay.api.call('createConnector', {
      body: { name: 'Other', origin: { kind: 'remote', url: upstream.url }, auth: { kind: 'none' }, trusted: true },
    });
    expect((await post(list, { ...bearer, 'mcp-session-id': session }, '/mcp/other')).status).toBe(404);
    expect((await post(list, { ...bearer, 'mcp-session-id': session })).status).toBe(200);
  });
});

describe.each(eras)('a client of the %s protocol', (era) => {
  test('lists the tools under their own names, with schemas and hints, and hears the instructions', async () => {
    const client = await connect(era);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(tools.map(({ name }) => name).sort());
    expect(tools.find(({ name }) => name === 'structured')).toMatchObject({
      outputSchema: { type: 'object' },
      annotations: { readOnlyHint: true },
    });
    expect(client.getInstructions()).toBe('Use echo to repeat.');
  });

  test('gets text, structured content, images, links and resources as the server gave them', async () => {
    const client = await connect(era);
    expect(textOf(await client.callTool({ name: 'echo', arguments: { message: 'hello' } }))).toBe('Echo: hello');
    expect(await client.callTool({ name: 'structured', arguments: { city: 'Oslo' } })).toMatchObject({
      structuredContent: { city: 'Oslo', degrees: 21 },
    });
    const { content } = await client.callTool({ name: 'image', arguments: {} });
    expect((content as readonly { type: string }[]).map(({ type }) => type)).toEqual([
      'text',
      'image',
      'audio',
      'resource_link',
      'resource',
    ]);
  });

  test("gets a tool's own error as a result, wrong arguments as one too, and an unknown tool as -32602", async () => {
    const client = await connect(era);
    expect(await client.callTool({ name: 'fail', arguments: {} })).toMatchObject({
      isError: true,
      content: [{ text: 'It did not work.' }],
    });
    expect(await client.callTool({ name: 'add', arguments: { a: 'one' } })).toMatchObject({ isError: true });
    await expect(client.callTool({ name: 'nothing', arguments: {} })).rejects.toMatchObject({ code: -32602 });
  });

  test('hears progress while the call runs', async () => {
    const client = await connect(era);
    const heard: (string | undefined)[] = [];
    await client.callTool(
      { name: 'slow', arguments: { steps: 3, milliseconds: 20 } },
      { onprogress: ({ message }) => heard.push(message) },
    );
    expect(heard).toEqual(['step 1', 'step 2', 'step 3']);
  });

  test('cancels a call, and the upstream server hears of it', async () => {
    const client = await connect(era);
    const stop = new AbortController();
    const before = upstream.cancelled.length;
    const call = client.callTool(
      { name: 'slow', arguments: { steps: 50, milliseconds: 50 } },
      { signal: stop.signal, onprogress: () => stop.abort() },
    );
    await expect(call).rejects.toThrow();
    await expect.poll(() => upstream.cancelled.length).toBeGreaterThan(before);
  });

  test('is asked before a write, by elicitation, and the write runs once', async () => {
    const asked: string[] = [];
    const client = await connect(era, {
      answer: (message) => {
        asked.push(message);
        return { action: 'accept', content: { decision: 'Allow once' } };
      },
    });
    const before = upstream.notes.length;
    expect(textOf(await client.callTool({ name: 'write_note', arguments: { text: `by ${era}` } }))).toBe(`Note ${before + 1} written.`);
    expect(asked).toEqual([expect.stringMatching(/"write_note" of Modern.*by (modern|legacy)/s)]);
    const { calls } = await patchbay.api.call('listCalls', { query: { tool: 'write_note' } });
    expect(calls[0]).toMatchObject({ front: 'gateway', via: 'api-key', state: 'completed', approver: 'ada@example.com', approval: 'once' });
  });

  test('a refusal by the person runs nothing', async () => {
    const client = await connect(era, { answer: () => ({ action: 'decline' }) });
    const before = upstream.notes.length;
    expect(await client.callTool({ name: 'write_note', arguments: { text: 'no' } })).toMatchObject({ isError: true });
    expect(upstream.notes.length).toBe(before);
  });

  test('without a way to ask, the refusal names the page; what is approved there runs when it is called again, once', async () => {
    const client = await connect(era);
    const call = () => client.callTool({ name: 'write_note', arguments: { text: `later ${era}` } });
    const first = await call();
    expect(first).toMatchObject({ isError: true, content: [{ text: expect.stringContaining(`${patchbay.url}/approvals`) }] });
    await call();
    const { pending } = await patchbay.api.call('listApprovals');
    const mine = pending.filter(({ input }) => input['text'] === `later ${era}`);
    expect(mine).toHaveLength(1);
    await patchbay.api.call('answerApproval', { path: { id: mine[0]?.id ?? '' }, body: { decision: 'once' } });
    expect(textOf(await call())).toMatch(/written/);
    expect(await call()).toMatchObject({ isError: true });
  });

  test("an upstream server's question reaches the person, and the answer goes back to it", async () => {
    const client = await connect(era, { answer: () => ({ action: 'accept', content: { name: 'Ada' } }) });
    expect(textOf(await client.callTool({ name: 'elicit_form', arguments: {} }))).toBe('Hello Ada, who likes amber.');
    expect(textOf(await client.callTool({ name: 'elicit_url', arguments: {} }))).toBe('Thank you for looking.');
  });

  test('hears that the tools changed when one is switched off, and then does not see it', async () => {
    const heard = Promise.withResolvers<void>();
    const client = await connect(era, { onChanged: heard.resolve });
    if (era === 'modern') await client.listen({ toolsListChanged: true });
    else await new Promise((resolve) => setTimeout(resolve, 100));
    await patchbay.api.call('changeTool', { path: { id: 'modern', tool: 'big' }, body: { enabled: false } });
    await heard.promise;
    expect((await client.listTools(undefined, { cacheMode: 'refresh' })).tools.map(({ name }) => name)).not.toContain('big');
    await expect(client.callTool({ name: 'big', arguments: { bytes: 1 } })).rejects.toMatchObject({ code: -32602 });
    await patchbay.api.call('changeTool', { path: { id: 'modern', tool: 'big' }, body: { enabled: true } });
  });
});

test('a waiting question can be answered only for the same arguments, and once', async () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
  };
  const call = (args: object, round: object = {}) =>
    post(
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'write_note', arguments: args, _meta: meta, ...round } },
      {
        ...bearer,
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'write_note',
      },
    );
  const first = (await readMessage(await call({ text: 'mine' }))) as { result: { requestState: string; resultType: string } };
  expect(first.result.resultType).toBe('input_required');
  const { requestState } = first.result;
  const inputResponses = { question: { action: 'accept', content: { decision: 'Allow once' } } };
  const before = upstream.notes.length;
  expect(await readMessage(await call({ text: 'other' }, { requestState, inputResponses }))).toMatchObject({ error: { code: -32602 } });
  expect(await readMessage(await call({ text: 'mine' }, { requestState, inputResponses }))).toMatchObject({
    result: { resultType: 'complete' },
  });
  expect(await readMessage(await call({ text: 'mine' }, { requestState, inputResponses }))).toMatchObject({ error: { code: -32602 } });
  expect(upstream.notes.slice(before)).toEqual(['mine']);
});

test('nothing of our key ever travels upstream', () => {
  expect(seen.length).toBeGreaterThan(0);
  for (const headers of seen) expect(JSON.stringify([...headers])).not.toContain(composedKey);
});

/** The one message of a response, be it JSON or a stream. */
async function readMessage(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) return JSON.parse(text);
  const data = text.split('\n').filter((line) => line.startsWith('data: ') && line.length > 6);
  return JSON.parse(data.at(-1)?.slice(6) ?? 'null');
}
