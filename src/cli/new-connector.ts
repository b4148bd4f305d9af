import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';

/** Writes the folder of a new connector, its test and its line in the list; gives the paths that were written. */
export function writeNewConnector(root: string, name: string): readonly string[] {
  const id = name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (!/^[a-z]/.test(id)) throw new AppError('request.invalid', { sentence: `"${name}" gives no id: a name begins with a letter.` });
  const folder = join(root, 'src', 'connectors', id);
  const list = join(root, 'src', 'connectors', 'index.ts');
  if (existsSync(folder)) throw new AppError('request.conflict', { sentence: `src/connectors/${id} exists already.` });
  const parts: readonly (readonly [string, string])[] = [
    ['connector.ts', connectorText({ id, name: name.trim() })],
    ['connector.test.ts', testText(id)],
    ['tools/get-profile.ts', profileText(name.trim())],
    ['tools/search.ts', searchText(name.trim())],
  ];
  mkdirSync(join(folder, 'tools'), { recursive: true });
  for (const [file, text] of parts) writeFileSync(join(folder, file), text);
  writeFileSync(list, withLine(readFileSync(list, 'utf8'), id));
  return [...parts.map(([file]) => `src/connectors/${id}/${file}`), 'src/connectors/index.ts'];
}

/** The list with one line more, in the order of the ids. */
export function withLine(text: string, id: string): string {
  const lines = [...text.matchAll(/^ {2}'?([\w-]+)'?: \(\) => import\(.*$/gm)].map(([line, known]) => ({ line, id: known ?? '' }));
  const all = [...lines, { id, line: `  ${id.includes('-') ? `'${id}'` : id}: () => import('./${id}/connector.ts'),` }];
  const sorted = all.sort((left, right) => (left.id < right.id ? -1 : 1)).map(({ line }) => line);
  return text.replace(lines.map(({ line }) => line).join('\n'), sorted.join('\n'));
}

function connectorText({ id, name }: { readonly id: string; readonly name: string }): string {
  return `import { defineConnector, oauth2 } from '../../connector-kit/index.ts';
import { getProfile } from './tools/get-profile.ts';
import { fetch, search } from './tools/search.ts';

export default defineConnector({
  id: '${id}',
  name: '${quoted(name)}',
  description: 'What it is for, in a sentence that people read in the directory.',
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

function testText(id: string): string {
  const variable = id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `import { expect, test } from 'vitest';
import { callTool, testConnector } from '../../connector-kit/testing.ts';
import ${variable} from './connector.ts';

/** The service's double: what it was asked, and what it answers. */
const double: typeof globalThis.fetch = async (input) => {
  const { pathname } = new URL(String(input));
  const document = { id: '7', title: 'Budget', url: 'https://example.com/7' };
  if (pathname === '/v1/documents') return Response.json([document]);
  if (pathname === '/v1/documents/7') return Response.json({ ...document, text: 'It is enough.' });
  if (pathname === '/v1/me') return Response.json({ id: '1', name: 'Ada', email: 'ada@example.com' });
  return Response.json({ error: 'not found' }, { status: 404 });
};

testConnector(${variable}, { fetch: double });

test('get_profile names the account', async () => {
  const { structuredContent } = await callTool(${variable}, { name: 'get_profile', fetch: double });
  expect(structuredContent).toEqual({ id: '1', name: 'Ada', email: 'ada@example.com' });
});
`;
}
