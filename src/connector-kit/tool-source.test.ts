import { expect, test } from 'vitest';
import {
  atEndpoints,
  collectPages,
  defineConnector,
  defineTool,
  fetchInput,
  fetchOutput,
  none,
  oauth2,
  profileOutput,
  searchInput,
  searchOutput,
  toBuiltin,
  toToolSource,
  ToolError,
  z,
} from './index.ts';
import { contractFaults } from './contract-faults.ts';
import { callTool } from './testing.ts';

const reads = {
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
} as const;

const greet = defineTool({
  name: 'greet',
  title: 'Greet',
  description: 'Greets a person. Use it to be polite.',
  scopes: [],
  ...reads,
  input: z.object({ name: z.string(), times: z.int().default(1) }),
  output: z.object({ text: z.string() }),
  examples: [{ title: 'Ada', input: { name: 'Ada' } }],
  run: async ({ name, times }) => {
    if (name === 'nobody') throw new ToolError('There is nobody to greet.');
    if (name === 'broken') return { text: 1 as unknown as string };
    return { text: `Hello ${name}`.repeat(times) };
  },
});
const connector = defineConnector({
  id: 'greeter',
  name: 'Greeter',
  description: 'Greets people, for tests of the kit.',
  auth: none(),
  instructions: 'Greet.',
  settings: z.object({ tenant: z.string().default('common'), key: z.string().meta({ secret: true }).optional() }),
  tools: [greet],
});

test('defaults are filled in; the output is structured content, and the same JSON as text', async () => {
  expect(await callTool(connector, { name: 'greet', input: { name: 'Ada' } })).toEqual({
    structuredContent: { text: 'Hello Ada' },
    content: [{ type: 'text', text: '{"text":"Hello Ada"}' }],
  });
});

test('what the person did wrong is an answer; arguments that do not fit, and an output that does not, are errors', async () => {
  expect(await callTool(connector, { name: 'greet', input: { name: 'nobody' } })).toMatchObject({ isError: true });
  await expect(callTool(connector, { name: 'greet', input: {} })).rejects.toMatchObject({ code: 'tool.input-invalid' });
  await expect(callTool(connector, { name: 'greet', input: { name: 'broken' } })).rejects.toThrow();
});

test('the definition has JSON Schemas without the noise of zod, hints, labels and scopes', async () => {
  const source = toToolSource(connector, { settings: {}, fetch });
  const { tools } = await source.listTools(new AbortController().signal);
  expect(tools[0]).toMatchObject({
    inputSchema: { type: 'object', properties: { name: { type: 'string' }, times: { type: 'integer', default: 1 } }, required: ['name'] },
    annotations: { title: 'Greet', readOnlyHint: true, destructiveHint: false },
    _meta: { 'patchbay/labels': { reads: 'private' } },
  });
  expect(JSON.stringify(tools)).not.toMatch(/\$schema|9007199254740991/);
});

const shared = { title: 'Shared', description: 'Is everywhere. Use it always.', scopes: [], ...reads };
const everywhere = [
  defineTool({
    ...shared,
    name: 'get_profile',
    input: z.object({}),
    output: profileOutput,
    examples: [{ title: 'Who?', input: {} }],
    run: async () => ({ id: '1', name: 'Ada' }),
  }),
  defineTool({
    ...shared,
    name: 'search',
    input: searchInput,
    output: searchOutput,
    examples: [{ title: 'Words', input: { query: 'words' } }],
    run: async () => ({ results: [] }),
  }),
  defineTool({
    ...shared,
    name: 'fetch',
    input: fetchInput,
    output: fetchOutput,
    examples: [{ title: 'One', input: { id: '1' } }],
    run: async ({ id }) => ({ id, title: 'One', text: '', url: 'https://one.example' }),
  }),
];

