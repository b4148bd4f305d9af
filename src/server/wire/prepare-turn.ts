import type { RequestedToolChoice } from '../../agent/turn-request.ts';
import { defaultMaxSteps } from '../../agent/turn-request.ts';
import type { Model, Sampling, TextFormat } from '../../agent/model.ts';
import type { Models } from '../../agent/models/models.ts';
import { pairAnswers } from '../../agent/pending.ts';
import type { PreparedTurn } from '../../agent/turn-runner.ts';
import { AppError } from '../../domain/errors.ts';
import type { ApprovalId, ConversationId, NewId, ResponseId } from '../../domain/ids.ts';
import type { ConversationItem } from '../../domain/items.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Principal } from '../../domain/principal.ts';
import type { Approvals } from '../../runtime/approvals.ts';
import type { Store } from '../../store/store.ts';
import { idKindOf, toItems } from './input-items.ts';
import { echoMcpTool, type McpToolsDeps, toFilter, toToolSet } from './mcp-tools.ts';
import { refuse } from './openai-error.ts';
import type { ResponsesRequest } from './responses-request.ts';

export type PrepareDeps = McpToolsDeps & {
  readonly store: Pick<Store, 'responses' | 'conversations'>;
  readonly models: Models;
  readonly approvals: Pick<Approvals, 'find'>;
  readonly newId: NewId;
};

/** A parsed `POST /v1/responses` as a turn that is ready to run; throws OpenAI's error where it cannot be. */
export async function prepareTurn(
  request: ResponsesRequest,
  { deps, principal }: { readonly deps: PrepareDeps; readonly principal: Principal },
): Promise<PreparedTurn> {
  const { store, newId } = deps;
  checkTogether(request);
  const model = await findModel(request, deps.models);
  refuseWhatTheModelCannot(request, model);
  const conversationId = await findConversation(request, { deps, principal });
  const previousResponseId = (request.previous_response_id ?? null) as ResponseId | null;
  const history =
    conversationId !== null
      ? await store.responses.conversationItems(conversationId)
      : previousResponseId !== null
        ? await readChain(previousResponseId, { store, principal })
        : [];
  const resolve = async (id: string) => (await store.responses.findItem(principal.userId, id))?.item ?? null;
  const input = await toItems(request.input ?? [], { newId, resolve });
  if (input.length === 0 && history.length === 0)
    throw refuse("Missing required parameter: 'input'.", { param: 'input', code: 'missing_required_parameter' });
  for (const { response, request: asked } of pairAnswers(history, input))
    if (asked === null)
      throw refuse(`No approval request '${response.approval_request_id}' is in context. Send it again, or use previous_response_id.`, {
        param: 'input',
      });
  const tools = request.tools ?? [];
  refuseTwice(tools.map((tool) => (tool.type === 'mcp' ? tool.server_label : tool.name)));
  const context = [...history, ...input];
  const toolSets = await Promise.all(
    tools.flatMap((tool, index) => (tool.type === 'mcp' ? [toToolSet(tool, { deps, principal, param: `tools[${index}]`, context })] : [])),
  );
  return {
    principal,
    front: 'api',
    model,
    conversationId,
    previousResponseId,
    history,
    input,
    resume: null,
    toolSets,
    functions: tools.flatMap((tool) =>
      tool.type === 'function'
        ? [
            {
              name: tool.name,
              description: tool.description ?? '',
              parameters: tool.parameters ?? { type: 'object', properties: {} },
              strict: tool.strict === true,
            },
          ]
        : [],
    ),
    instructions: request.instructions ?? null,
    toolChoice: toToolChoice(request),
    parallelToolCalls: request.parallel_tool_calls ?? true,
    maxToolCalls: request.max_tool_calls ?? null,
    maxSteps: defaultMaxSteps,
    sampling: toSampling(request),
    echo: echoOf(request),
    stored: request.store ?? true,
    storedInput: await renameReplayed(input, { deps, principal, resolve }),
  };
}

