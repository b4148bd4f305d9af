import type { Clock } from '../../domain/ids.ts';
import type { ConversationItem, McpCallItem } from '../../domain/items.ts';
import type { Model, StepEvent, StepRequest } from '../model.ts';
import { proposeCall } from '../router/propose.ts';
import { notRun, nothingAttached, nothingFits, proposalSentence, resultSentences } from '../router/sentences.ts';

/**
 * The built-in router: not a language model, and its text says so. It proposes the call that fits the prompt,
 * and says in a sentence what came of it once a person has run it.
 */
export function createRouterModel({ clock = Date.now }: { readonly clock?: Clock | undefined } = {}): Model {
  return {
    id: 'patchbay/router',
    label: 'Built-in router',
    provider: 'patchbay',
    kind: 'router',
    async *step(request): AsyncIterable<StepEvent> {
      yield* decide(request, new Date(clock()));
      yield { kind: 'step-ended', end: 'stop', usage: null };
    },
  };
}

function* decide(request: StepRequest, now: Date): Iterable<StepEvent> {
  const { prompt, since } = readExchange(request.items);
  const calls = since.filter((item): item is McpCallItem => item.type === 'mcp_call');
  if (calls.length > 0) return yield* say(resultSentences(calls));
  if (since.some((item) => item.type === 'mcp_approval_response' && !item.approve)) return yield* say(notRun);
  if (request.attached.length === 0) return yield* say(nothingAttached);
  const proposal = proposeCall(prompt, { tools: request.attached, now });
  if (proposal === null || request.toolChoice.kind === 'none') return yield* say(nothingFits);
  yield* say(proposalSentence(proposal));
  yield { kind: 'call-proposed', proposal };
}

function* say(text: string): Iterable<StepEvent> {
  yield { kind: 'text-started', block: 'text' };
  yield { kind: 'text-delta', block: 'text', delta: text };
  yield { kind: 'text-ended', block: 'text' };
}

/** The person's last message, and what happened since the router last spoke. */
function readExchange(items: readonly ConversationItem[]): { readonly prompt: string; readonly since: readonly ConversationItem[] } {
  const last = items.findLast((item) => item.type === 'message' && item.role === 'user');
  const prompt =
    last?.type === 'message' && last.role === 'user'
      ? last.content.map((part) => (part.type === 'input_text' ? part.text : '')).join(' ')
      : '';
  return { prompt, since: items.slice(items.findLastIndex((item) => item.type === 'message') + 1) };
}