test('a connector without a fault has none; each rule that is broken is named', () => {
  expect(contractFaults({ ...connector, tools: [greet, ...everywhere] })).toEqual([]);
  expect(contractFaults(connector)).toEqual(['tools that every connector has are missing: search, fetch, get_profile']);
  expect(contractFaults({ ...connector, tools: everywhere.slice(0, 2) })).toEqual(['tools that every connector has are missing: fetch']);
  const broken = {
    ...greet,
    name: 'Greet-1',
    description: 'Greets.',
    scopes: ['mail'],
    examples: [{ title: 'Bad', input: { name: 1 } }],
    output: z.object({}),
  };
  expect(contractFaults({ ...connector, id: 'Bad id', tools: [broken, broken] }).length).toBeGreaterThan(7);
  expect(
    contractFaults({ ...connector, tools: [...everywhere.filter(({ name }) => name !== 'search'), { ...greet, name: 'search' }] }),
  ).toHaveLength(2);
});

test('the rest of the program sees where it signs in, where it goes, and which settings are secret', () => {
  const builtin = toBuiltin({
    ...connector,
    baseUrl: 'https://api.example/v1',
    auth: oauth2({
      authorizationUrl: 'https://login.example/{tenant}/authorize',
      tokenUrl: 'https://login.example/{tenant}/token',
      scopes: { read: 'Read' },
    }),
  });
  expect(builtin.secretSettings).toEqual(['key']);
  expect(builtin.checkSettings({})).toEqual({ tenant: 'common' });
  expect(builtin.signIn({ tenant: 'contoso.example' })).toMatchObject({
    authorizationUrl: 'https://login.example/contoso.example/authorize',
  });
  expect(() => builtin.signIn({ tenant: 'a/../b' })).toThrow(/tenant/);
  expect(builtin.origins({})).toEqual(['https://api.example']);
  expect(() => builtin.checkSettings({ tenant: 1 })).toThrow(/"tenant"/);
});

test('a service may lie elsewhere: the owner names other addresses, and the rest stays', () => {
  const auth = oauth2({ authorizationUrl: 'https://a.example/authorize', tokenUrl: 'https://a.example/token', scopes: { read: 'Read' } });
  const moved = atEndpoints(
    { ...connector, baseUrl: 'https://a.example/v1', auth },
    { baseUrl: 'https://b.example/v1', tokenUrl: 'https://b.example/token' },
  );
  expect(toBuiltin(moved).origins({})).toEqual(['https://b.example']);
  expect(toBuiltin(moved).signIn({})).toMatchObject({
    authorizationUrl: 'https://a.example/authorize',
    tokenUrl: 'https://b.example/token',
  });
});

test('other origins of a service are elsewhere one by one, and those of which nothing is said are no longer reached', async () => {
  const asked: string[] = [];
  const upload = defineTool({
    ...greet,
    input: z.object({}),
    output: z.object({ ok: z.boolean() }),
    examples: [],
    run: async (_input, { http }) => ({ ok: (await http.send('https://upload.a.example/files', { body: 'x' })).ok }),
  });
  const own = { ...connector, baseUrl: 'https://a.example/v1', otherOrigins: ['https://upload.a.example'], tools: [upload] };
  const call = (endpoints: Parameters<typeof atEndpoints>[1]) => {
    const fetch = async (input: string | URL | Request) => {
      asked.push(String(input));
      return new Response('{}');
    };
    return callTool(atEndpoints(own, endpoints), { name: upload.name, fetch });
  };
  await call({ baseUrl: 'https://b.example/v1', otherOrigins: ['https://upload.b.example/'] });
  expect(asked).toEqual(['https://upload.b.example/files']);
  await expect(call({ baseUrl: 'https://b.example/v1' })).rejects.toMatchObject({ code: 'network.address-refused' });
  expect(asked).toHaveLength(1);
  expect(toBuiltin(atEndpoints(own, { baseUrl: 'https://b.example/v1' })).origins({})).toEqual(['https://b.example']);
});

test('pages are read to the end or the limit, and never without end', async () => {
  const pageOf = (last: number) => async (cursor: number | null) => ({
    entries: [cursor ?? 0],
    next: (cursor ?? 0) === last ? null : (cursor ?? 0) + 1,
  });
  expect(await collectPages(pageOf(2), { limit: 10 })).toEqual({ entries: [0, 1, 2], more: false });
  expect(await collectPages(pageOf(9), { limit: 3 })).toEqual({ entries: [0, 1, 2], more: true });
  expect(await collectPages(pageOf(-1), { limit: 1000, maxPages: 5 })).toEqual({ entries: [0, 1, 2, 3, 4], more: true });
});
