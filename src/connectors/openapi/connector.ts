import {
  defineConnector,
  defineTool,
  drawIcon,
  fetchInput,
  fetchOutput,
  none,
  searchInput,
  searchOutput,
  type ToolHints,
  type ToolLabels,
  z,
} from '../../connector-kit/index.ts';
import { type Description, signatureOf } from './description/description.ts';
import { descriptionOf, prepareSettings } from './document.ts';
import { chooseOperations, toOperationTool } from './operation-tool.ts';
import { apiProfile, readProfile } from './profile.ts';
import { openApiSettings, type OpenApiSettings } from './settings.ts';
import { describeOperation, findOperations } from './find-operations.ts';
import { offerOperations } from './offer-operations.ts';
import { authOf } from './sign-in.ts';

const knows: { readonly annotations: ToolHints; readonly labels: ToolLabels } = {
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  labels: { reads: 'none', untrusted: true, sends: 'none' },
};

const getProfile = defineTool({
  name: 'get_profile',
  title: 'API and account',
  description: 'Shows which API this is, and whose account, where its settings say how to ask. Use it to know what the other tools reach.',
  scopes: [],
  ...knows,
  labels: { ...knows.labels, reads: 'private' },
  input: z.object({}),
  output: apiProfile,
  examples: [{ title: 'Which API is this?', input: {} }],
  run: async (_, context) => {
    const settings = settingsOf(context.settings);
    return readProfile(descriptionOf(settings), { settings, http: context.http, signal: context.signal });
  },
});

const listOperations = defineTool({
  name: 'list_operations',
  title: 'List operations',
  description:
    'Lists what the description of the API has: operations that are tools, those that were not chosen, and those that cannot be called, with the reason. Use it to see whether something is possible at all.',
  scopes: [],
  ...knows,
  input: z.object({ query: z.string().default('').describe('Part of a path, id or title'), limit: z.int().min(1).max(1000).default(200) }),
  output: z.object({
    operations: z.array(z.object({ operation: z.string(), id: z.string(), title: z.string(), tool: z.string().nullable() })),
    total: z.int(),
    leftOut: z.array(z.object({ operation: z.string(), reason: z.string() })),
    missing: z.array(z.string()).describe('Chosen in the settings, and not in the description'),
  }),
  examples: [{ title: 'Everything', input: {} }],
  run: async ({ query, limit }, context) => {
    const settings = settingsOf(context.settings);
    const description = descriptionOf(settings);
    const { operations } = description;
    const { choices, leftOut, missing } = chooseOperations(description, settings);
    const tools = new Map(choices.map(({ operation, name }) => [operation, name]));
    const wanted = query.toLowerCase();
    const found = operations.filter(({ id, path, title }) => `${id}\n${path}\n${title}`.toLowerCase().includes(wanted));
    return {
      operations: found.slice(0, limit).map((operation) => ({
        operation: signatureOf(operation),
        id: operation.id,
        title: operation.title,
        tool: tools.get(operation) ?? null,
      })),
      total: found.length,
      leftOut: [...leftOut],
      missing: [...missing],
    };
  },
});

const search = defineTool({
  name: 'search',
  title: 'Search operations',
  description:
    'Finds operations of the API that have all the words in their path, id, title, description or tags, also those that are no tools here. Use it to find out what the API can do; the data themselves come from the other tools.',
  scopes: [],
  ...knows,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'What is there for lists?', input: { query: 'list' } }],
  run: async ({ query }, context) => {
    const settings = settingsOf(context.settings);
    return { results: [...findOperations(descriptionOf(settings), { settings, query })] };
  },
});

const fetchOperation = defineTool({
  name: 'fetch',
  title: 'Describe an operation',
  description:
    'Gives one operation as Markdown: what it does, its parameters, body and answer, and whether it is a tool here. Use it after `search`.',
  scopes: [],
  ...knows,
  input: fetchInput,
  output: fetchOutput,
  examples: [{ title: 'An operation that was found', input: { id: 'GET /lenses' } }],
  run: async ({ id }, context) => {
    const settings = settingsOf(context.settings);
    return describeOperation(descriptionOf(settings), { settings, id });
  },
});

type Tools = readonly ReturnType<typeof toOperationTool>[];
// By the description itself, since its text is long; they end with it.
const made = new WeakMap<Description, Map<string, Tools>>();
const maxMade = 8;

function makeTools({ document, ...settings }: OpenApiSettings): Tools {
  const description = descriptionOf({ document });
  const { baseUrl, security, access, operations } = settings;
  const key = JSON.stringify([baseUrl, security, access, operations]);
  const all = made.get(description) ?? new Map<string, Tools>();
  const known = all.get(key) ?? chooseOperations(description, settings).choices.map(toOperationTool);
  all.delete(key);
  all.set(key, known);
  for (const oldest of all.keys()) if (all.size > maxMade) all.delete(oldest);
  made.set(description, all);
  return known;
}

export default defineConnector({
  id: 'openapi',
  name: 'OpenAPI',
  description: 'Any API with an OpenAPI 3 description: each operation that you choose becomes a tool.',
  icon: drawIcon('braces', '#55702f'),
  several: true,
  serviceOf: (given) => descriptionOf(settingsOf(given)).title,
  baseUrl: '{baseUrl}',
  auth: none(),
  authOf: (given) => authOf(descriptionOf(settingsOf(given)), settingsOf(given)),
  instructions:
    'Tools made of the description of an API. search and fetch show what the API can do, list_operations all of it at once; what an answer keeps, the settings say.',
  settings: openApiSettings,
  prepareSettings,
  operationsOf: (given) => offerOperations(descriptionOf(settingsOf(given)), settingsOf(given)),
  tools: [getProfile, search, fetchOperation, listOperations],
  toolsOf: (given) => makeTools(settingsOf(given)),
});

function settingsOf(given: unknown): OpenApiSettings {
  // The kit has parsed them by the schema above; parsing again would only cost.
  return given as OpenApiSettings;
}
