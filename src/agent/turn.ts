import { AppError, findAppError } from '../domain/errors.ts';
import type { ApprovalId, ItemId, ToolCallId } from '../domain/ids.ts';
import type { ConversationItem, McpCallItem } from '../domain/items.ts';
import type { CatalogTool } from '../domain/tool.ts';
import type { TokenUsage, TurnEnd, TurnEvent } from '../domain/turn-event.ts';
import { continueApproval } from './continue-approvals.ts';
import { createEventQueue } from './event-queue.ts';
import type { StepRequest } from './model.ts';
import { toModelTool } from './model-tool.ts';
import { findPending, pairAnswers } from './pending.ts';
import type { TurnDeps } from './ports.ts';
import { writeInstructions } from './prompt.ts';
import { type CallScene, earlierPlace, runCall } from './run-call.ts';
import { knownTools, offerTools, searchTool, searchToolName } from './search-tools.ts';
import { runStep } from './step.ts';
import { decideNext, limitSentence, type StepFacts } from './stop-conditions.ts';
import { chooseTools } from './tool-choice.ts';
import { createToolNames } from './tool-names.ts';
import { allowedTools, labelsInContext, type ListedSet, listToolsItem, requestedApproval } from './tool-set.ts';
import { createTurnOutput } from './turn-output.ts';
import type { TurnRequest } from './turn-request.ts';

/** Runs one turn: asks the model, runs its calls, hands back what they said, until it has answered or something stops it. */
export type RunTurn = (request: TurnRequest, signal: AbortSignal) => AsyncIterable<TurnEvent>;

export function createRunTurn(deps: TurnDeps): RunTurn {
  return (request, signal) => {
    const queue = createEventQueue<TurnEvent>();
    // The turn runs at its own pace: a slow reader never holds up a call.
    runTurn({ deps, request, signal, emit: queue.push }).finally(queue.end);
    return queue.values;
  };
}

async function runTurn(turn: Omit<CallScene, 'output'>): Promise<void> {
  const { request, emit, signal } = turn;
  const output = createTurnOutput(emit);
  const scene: CallScene = { ...turn, output };
  const usage = createUsageSum();
  emit({ kind: 'turn-started', responseId: request.responseId, model: request.model.id });
  let end: TurnEnd;
  try {
    end = await runSteps(scene, usage.add);
  } catch (error) {
    if (!signal.aborted) turn.deps.onError?.(error);
    end = signal.aborted ? { kind: 'cancelled' } : toFailure(error);
  }
  if (signal.aborted && end.kind !== 'completed') end = { kind: 'cancelled' };
  output.closeOpen();
  await Promise.allSettled(request.toolSets.map((set) => set.close?.()));
  emit({ kind: 'turn-ended', end, usage: usage.sum() });
}

async function runSteps(scene: CallScene, addUsage: (usage: TokenUsage | null) => void): Promise<TurnEnd> {
  const { request, deps, output, signal } = scene;
  const listed = await listTools(scene);
  const tools = listed.flatMap(allowedTools);
  const deferred = new Set(listed.filter(({ set }) => set.deferred).flatMap(allowedTools));
  const functions = new Set(request.functions.map(({ name }) => name));
  const names = createToolNames(tools, new Set([...functions, searchToolName]));
  const rules = new Map(request.toolSets.map((set) => [set.label, set.approval]));
  const askedFor = (tool: CatalogTool) => requestedApproval(rules.get(tool.label) ?? { kind: 'policy' }, tool);
  const findTool = (label: string, name: string) => tools.find((tool) => tool.label === label && tool.definition.name === name) ?? null;

  const replaced = new Map<string, McpCallItem>();
  await continueEarlier(scene, { findTool, askedFor, replaced });
  const said = (): readonly ConversationItem[] =>
    [...request.history, ...request.input, ...output.items()].map((item) => replaced.get(item.id) ?? item);

  const known = knownTools(said());
  const { toolChoice } = request;
  // A tool that the request names must be shown, also among too many.
  if (toolChoice.kind === 'mcp' && toolChoice.name !== null) known.add(`${toolChoice.label}\0${toolChoice.name}`);
  const budget = { left: request.maxToolCalls ?? Number.POSITIVE_INFINITY };
  let closing: StepFacts['closing'] = null;
  if (request.input.every((item) => item.type === 'mcp_approval_response')) {
    const open = findPending(said());
    if (open.approval) return { kind: 'waiting', for: 'approval' };
    if (open.signIn) return { kind: 'waiting', for: 'sign-in' };
  }
  for (let steps = 1; ; steps += 1) {
    signal.throwIfAborted();
    const offer = offerTools({ tools, deferred, known });
    const choosing = { firstStep: steps === 1, functions: request.functions, names };
    const chosen = chooseTools(toolChoice, { ...choosing, tools: offer.shown });
    const hidden = chooseTools(toolChoice, { ...choosing, tools: offer.hidden }).tools;
    const limitNote =
      closing === null ? '' : `\n\n${limitSentence(closing, request)} Answer with what you have, and say that the limit was reached.`;
    const stepRequest: StepRequest = {
      instructions: writeInstructions({ ...request, now: new Date(deps.clock()), listed, hiddenCount: hidden.length }) + limitNote,
      items: said(),
      tools: [
        ...chosen.functions.map(({ name, description, parameters, strict }) => ({ name, description, inputSchema: parameters, strict })),
        ...chosen.tools.map((tool) => toModelTool(tool, names.nameOf(tool.label, tool.definition.name))),
        ...(hidden.length === 0 ? [] : [searchTool(hidden)]),
      ],
      attached: tools,
      toolChoice: closing === null ? chosen.choice : { kind: 'none' },
      parallelToolCalls: request.parallelToolCalls,
      sampling: request.sampling,
      toolName: names.nameOf,
    };
    const stepTools = {
      names,
      callable: new Set([...chosen.tools, ...hidden]),
      functions,
      hidden,
      known,
      requestedApproval: askedFor,
      budget,
    };
    const summary = await runStep(scene, { request: stepRequest, tools: stepTools });
    addUsage(summary.usage);
    const next = decideNext({
      ...summary,
      steps,
      maxSteps: request.maxSteps,
      maxToolCalls: request.maxToolCalls,
      pending: findPending(said()),
      closing,
    });
    if (next.kind === 'end') {
      if (request.front === 'api') sayLimit(scene, next.end);
      return next.end;
    }
    if (next.kind === 'close') closing = next.limit;
  }
}

