import { Validator } from '@cfworker/json-schema';
import type { Connect } from '../domain/builtin.ts';
import { AppError } from '../domain/errors.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { type CallContext, isRepeatable, type ToolListing, type ToolResult, type ToolSource } from '../domain/tool.ts';
import { fillIn } from './address.ts';
import type { ConnectorDefinition } from './connector.ts';
import { createHttp, type Http, type HttpDependencies } from './http.ts';
import { type AnyTool, isAnswer, ToolError, type ToolContext } from './tool.ts';
import { toToolDefinition } from './tool-definition.ts';

export type ToolSourceOptions = {
  /** As `checkSettings` gave them. */
  readonly settings: JsonObject;
  /** Carries the person's credentials. */
  readonly fetch: typeof globalThis.fetch;
  /** Checked sockets; left out where the connector opens none. */
  readonly connect?: Connect;
  /** A result that breaks its own schema is an error here and not only left out: for tests. */
  readonly strict?: boolean;
} & Pick<HttpDependencies, 'clock' | 'random' | 'sleep'>;

/** The tools of a connector, for one connection of one person. */
export function toToolSource(connector: ConnectorDefinition, options: ToolSourceOptions): ToolSource {
  const settings = connector.settings?.parse(options.settings) ?? {};
  const made = connector.toolsOf?.(settings) ?? [];
  const tools = new Map([...connector.tools, ...made].map((tool) => [tool.name, tool]));
  return {
    listTools: async () => {
      const listing = listingOf(connector);
      return { ...listing, tools: [...listing.tools, ...made.map(toToolDefinitionOnce)] };
    },
    callTool: async ({ name }, input, context) => {
      const tool = tools.get(name);
      if (tool === undefined) throw new AppError('tool.not-found');
      try {
        return toResult(tool, await runTool(tool, input, contextOf(tool, context)), options.strict === true);
      } catch (error) {
        if (error instanceof ToolError) return { content: [{ type: 'text', text: error.message }], isError: true };
        throw error;
      }
    },
  };

  function contextOf(tool: AnyTool, { principal, signal, onProgress }: CallContext): ToolContext<unknown> {
    const { userId, email, name, role } = principal;
    const httpUntil = (ended: AbortSignal) =>
      connector.baseUrl === undefined ? noHttp : createHttp({ ...options, ...httpOf(tool, ended) });
    return {
      http: httpUntil(signal),
      httpUntil,
      connect: (other = signal) => connectTo(other),
      signal,
      principal: { userId, email, name, role },
      progress: onProgress,
      settings,
    };
  }

  async function connectTo(signal: AbortSignal) {
    if (connector.server === undefined || options.connect === undefined)
      throw new AppError('internal', { sentence: 'This connector names no server, so it opens no sockets.' });
    return options.connect(connector.server(settings), signal);
  }

  function httpOf(tool: AnyTool, signal: AbortSignal) {
    return {
      baseUrl: fillIn(connector.baseUrl ?? '', settings),
      otherOrigins: connector.otherOrigins ?? [],
      movedOrigins: connector.movedOrigins ?? {},
      service: connector.serviceOf?.(settings) ?? connector.name,
      repeatable: isRepeatable(toToolDefinitionOnce(tool)),
      scopes: tool.scopes,
      signal,
    };
  }
}

function runTool(tool: AnyTool, input: JsonObject, context: ToolContext<unknown>): Promise<unknown> {
  if (tool.inputSchema !== undefined) refuseUnlessFits(input, tool.inputSchema);
  const parsed = tool.input.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError('tool.input-invalid', {
      sentence: `The argument ${issue?.path.join('.') || 'object'} does not fit: ${issue?.message}.`,
    });
  }
  // The tool's own schemas have just made these values; `AnyTool` forgets which they are.
  return tool.run(parsed.data as never, context as never);
}

function throwUnlessFits(output: Json, schema: JsonObject): void {
  const { valid, errors } = new Validator(schema, '2020-12', false).validate(output);
  if (!valid) throw new Error(`The output breaks its schema: ${errors.map(({ error }) => error).join(' ')}`);
}

function refuseUnlessFits(input: JsonObject, schema: JsonObject): void {
  const { valid, errors } = new Validator(schema, '2020-12', false).validate(input);
  const last = errors.at(-1);
  if (!valid)
    throw new AppError('tool.input-invalid', { sentence: `The argument ${last?.instanceLocation ?? ''} does not fit: ${last?.error}` });
}

/** The structured output, and the same JSON as one text block for those who read only text. */
function toResult(tool: AnyTool, returned: unknown, strict: boolean): ToolResult {
  const output = isAnswer(returned) ? returned.output : returned;
  const structured = (strict ? tool.output.parse(output) : output) as Json;
  // zod leaves out what it does not know; clients judge by the published schema, which refuses it.
  if (strict) throwUnlessFits(output as Json, toToolDefinitionOnce(tool).outputSchema ?? {});
  return {
    content: [{ type: 'text', text: JSON.stringify(structured) }, ...(isAnswer(returned) ? returned.content : [])],
    structuredContent: structured,
  };
}

const noHttp: Http = { send: refuse, read: refuse, download: refuse };

async function refuse(): Promise<never> {
  throw new AppError('internal', { sentence: 'This connector has no base URL, so it can reach nothing.' });
}

const listings = new WeakMap<ConnectorDefinition, ToolListing>();
const definitions = new WeakMap<AnyTool, ReturnType<typeof toToolDefinition>>();

/** Made when first asked for, and once: schemas take time that an idle server need not spend. */
function toToolDefinitionOnce(tool: AnyTool) {
  const known = definitions.get(tool) ?? toToolDefinition(tool);
  definitions.set(tool, known);
  return known;
}

/** What a connector says of itself, without a connection. */
export function listingOf(connector: ConnectorDefinition): ToolListing {
  const known = listings.get(connector) ?? {
    tools: connector.tools.map(toToolDefinitionOnce),
    instructions: connector.instructions,
    serverName: connector.name,
  };
  listings.set(connector, known);
  return known;
}
