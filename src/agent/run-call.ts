import type { ApprovalId, ItemId, ToolCallId } from '../domain/ids.ts';
import type { McpCallItem } from '../domain/items.ts';
import { isJsonObject, type JsonObject } from '../domain/json.ts';
import type { CallHooks, CatalogTool, ToolCall, ToolOutcome } from '../domain/tool.ts';
import type { TurnEvent } from '../domain/turn-event.ts';
import { approvalRequestItem, endedCallItem, startedCallItem } from './call-item.ts';
import type { TurnDeps } from './ports.ts';
import type { TurnOutput } from './turn-output.ts';
import type { TurnRequest } from './turn-request.ts';

/** What all calls of a turn share. */
export type CallScene = {
  readonly deps: TurnDeps;
  readonly request: TurnRequest;
  readonly output: TurnOutput;
  readonly emit: (event: TurnEvent) => void;
  readonly signal: AbortSignal;
};

/** Where a call's item stands: a new one in this turn's output, or one of an earlier response that is replaced. */
export type CallPlace = {
  index(): number | null;
  start(item: McpCallItem): void;
  arguments(delta: string): void;
  finish(item: McpCallItem): void;
};

export type CallWish = {
  /** Of the item. */
  readonly id: ToolCallId;
  /** Of this attempt, as the call log knows it; another than the item's when a call is run again. */
  readonly callId: ToolCallId;
  readonly tool: CatalogTool;
  readonly arguments: string;
  readonly approvalId: ApprovalId | null;
  readonly requestedApproval: ToolCall['requestedApproval'];
  readonly place: CallPlace;
};

/**
 * Runs one call and says what happens to it. The call leaves before anything else is done: the item of a call that may
 * have to ask is only shown once the stages have let it through, since otherwise it becomes an approval request.
 */
export async function runCall(scene: CallScene, wish: CallWish): Promise<void> {
  const { deps, request, emit } = scene;
  const { place, tool } = wish;
  const input = parseArguments(wish.arguments);
  const base = startedCallItem({ id: wish.id, tool, arguments: wish.arguments, approvalRequestId: wish.approvalId });
  const startedAt = deps.clock();
  let said = false;
  function sayStarted(): number {
    if (place.index() === null) {
      place.start({ ...base, arguments: '' });
      place.arguments(wish.arguments);
    }
    const index = place.index() ?? -1;
    if (!said) emit({ kind: 'tool-call-started', index, itemId: base.id as ItemId, callId: wish.callId });
    said = true;
    return index;
  }
  const closed = new AbortController();
  const outcome: ToolOutcome =
    input === null
      ? unreadableArguments
      : await invoke(scene, { wish, input, sayStarted, closed: AbortSignal.any([scene.signal, closed.signal]) });
  closed.abort();
  const milliseconds = deps.clock() - startedAt;
  if (outcome.kind === 'approval_required') {
    // Settings let the call through, another stage did not: the item that was shown says so, the request follows.
    if (place.index() !== null) place.finish({ ...base, status: 'incomplete' });
    const card = approvalRequestItem({ id: outcome.approvalId, tool, arguments: wish.arguments, why: 'policy' });
    scene.output.finish(scene.output.start(card));
    return;
  }
  sayStarted();
  place.finish(endedCallItem(base, { outcome, milliseconds, waitsForSignIn: request.front === 'chat' }));
}

/** A new item at the end of this turn's output. */
export function newPlace(output: TurnOutput): CallPlace {
  let index: number | null = null;
  return {
    index: () => index,
    start: (item) => {
      index = output.start(item);
    },
    arguments: (delta) => {
      if (index !== null && delta !== '') output.arguments(index, delta);
    },
    finish: (item) => {
      output.finish(index ?? output.start(item), item);
    },
  };
}

/** An item of an earlier response: its changes are said with the index -1, and nothing is appended. */
export function earlierPlace(item: McpCallItem, replace: (item: McpCallItem, kind: 'item-started' | 'item-done') => void): CallPlace {
  replace({ ...item, status: 'in_progress', patchbay: withoutSignIn(item) }, 'item-started');
  return {
    index: () => -1,
    start: () => {},
    arguments: () => {},
    finish: (ended) => replace(ended, 'item-done'),
  };
}

function withoutSignIn(item: McpCallItem): McpCallItem['patchbay'] {
  if (item.patchbay === undefined) return undefined;
  const { needsSignIn: _, ...detail } = item.patchbay;
  return { ...detail, errorCode: null };
}

async function invoke(
  { deps, request, emit, signal }: CallScene,
  call: { readonly wish: CallWish; readonly input: JsonObject; readonly sayStarted: () => number; readonly closed: AbortSignal },
): Promise<ToolOutcome> {
  const { wish, sayStarted } = call;
  const itemId = wish.id as string as ItemId;
  const hooks: CallHooks = {
    signal,
    onExecuting: () => {
      sayStarted();
    },
    onProgress: (progress) => {
      const index = sayStarted();
      emit({ kind: 'tool-progress', index, itemId, progress });
    },
    elicit:
      request.front === 'api'
        ? null
        : async (question) => {
            const index = sayStarted();
            const { pending, answer } = deps.elicitations.ask({
              userId: request.principal.userId,
              callId: wish.callId,
              connectorName: wish.tool.connectorName,
              request: question,
              signal: call.closed,
            });
            emit({ kind: 'elicitation-requested', index, itemId, elicitation: pending });
            const answered = await answer;
            emit({ kind: 'elicitation-closed', elicitationId: pending.id });
            return answered;
          },
  };
  try {
    return await deps.invokeTool(
      request.principal,
      {
        id: wish.callId,
        front: request.front,
        tool: wish.tool,
        input: call.input,
        conversationId: request.conversationId,
        approvalId: wish.approvalId,
        requestedApproval: wish.requestedApproval,
      },
      hooks,
    );
  } catch {
    // InvokeTool never throws by contract; a fault of ours must not take the turn's other calls with it.
    return { kind: 'failed', code: 'internal', message: 'Patchbay made an error in this call; it is in the server log.', httpStatus: null };
  }
}

const unreadableArguments: ToolOutcome = {
  kind: 'failed',
  code: 'tool.input-invalid',
  message: 'The arguments are not a JSON object. Write them again.',
  httpStatus: null,
};

export function parseArguments(text: string): JsonObject | null {
  try {
    const parsed: unknown = text.trim() === '' ? {} : JSON.parse(text);
    return isJsonObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
