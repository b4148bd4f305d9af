import type { ItemId } from '../domain/ids.ts';
import type { TokenUsage } from '../domain/turn-event.ts';
import { unreachable } from '../domain/unreachable.ts';
import type { StepEnd, StepEvent, StepRequest } from './model.ts';
import { proposeItem } from './propose-item.ts';
import type { CallScene } from './run-call.ts';
import { type CallCounts, createStepCalls, type StepTools } from './step-calls.ts';
import type { TurnOutput } from './turn-output.ts';

export type StepSummary = CallCounts & { readonly end: StepEnd; readonly usage: TokenUsage | null };

/**
 * One step of the model. Every call leaves as soon as its own arguments are whole, while the
 * model still writes the next; the step is over when the last of them has ended.
 */
export async function runStep(scene: CallScene, step: { readonly request: StepRequest; readonly tools: StepTools }): Promise<StepSummary> {
  const blocks = createBlocks(scene);
  const calls = createStepCalls(scene, step);
  let end: StepEnd = 'stop';
  let usage: TokenUsage | null = null;
  try {
    for await (const event of scene.request.model.step(step.request, scene.signal)) {
      switch (event.kind) {
        case 'call-started':
          calls.start(event.call, event.name);
          break;
        case 'call-delta':
          calls.write(event.call, event.delta);
          break;
        case 'call-ready':
          calls.finish(event.call, event);
          break;
        case 'call-proposed':
          await proposeItem(scene, event.proposal);
          break;
        case 'step-ended':
          ({ end, usage } = event);
          break;
        default:
          blocks.take(event);
      }
    }
  } finally {
    // Calls that have left are waited for also when the model broke off: what they did must be seen.
    await calls.settled();
  }
  return { ...calls.counts(), end, usage };
}

type BlockEvent = Extract<StepEvent, { readonly block: string }>;

/** Text and reasoning: an item begins with its first word, so that a block that stays empty leaves nothing. */
function createBlocks({ output, deps }: { readonly output: TurnOutput; readonly deps: CallScene['deps'] }) {
  const places = new Map<string, number>();

  function open(block: string, kind: 'message' | 'reasoning'): number {
    const known = places.get(block);
    if (known !== undefined) return known;
    const id = deps.newId<ItemId>(kind);
    const index = output.start(
      kind === 'message'
        ? { type: 'message', id, role: 'assistant', status: 'in_progress', content: [] }
        : { type: 'reasoning', id, summary: [], status: 'in_progress' },
    );
    places.set(block, index);
    return index;
  }
  function close(block: string, token: string | null): void {
    const index = places.get(block);
    if (index === undefined) return;
    places.delete(block);
    const item = output.itemAt(index);
    if (item.type === 'message') output.finish(index, { ...item, status: 'completed' });
    if (item.type === 'reasoning')
      output.finish(index, { ...item, status: 'completed', ...(token === null ? {} : { encrypted_content: token }) });
  }
  return {
    take: (event: BlockEvent): void => {
      switch (event.kind) {
        case 'text-started':
        case 'reasoning-started':
          return;
        case 'text-delta':
          return output.text(open(event.block, 'message'), event.delta);
        case 'text-ended':
          return close(event.block, null);
        case 'reasoning-delta':
          return output.reasoning(open(event.block, 'reasoning'), event.delta);
        case 'reasoning-ended':
          // Some models think without telling; then there is nothing to keep but what the provider wants back.
          if (event.token !== null) open(event.block, 'reasoning');
          return close(event.block, event.token);
        default:
          return unreachable(event);
      }
    },
  };
}