/** The wire has no word for these limits, so an API caller gets them as text; the chat shows the end of the turn. */
function sayLimit({ output, deps }: CallScene, end: TurnEnd): void {
  if (end.kind !== 'stopped-at-limit' || (end.limit !== 'max-steps' && end.limit !== 'max-tool-calls')) return;
  // Past max_tool_calls an ordinary answer is what OpenAI gives too; only silence needs our words.
  if (end.limit === 'max-tool-calls' && output.items().at(-1)?.type === 'message') return;
  const id = deps.newId<ItemId>('message');
  const index = output.start({ type: 'message', id, role: 'assistant', status: 'in_progress', content: [] });
  output.text(index, end.sentence);
  const item = output.itemAt(index);
  if (item.type === 'message') output.finish(index, { ...item, status: 'completed' });
}

/** Asks all servers at once. What each answers is said as an item, unless its list is in context already. */
async function listTools({ request, deps, output, signal }: CallScene): Promise<readonly ListedSet[]> {
  const inContext = labelsInContext([...request.history, ...request.input]);
  return Promise.all(
    request.toolSets.map(async (set): Promise<ListedSet> => {
      const id = deps.newId<ItemId>('toolList');
      const isNew = !inContext.has(set.label);
      const place = isNew ? output.start({ type: 'mcp_list_tools', id, server_label: set.label, tools: [] }) : null;
      const listed = { set, attached: await set.list(signal) };
      if (place !== null) output.finish(place, listToolsItem(id, listed));
      else if (listed.attached.kind === 'unavailable')
        output.finish(output.start({ type: 'mcp_list_tools', id, server_label: set.label, tools: [] }), listToolsItem(id, listed));
      return listed;
    }),
  );
}

/** Runs what an earlier turn left waiting and a person has settled: approved calls, and the call that needed a sign-in. */
async function continueEarlier(
  scene: CallScene,
  tools: {
    readonly findTool: (label: string, name: string) => CatalogTool | null;
    readonly askedFor: (tool: CatalogTool) => 'always' | 'never' | null;
    readonly replaced: Map<string, McpCallItem>;
  },
): Promise<void> {
  const { request, emit } = scene;
  const approvals = pairAnswers(request.history, request.input).map(({ response, request: asked }) => {
    if (asked === null) throw new AppError('approval.not-found');
    return continueApproval(scene, { response, request: asked, findTool: tools.findTool, requestedApproval: tools.askedFor });
  });
  await Promise.all([...approvals, resumeCall()]);

  async function resumeCall(): Promise<void> {
    const item = request.resume;
    if (item === null) return;
    const tool = tools.findTool(item.server_label, item.name);
    const place = earlierPlace(item, (changed, kind) => {
      tools.replaced.set(changed.id, changed);
      emit({ kind, index: -1, item: changed });
    });
    if (tool === null) {
      const message = `The tool ${item.name} of ${item.server_label} is not available now.`;
      return place.finish({ ...item, status: 'failed', error: { type: 'http_error', code: 404, message } });
    }
    await runCall(scene, {
      id: item.id as ToolCallId,
      callId: scene.deps.newId<ToolCallId>('toolCall'),
      tool,
      arguments: item.arguments,
      // What a person allowed before the sign-in was missed still holds: the call never ran.
      approvalId: (item.approval_request_id ?? null) as ApprovalId | null,
      requestedApproval: tools.askedFor(tool),
      place,
    });
  }
}

function toFailure(error: unknown): TurnEnd {
  const ours = findAppError(error);
  if (ours !== null) return { kind: 'failed', code: ours.code, message: ours.message };
  const internal = new AppError('internal', { cause: error });
  return { kind: 'failed', code: internal.code, message: internal.message };
}

function createUsageSum() {
  let sum: TokenUsage | null = null;
  return {
    sum: () => sum,
    add: (usage: TokenUsage | null) => {
      if (usage === null) return;
      sum = {
        inputTokens: (sum?.inputTokens ?? 0) + usage.inputTokens,
        outputTokens: (sum?.outputTokens ?? 0) + usage.outputTokens,
        cachedInputTokens: (sum?.cachedInputTokens ?? 0) + usage.cachedInputTokens,
        reasoningTokens: (sum?.reasoningTokens ?? 0) + usage.reasoningTokens,
      };
    },
  };
}