function checkTogether(request: ResponsesRequest): void {
  if (request.previous_response_id && request.conversation)
    throw refuse("Mutually exclusive parameters: 'previous_response_id' and 'conversation'.", {
      param: 'previous_response_id',
      code: 'mutually_exclusive_parameters',
    });
  if (request.store === false && request.background)
    throw refuse("'background' needs 'store': its result is fetched later.", { param: 'background', code: 'invalid_value' });
  if (request.store === false && request.conversation)
    throw refuse("'conversation' needs 'store': its items are kept.", { param: 'store', code: 'invalid_value' });
}

async function findModel({ model: id }: ResponsesRequest, models: Models): Promise<Model> {
  if (id === undefined) return models.default();
  const model = await models.find(id);
  if (model === null)
    throw new AppError('model.not-found', { sentence: `The model '${id}' does not exist here. GET /v1/models lists those that do.` });
  return model;
}

/** What a provider cannot do is refused: an answer under other rules than asked for would be worse. */
function refuseWhatTheModelCannot(request: ResponsesRequest, { provider, id }: Model): void {
  const unsupported = (param: string) =>
    refuse(`'${param}' is not supported with the model '${id}'.`, { param, code: 'unsupported_parameter' });
  if (request.truncation === 'auto' && provider !== 'openai') throw unsupported('truncation');
  if (request.text?.verbosity && provider !== 'openai' && provider !== 'openai-compatible') throw unsupported('text.verbosity');
  if (provider !== 'patchbay') return;
  if ((request.tools ?? []).some((tool) => tool.type === 'function')) throw unsupported('tools');
  if (request.text?.format && request.text.format.type !== 'text') throw unsupported('text.format');
}

async function findConversation(
  { conversation }: ResponsesRequest,
  { deps, principal }: { readonly deps: PrepareDeps; readonly principal: Principal },
): Promise<ConversationId | null> {
  if (conversation === null || conversation === undefined) return null;
  const id = (typeof conversation === 'string' ? conversation : conversation.id) as ConversationId;
  if ((await deps.store.conversations.find(id, principal.userId)) === null)
    throw new AppError('conversation.not-found', {
      sentence: `Conversation with id '${id}' not found.`,
      detail: { param: 'conversation', code: 'conversation_not_found' },
    });
  return id;
}

/** Everything said in a chain of responses, oldest first. */
async function readChain(
  newest: ResponseId,
  { store, principal }: { readonly store: PrepareDeps['store']; readonly principal: Principal },
): Promise<readonly ConversationItem[]> {
  const parts: (readonly ConversationItem[])[] = [];
  for (let id: ResponseId | null = newest; id !== null; ) {
    const response = await store.responses.find(id, principal.userId);
    if (response === null) {
      if (id !== newest) break; // An older link was deleted; what is left is still in context.
      throw refuse(`Previous response with id '${id}' not found.`, { param: 'previous_response_id', code: 'previous_response_not_found' });
    }
    if (response.status === 'in_progress' || response.status === 'queued')
      throw refuse(`Response '${id}' is still running. Wait for it, or cancel it.`, { param: 'previous_response_id' });
    parts.unshift(await store.responses.input(id), await store.responses.output(id));
    id = response.previousResponseId;
  }
  return parts.flat();
}

/** Names of tools and labels of servers must be unique: the model's calls are told apart by them. */
function refuseTwice(names: readonly string[]): void {
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0) throw refuse(`'${names[twice]}' is named twice in tools.`, { param: `tools[${twice}]`, code: 'invalid_value' });
}

/**
 * A replayed item is stored again, and ids are unique over all people: the copy gets one of its own. A request for
 * approval keeps its id where it is the caller's, since the answer names it.
 */
function renameReplayed(
  items: readonly ConversationItem[],
  {
    deps,
    principal,
    resolve,
  }: { readonly deps: PrepareDeps; readonly principal: Principal; readonly resolve: (id: string) => Promise<ConversationItem | null> },
): Promise<readonly ConversationItem[]> {
  return Promise.all(
    items.map(async (item) => {
      const keeps =
        item.type === 'mcp_approval_request' &&
        (await resolve(item.id)) === null &&
        (await deps.approvals.find(principal, item.id as ApprovalId)) !== null;
      return keeps ? item : { ...item, id: deps.newId<string>(idKindOf(item)) };
    }),
  );
}

