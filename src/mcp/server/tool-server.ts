import {
  type CallToolResult,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  isInputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  type Tool,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { canonicalJson, type JsonObject } from '../../domain/json.ts';
import type { ToolCallId } from '../../domain/ids.ts';
import type { CatalogTool, ElicitationAnswer, ElicitationRequest, ToolCall, ToolDefinition, ToolOutcome } from '../../domain/tool.ts';
import { approvalQuestion, readDecision } from './approval-question.ts';
import { clientCapabilities } from './client-capabilities.ts';
import { type Ask, type HeldCall, holdCall } from './held-call.ts';
import { toCallToolResult } from './to-result.ts';
import type { FaceDependencies, Visit } from './tool-collection.ts';
import type { WaitingCalls } from './waiting-calls.ts';

const listTtlMilliseconds = 60_000;

/** One MCP server for one visit: low-level, since a server is made for every request of the newer protocol. */
export function createToolServer(dependencies: FaceDependencies & { readonly waiting: WaitingCalls }, visit: Visit): Server {
  const { version } = dependencies;
  const { principal, collection } = visit;
  const server = new Server(
    { name: 'patchbay', title: `${collection.title} by Patchbay`, version },
    {
      capabilities: { tools: { listChanged: true } },
      ...(collection.instructions === null ? {} : { instructions: collection.instructions }),
      // What a person may see differs, so nobody else may be given what was kept for one.
      cacheHints: { 'tools/list': { ttlMs: listTtlMilliseconds, cacheScope: 'private' } },
    },
  );
  const attached = async (signal: AbortSignal) => {
    const found = await collection.attached(principal, signal);
    if (found.kind === 'tools') return found.tools;
    throw new ProtocolError(ProtocolErrorCode.InternalError, `${found.message} [${found.code}]`);
  };

  server.setRequestHandler('tools/list', async (_request, { mcpReq }) => ({
    tools: (await attached(mcpReq.signal)).map(({ definition }) => toWireTool(definition)),
  }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const tool = (await attached(context.mcpReq.signal)).find(({ definition }) => definition.name === params.name);
    if (tool === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool "${params.name}" here.`);
    // Arguments are JSON: they came as a message.
    const input = (params.arguments ?? {}) as JsonObject;
    const capabilities = clientCapabilities(server, context);
    const answer = await runRound(dependencies, { visit, tool, input, context, capabilities });
    return isInputRequiredResult(answer) ? answer : server.projectCallToolResult(answer, tool.definition.outputSchema);
  });
  return server;
}

type Call = {
  readonly visit: Visit;
  readonly tool: CatalogTool;
  readonly input: JsonObject;
  readonly context: ServerContext;
  readonly capabilities: ClientCapabilities;
};

/** One request of a client: a new call, or the next round of one that waits for an answer. */
async function runRound(
  dependencies: FaceDependencies & { readonly waiting: WaitingCalls },
  call: Call,
): Promise<CallToolResult | InputRequiredResult> {
  const { visit, tool, input, context } = call;
  const { signal } = context.mcpReq;
  const claim = { userId: visit.principal.userId, fingerprint: canonicalJson([visit.collection.key, tool.definition.name, input]) };
  const handle = context.mcpReq.requestState<string | undefined>();
  const held = handle === undefined ? startCall(dependencies, call) : dependencies.waiting.take(handle, claim);
  if (held === null) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Invalid or expired requestState');
  if (handle !== undefined) held.answer(readAnswer(context.mcpReq.inputResponses));
  const round = await held.next({ signal, onProgress: (progress) => tellProgress(context, progress) });
  if (round.kind === 'asks')
    return inputRequired({
      inputRequests: { question: toInputRequest(round.request) },
      requestState: dependencies.waiting.put(held, claim),
    });
  const { title, page } = visit.collection;
  return toCallToolResult(round.outcome, { definition: tool.definition, title, publicUrl: dependencies.publicUrl, page });
}

function startCall(dependencies: FaceDependencies, { visit: { principal }, tool, input, capabilities }: Call): HeldCall {
  const { invokeTool, approvedBefore, answerApproval, newId } = dependencies;
  const wish: Omit<ToolCall, 'id'> = { front: 'gateway', tool, input, conversationId: null, approvalId: null, requestedApproval: null };
  const newCall = (approvalId: ToolCall['approvalId']): ToolCall => ({ ...wish, id: newId<ToolCallId>('toolCall'), approvalId });
  const { elicitation } = capabilities;
  // A client that names no mode means forms (client/elicitation › Capabilities).
  const takesForms = elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);

  return holdCall(async ({ signal, ask, onProgress }): Promise<ToolOutcome> => {
    const elicit: Ask = async (request) => (mayAsk(request) ? ask(request) : { action: 'cancel' });
    const hooks = { signal, onProgress, ...(elicitation === undefined ? {} : { elicit }) };
    const first = newCall(null);
    const outcome = await invokeTool(principal, { ...first, approvalId: await approvedBefore(principal, first) }, hooks);
    if (outcome.kind !== 'approval_required' || !takesForms) return outcome;
    const decision = readDecision(await ask(approvalQuestion({ tool, input })));
    if (decision === null) return outcome;
    await answerApproval(principal, outcome.approvalId, decision);
    return invokeTool(principal, newCall(outcome.approvalId), hooks);
  });

  function mayAsk({ mode }: ElicitationRequest): boolean {
    return mode === 'form' ? takesForms : elicitation?.url !== undefined;
  }
}

function toInputRequest(request: ElicitationRequest) {
  return request.mode === 'url'
    ? inputRequired.elicitUrl({ message: request.message, url: request.url })
    : // The schema came from a server as JSON, or is our own.
      inputRequired.elicit({ message: request.message, requestedSchema: request.requestedSchema as never });
}

const answerSchema = z.object({
  question: z.object({ action: z.enum(['accept', 'decline', 'cancel']), content: z.record(z.string(), z.json()).optional() }),
});

/** What a client sends back is not to be trusted: what does not fit counts as no answer. */
function readAnswer(responses: unknown): ElicitationAnswer {
  const parsed = answerSchema.safeParse(responses);
  if (!parsed.success) return { action: 'cancel' };
  const { action, content } = parsed.data.question;
  return action === 'accept' ? { action, ...(content === undefined ? {} : { content }) } : { action };
}

function tellProgress(
  { mcpReq }: ServerContext,
  progress: { readonly progress: number; readonly total?: number; readonly message?: string },
): void {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  // Progress that does not arrive costs nothing but itself.
  mcpReq.notify({ method: 'notifications/progress', params: { ...progress, progressToken } }).catch(() => {});
}

/** Pages that a server draws for its tools would have to be fetched from it, which this face does not offer. */
const pageKeys = new Set(['ui', 'ui/resourceUri', 'openai/outputTemplate']);

function toWireTool({ _meta, ...definition }: ToolDefinition): Tool {
  const kept = Object.entries(_meta ?? {}).filter(([key]) => !pageKeys.has(key));
  // A definition is MCP's own, kept as it came.
  return { ...definition, ...(kept.length === 0 ? {} : { _meta: Object.fromEntries(kept) }) } as unknown as Tool;
}
