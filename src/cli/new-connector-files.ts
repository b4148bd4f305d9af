import { createHash } from 'node:crypto';

type Named = { readonly id: string; readonly name: string };

/** What a new connector's folder holds, by path: a connector that works against its own double, to be made into the real one. */
export function connectorFiles(named: Named): Readonly<Record<string, string>> {
  return {
    'connector.ts': connectorText(named),
    'connector.test.ts': testText(named),
    'double.ts': doubleText(named),
    'proof.ts': proofText(named),
    'tools/get-profile.ts': profileText(named.name),
    'tools/search.ts': searchText(named.name),
  };
}

function connectorText({ id, name }: Named): string {
  return `import { defineConnector, drawIcon, oauth2 } from '../../connector-kit/index.ts';
import { getProfile } from './tools/get-profile.ts';
import { fetch, search } from './tools/search.ts';

export default defineConnector({
  id: '${id}',
  name: '${quoted(name)}',
  description: 'What it is for, in a sentence that people read in the directory.',
  // Yours to draw: the \`d\` of an SVG path on a field of 24 by 24.
  icon: drawIcon('${drawingOf(id)}', '#4f6272'),
  baseUrl: 'https://api.example.com/v1',
  auth: oauth2({
    authorizationUrl: 'https://login.example.com/authorize',
    tokenUrl: 'https://login.example.com/token',
    scopes: { 'profile.read': 'See who you are', 'documents.read': 'Read documents' },
    // What the owner reads when they add it.
    registration: {
      at: 'Example',
      documentation: 'https://developer.example.com/oauth',
      steps: [
        { says: 'Open [Applications](https://developer.example.com/apps), make one, and enter this address.', shows: 'redirect-address' },
        { says: 'Tick these permissions.', shows: 'permissions' },
        { says: 'Copy **Client ID** and **Client secret**.' },
      ],
    },
  }),
  instructions: 'How the tools work together, for the model.',
  tools: [getProfile, search, fetch],
});
`;
}

function profileText(name: string): string {
  return `import { defineTool, profileOutput, z } from '../../../connector-kit/index.ts';

const account = z.object({ id: z.string(), name: z.string(), email: z.string() });

/** Whose account the tools act for. */
export const getProfile = defineTool({
  name: 'get_profile',
  title: 'Whose account',
  description: 'Says whose account of ${quoted(name)} the tools act for. Use it to tell the person where an answer comes from.',
  scopes: ['profile.read'],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  labels: { reads: 'private', untrusted: false, sends: 'none' },
  input: z.object({}),
  output: profileOutput,
  examples: [{ title: 'Who am I?', input: {} }],
  run: (_input, { http }) => http.read(account, '/me'),
});
`;
}

function searchText(name: string): string {
  return `import { defineTool, fetchInput, fetchOutput, path, searchInput, searchOutput, z } from '../../../connector-kit/index.ts';

const reads = {
  scopes: ['documents.read'],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
} as const;
const document = z.object({ id: z.string(), title: z.string(), url: z.string(), text: z.string() });

/** The deep-research contract: ids and links first, one document at a time after. */
export const search = defineTool({
  name: 'search',
  title: 'Search',
  description: 'Finds documents that hold the words. Use it with \`fetch\`, to answer a question from ${quoted(name)}.',
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'What is known about it?', input: { query: 'budget' } }],
  run: async ({ query }, { http }) => ({
    results: await http.read(z.array(document.omit({ text: true })), '/documents', { query: { query } }),
  }),
});

export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch',
  description: 'Gives the text of a document. Use it after \`search\`.',
  ...reads,
  input: fetchInput,
  output: fetchOutput,
  examples: [{ title: 'A document that was found', input: { id: '7' } }],
  run: ({ id }, { http }) => http.read(document, path\`/documents/\${id}\`),
});
`;
}

const quoted = (name: string): string => name.replace(/['\\]/g, '\\$&');

const variableOf = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A line with its ups and downs, which are another's for every id. */
function drawingOf(id: string): string {
  const heights = [...createHash('sha256').update(id).digest().subarray(0, 5)].map((byte) => 4 + (byte % 17));
  return `M${heights.map((height, index) => `${4 + index * 4} ${height}`).join('L')}`;
}

function testText({ id }: Named): string {
  const variable = variableOf(id);
  return `import { expect, test } from 'vitest';
import { callTool, testConnector } from '../../connector-kit/testing.ts';
import ${variable} from './connector.ts';
import { answer } from './double.ts';

const scopes = Object.keys(${variable}.auth.scopes);
const asAda: typeof fetch = async (input, init) => answer(new Request(input, init), { email: 'ada@example.com', scopes });

testConnector(${variable}, { fetch: asAda });

test('get_profile names the account', async () => {
  const { structuredContent } = await callTool(${variable}, { name: 'get_profile', fetch: asAda });
  expect(structuredContent).toEqual({ id: '1', name: 'Ada', email: 'ada@example.com' });
});
`;
}

function doubleText({ name }: Named): string {
  return `/** Who may sign in: each is shown what is theirs. */
export const people = [
  { id: '1', name: 'Ada', email: 'ada@example.com' },
  { id: '2', name: 'Ben', email: 'ben@example.com' },
];

const documents = [{ id: '7', title: 'Budget', url: 'https://example.com/7', text: 'It is enough.' }];

/** ${quoted(name)} as its documentation has it: what it says to one of its people, whose token came with the request. */
export function answer(request: Request, holder: { readonly email: string; readonly scopes: readonly string[] }): Response {
  const { pathname } = new URL(request.url);
  const me = people.find(({ email }) => email === holder.email);
  if (pathname === '/v1/me') return Response.json(me);
  if (!holder.scopes.includes('documents.read')) return Response.json({ error: 'insufficient_scope' }, { status: 403 });
  if (pathname === '/v1/documents') return Response.json(documents.map(({ id, title, url }) => ({ id, title, url })));
  const document = documents.find(({ id }) => pathname === \`/v1/documents/\${id}\`);
  return document === undefined ? Response.json({ error: 'not_found' }, { status: 404 }) : Response.json(document);
}
`;
}

function proofText({ id }: Named): string {
  const variable = variableOf(id);
  return `import type { Proof } from '../../../testing/connectors/proof.ts';
import { plainService } from '../../../testing/services/plain-service.ts';
import ${variable} from './connector.ts';
import { answer, people } from './double.ts';

export const proof: Proof = {
  service: plainService({ connector: ${variable}, people, answer }),
  theirs: ['get_profile', {}],
  chat: {
    attachedBy: 'more',
    answeredBy: 'model',
    read: { tool: 'fetch', words: 'Is the budget enough?', given: '7', shows: 'It is enough.' },
  },
};
`;
}