function toToolChoice({ tool_choice: choice, tools }: ResponsesRequest): RequestedToolChoice {
  if (choice === null || choice === undefined) return { kind: 'auto' };
  if (typeof choice === 'string') return { kind: choice };
  const labels = new Set((tools ?? []).map((tool) => (tool.type === 'mcp' ? tool.server_label : tool.name)));
  const check = (name: string) => {
    if (!labels.has(name))
      throw refuse(`Tool choice '${name}' not found in 'tools' parameter.`, { param: 'tool_choice', code: 'invalid_value' });
  };
  if (choice.type === 'function') {
    check(choice.name);
    return { kind: 'function', name: choice.name };
  }
  if (choice.type === 'mcp') {
    check(choice.server_label);
    return { kind: 'mcp', label: choice.server_label, name: choice.name ?? null };
  }
  for (const tool of choice.tools) check(tool.type === 'function' ? tool.name : tool.server_label);
  return {
    kind: 'allowed-tools',
    mode: choice.mode,
    functions: choice.tools.flatMap((tool) => (tool.type === 'function' ? [tool.name] : [])),
    servers: choice.tools.flatMap((tool) => {
      if (tool.type !== 'mcp') return [];
      return [{ label: tool.server_label, filter: toFilter(tool.allowed_tools ?? (tool.name ? [tool.name] : null)) }];
    }),
  };
}

function toSampling(request: ResponsesRequest): Sampling {
  return {
    maxOutputTokens: request.max_output_tokens ?? null,
    temperature: request.temperature ?? null,
    topP: request.top_p ?? null,
    format: toFormat(request.text?.format ?? null),
    reasoning: {
      effort: request.reasoning?.effort ?? null,
      summary: request.reasoning?.summary ?? request.reasoning?.generate_summary ?? null,
    },
    verbosity: request.text?.verbosity ?? null,
    truncation: request.truncation ?? 'disabled',
  };
}

function toFormat(format: NonNullable<ResponsesRequest['text']>['format'] | null): TextFormat {
  if (format === null || format === undefined || format.type === 'text') return { kind: 'text' };
  if (format.type === 'json_object') return { kind: 'json' };
  return {
    kind: 'json-schema',
    name: format.name,
    description: format.description ?? null,
    schema: format.schema,
    strict: format.strict ?? false,
  };
}

/** What the response shows of its request. Credentials are not among it. */
function echoOf(request: ResponsesRequest): JsonObject {
  const echo = {
    background: request.background ?? false,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    max_tool_calls: request.max_tool_calls ?? null,
    metadata: request.metadata ?? {},
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    reasoning: { effort: request.reasoning?.effort ?? null, summary: request.reasoning?.summary ?? null },
    store: request.store ?? true,
    temperature: request.temperature ?? null,
    text: { format: request.text?.format ?? { type: 'text' }, ...(request.text?.verbosity ? { verbosity: request.text.verbosity } : {}) },
    tool_choice: request.tool_choice ?? 'auto',
    tools: (request.tools ?? []).map((tool) =>
      tool.type === 'mcp'
        ? echoMcpTool(tool)
        : {
            type: 'function',
            name: tool.name,
            description: tool.description ?? null,
            parameters: tool.parameters ?? null,
            strict: tool.strict ?? false,
          },
    ),
    top_p: request.top_p ?? null,
    truncation: request.truncation ?? 'disabled',
    ...(request.user ? { user: request.user } : {}),
    ...(request.safety_identifier ? { safety_identifier: request.safety_identifier } : {}),
    ...(request.prompt_cache_key ? { prompt_cache_key: request.prompt_cache_key } : {}),
    include_reasoning: (request.include ?? []).includes('reasoning.encrypted_content'),
  };
  // Parsed JSON; the optional members only lack an index signature.
  return echo as unknown as JsonObject;
}
