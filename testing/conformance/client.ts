import { AppError } from '../../src/domain/errors.ts';
import type { Connector } from '../../src/domain/connector.ts';
import { type JsonObject, isJsonObject } from '../../src/domain/json.ts';
import type { ToolDefinition } from '../../src/domain/tool.ts';
import { callContext, type Harness, startHarness } from '../servers/connections-harness.ts';

/**
 * The client that the conformance suite drives: our connections and our MCP client, with a person who says yes.
 * The suite gives the server's address as the last argument and the scenario's particulars in the environment.
 */
const serverUrl = process.argv.at(-1) ?? '';
const scenario = process.env['MCP_CONFORMANCE_SCENARIO'] ?? '';
const context = readContext(process.env['MCP_CONFORMANCE_CONTEXT']);
const maxSignIns = 3;

const harness = await startHarness({
  publicUrl: 'http://localhost:3900',
  // The one document that the suite's authorization server knows.
  clientMetadataUrl: 'https://conformance-test.local/client-metadata.json',
});
try {
  const connector = await harness.addConnector({
    origin: serverUrl,
    auth: scenario.startsWith('auth/') ? authOf(context) : { kind: 'none' },
    secrets: typeof context['client_secret'] === 'string' ? { clientSecret: context['client_secret'] } : {},
  });
  await run(harness, connector);
} catch (error) {
  process.stderr.write(`${error instanceof AppError ? `${error.code}: ${error.message}` : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await harness.close();
}

async function run({ connections, principal }: Harness, connector: Connector): Promise<void> {
  const tools = await persistently(
    connector,
    async () => (await connections.listTools(principal, connector, AbortSignal.timeout(20_000))).tools,
  );
  for (const { tool, input } of callsFor(tools)) {
    await persistently(connector, async () =>
      (await connections.sourceFor(principal, connector)).callTool(tool, input, callContext(principal)),
    );
  }
}

/** Does what the person would: signs in when asked to, accepts more scopes when a call needs them, and gives up after a while. */
async function persistently<T>(connector: Connector, work: () => Promise<T>): Promise<T> {
  for (let signIns = 0; ; signIns += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('connection.') || signIns === maxSignIns) throw error;
      const [connection] = await harness.store.connections.listForConnector(connector.id);
      const scopes = error.code === 'connection.scope-required' && Array.isArray(error.detail['scopes']) ? error.detail['scopes'] : [];
      await harness.signIn(connector, { scopes, ...(connection === undefined ? {} : { connectionId: connection.id }) });
    }
  }
}

type PlannedCall = { readonly tool: ToolDefinition; readonly input: JsonObject };

/** The calls that the scenario names, else one call of each tool with arguments made from its schema. */
function callsFor(tools: readonly ToolDefinition[]): readonly PlannedCall[] {
  const rich = tools.find(({ name }) => name === 'json_schema_2020_12_tool');
  const echo = tools.find(({ name }) => name === 'json_schema_echo');
  // The suite wants to see what of a schema survived our reading of it.
  if (rich !== undefined && echo !== undefined) return [{ tool: echo, input: { schema: rich.inputSchema } }];
  const named = context['toolCalls'];
  if (!Array.isArray(named)) return tools.map((tool) => ({ tool, input: sampleInput(tool.inputSchema) }));
  return named.filter(isJsonObject).flatMap(({ name, arguments: input }) => {
    const tool = tools.find((candidate) => candidate.name === name);
    return tool === undefined ? [] : [{ tool, input: isJsonObject(input) ? input : {} }];
  });
}

function sampleInput(schema: JsonObject): JsonObject {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, sampleValue(isJsonObject(property) ? property : {})]),
  );
}

function sampleValue({ type, enum: choices }: JsonObject): JsonObject[string] {
  if (Array.isArray(choices)) return choices[0];
  switch (type) {
    case 'number':
    case 'integer':
      return 5;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return 'text';
  }
}

function authOf({ client_id: clientId, client_secret: clientSecret }: JsonObject) {
  const oauth = {
    registration: 'auto' as const,
    clientId: typeof clientId === 'string' ? clientId : null,
    hasClientSecret: typeof clientSecret === 'string',
    scopes: [],
    omitResource: false,
  };
  return { kind: 'oauth' as const, oauth };
}

function readContext(text: string | undefined): JsonObject {
  const parsed: unknown = JSON.parse(text ?? '{}');
  return isJsonObject(parsed) ? parsed : {};
}
