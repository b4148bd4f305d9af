import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { type ResponseRecord, statusOf } from '../../agent/response-record.ts';
import type { OutputItem } from '../../domain/items.ts';
import type { TurnEvent } from '../../domain/turn-event.ts';
import { toWireItem } from './input-items.ts';
import { type ResponseFacts, toWireResponse, wantsReasoning, type WireResponse } from './response.ts';

type WithoutNumber<Event> = Event extends unknown ? Omit<Event, 'sequence_number'> : never;
type Unnumbered = WithoutNumber<ResponseStreamEvent>;

/** Turns a turn's events into the stream of the Responses API. The same events give the same numbers, so a stream can be resumed. */
export type ResponseEncoder = { encode(event: TurnEvent): readonly ResponseStreamEvent[] };

export function createResponseEncoder(
  facts: Omit<ResponseFacts, 'status' | 'output' | 'record'> & { readonly record: ResponseRecord; readonly background: boolean },
  { now = () => new Date().toISOString() }: { readonly now?: () => string } = {},
): ResponseEncoder {
  const items: OutputItem[] = [];
  const begun = new Map<string, 'text' | 'reasoning'>();
  const written = new Map<string, string>();
  const whole = new Set<string>();
  let count = 0;
  const snapshot = (change: Partial<ResponseFacts>): WireResponse =>
    toWireResponse({ ...facts, status: 'in_progress', output: [], ...change });
  const wire = (item: OutputItem) =>
    // The item is the package's by definition; see toWireItem.
    toWireItem(item, { encryptedReasoning: wantsReasoning(facts.record.request) }) as never;

  function* expand(event: TurnEvent): Iterable<Unnumbered> {
    switch (event.kind) {
      case 'turn-started': {
        yield { type: 'response.created', response: full(snapshot({ status: facts.background ? 'queued' : 'in_progress' })) };
        if (facts.background) yield { type: 'response.queued', response: full(snapshot({ status: 'queued' })) };
        yield { type: 'response.in_progress', response: full(snapshot({})) };
        return;
      }
      case 'item-started': {
        if (event.index < 0) return;
        items[event.index] = event.item;
        yield { type: 'response.output_item.added', output_index: event.index, item: wire(event.item) };
        const place = { output_index: event.index, item_id: event.item.id };
        if (event.item.type === 'mcp_list_tools') yield { type: 'response.mcp_list_tools.in_progress', ...place };
        if (event.item.type === 'mcp_call') yield { type: 'response.mcp_call.in_progress', ...place };
        return;
      }
      case 'text-delta': {
        const place = { output_index: event.index, item_id: event.itemId };
        if (!begun.has(event.itemId)) yield { type: 'response.content_part.added', ...place, content_index: 0, part: textPart('') };
        begun.set(event.itemId, 'text');
        yield { type: 'response.output_text.delta', ...place, content_index: 0, delta: event.delta, logprobs: [] };
        return;
      }
      case 'refusal-delta':
        yield { type: 'response.refusal.delta', output_index: event.index, item_id: event.itemId, content_index: 0, delta: event.delta };
        return;
      case 'reasoning-delta': {
        const place = { output_index: event.index, item_id: event.itemId, summary_index: 0 };
        if (!begun.has(event.itemId))
          yield { type: 'response.reasoning_summary_part.added', ...place, part: { type: 'summary_text', text: '' } };
        begun.set(event.itemId, 'reasoning');
        yield { type: 'response.reasoning_summary_text.delta', ...place, delta: event.delta };
        return;
      }
      case 'arguments-delta': {
        if (event.index < 0) return;
        written.set(event.itemId, (written.get(event.itemId) ?? '') + event.delta);
        const place = { output_index: event.index, item_id: event.itemId, delta: event.delta };
        if (items[event.index]?.type === 'function_call') yield { type: 'response.function_call_arguments.delta', ...place };
        else yield { type: 'response.mcp_call_arguments.delta', ...place };
        return;
      }
      case 'item-done': {
        if (event.index < 0) return;
        // Items that were never open, such as an approval request, still are added first.
        items[event.index] = event.item;
        yield* finish(event.item, event.index);
        yield { type: 'response.output_item.done', output_index: event.index, item: wire(event.item) };
        return;
      }
      case 'turn-ended':
        yield ended(event);
        return;
      case 'tool-call-started': {
        if (event.index < 0) return;
        whole.add(event.itemId);
        const place = { output_index: event.index, item_id: event.itemId };
        yield { type: 'response.mcp_call_arguments.done', ...place, arguments: written.get(event.itemId) ?? '' };
        return;
      }
      case 'tool-progress':
      case 'elicitation-requested':
      case 'elicitation-closed':
        // The Responses API has no event for these.
        return;
      default:
        return event satisfies never;
    }
  }
  function* finish(item: OutputItem, index: number): Iterable<Unnumbered> {
    const place = { output_index: index, item_id: item.id };
    switch (item.type) {
      case 'message': {
        const [part] = item.content;
        if (part?.type !== 'output_text' || !begun.has(item.id)) return;
        yield { type: 'response.output_text.done', ...place, content_index: 0, text: part.text, logprobs: [] };
        yield { type: 'response.content_part.done', ...place, content_index: 0, part: textPart(part.text) };
        return;
      }
      case 'reasoning': {
        const text = item.summary[0]?.text ?? '';
        if (!begun.has(item.id)) return;
        yield { type: 'response.reasoning_summary_text.done', ...place, summary_index: 0, text };
        yield { type: 'response.reasoning_summary_part.done', ...place, summary_index: 0, part: { type: 'summary_text', text } };
        return;
      }
      case 'function_call':
        if (item.status === 'completed')
          yield { type: 'response.function_call_arguments.done', ...place, arguments: item.arguments, name: item.name } as Unnumbered;
        return;
      case 'mcp_list_tools':
        yield { type: item.error ? 'response.mcp_list_tools.failed' : 'response.mcp_list_tools.completed', ...place };
        return;
      case 'mcp_call':
        if (!whole.has(item.id)) yield { type: 'response.mcp_call_arguments.done', ...place, arguments: item.arguments };
        yield { type: item.status === 'completed' ? 'response.mcp_call.completed' : 'response.mcp_call.failed', ...place };
        return;
      case 'mcp_approval_request':
        return;
      default:
        return item satisfies never;
    }
  }
  function ended({ end, usage }: Extract<TurnEvent, { kind: 'turn-ended' }>): Unnumbered {
    const status = statusOf(end);
    const response = full(snapshot({ status, output: items, record: { ...facts.record, end, usage, endedAt: now() } }));
    if (status === 'completed') return { type: 'response.completed', response };
    if (status === 'failed') return { type: 'response.failed', response };
    // There is no event of its own for a cancelled response: its status says it.
    return { type: 'response.incomplete', response };
  }
  return {
    encode: (event) =>
      [...expand(event)].map((unnumbered) => {
        const numbered = { ...unnumbered, sequence_number: count } as ResponseStreamEvent;
        count += 1;
        return numbered;
      }),
  };
}

const textPart = (text: string) => ({ type: 'output_text' as const, text, annotations: [], logprobs: [] });

// On the wire there is no `output_text`; the SDK computes it.
const full = (response: WireResponse) => response as never;
