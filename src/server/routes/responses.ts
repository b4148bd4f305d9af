import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { ResponseRecord } from '../../agent/response-record.ts';
import { readRecord, statusOf } from '../../agent/response-record.ts';
import type { SequencedEvent } from '../../agent/turn-hub.ts';
import type { PreparedTurn, StartedTurn, TurnRunner } from '../../agent/turn-runner.ts';
import { AppError, type ErrorCode, errorCatalogue } from '../../domain/errors.ts';
import type { Clock, ResponseId } from '../../domain/ids.ts';
import type { OutputItem } from '../../domain/items.ts';
import type { TurnEvent } from '../../domain/turn-event.ts';
import type { StoredResponse } from '../../store/responses.ts';
import type { ServerEnvironment } from '../context.ts';
import { eventStream, type ServerEvent } from '../event-stream.ts';
import { toWireItem } from '../wire/input-items.ts';
import { toPage } from '../wire/list-page.ts';
import { refuse } from '../wire/openai-error.ts';
import { type PrepareDeps, prepareTurn } from '../wire/prepare-turn.ts';
import { createResponseEncoder, type ResponseEncoder } from '../wire/response-events.ts';
import { toWireResponse, wantsReasoning, type WireResponse } from '../wire/response.ts';
import { parseWire, responsesRequest } from '../wire/responses-request.ts';

export type ResponsesRoutesDeps = PrepareDeps & { readonly turns: TurnRunner; readonly clock: Clock };

const streamQuery = z.object({
  stream: z.enum(['true', 'false']).optional(),
  starting_after: z.coerce.number().int().min(0).optional(),
});

/** `/v1/responses`: the same loop as the chat, spoken in the Responses API. */
export function createResponsesRoutes(deps: ResponsesRoutesDeps): Hono<ServerEnvironment> {
  const { turns, store } = deps;
  const routes = new Hono<ServerEnvironment>();

  async function find(context: Context<ServerEnvironment>): Promise<StoredResponse> {
    const id = context.req.param('id') as ResponseId;
    const response = await store.responses.find(id, context.get('principal').userId);
    if (response === null)
      throw new AppError('response.not-found', { sentence: `Response with id '${id}' not found.`, detail: { param: 'response_id' } });
    return response;
  }
  async function show(response: StoredResponse): Promise<WireResponse> {
    return toWireResponse({ ...response, record: readRecord(response), output: await store.responses.output(response.id) });
  }

  routes.post('/', async (context) => {
    const principal = context.get('principal');
    const request = parseWire(responsesRequest, await readBody(context));
    const turn = await prepareTurn(request, { deps, principal });
    const createdAt = new Date(deps.clock()).toISOString();
    const started = await turns.begin(turn);
    const background = request.background === true;
    const facts = factsOf(turn, { responseId: started.responseId, createdAt });
    const cancel = () => void turns.cancel(principal.userId, started.responseId);
    if (request.stream === true) {
      const encoder = createResponseEncoder({ ...facts, background });
      // A caller that hangs up ends its response, unless it was asked to go on in the background.
      return eventStream(toServerEvents(started.events, { encoder, after: -1, onLeave: background ? () => {} : cancel }));
    }
    if (background) return context.json(toWireResponse({ ...facts, status: 'queued', output: [] }));
    context.req.raw.signal.addEventListener('abort', cancel, { once: true });
    const { output, end } = await readToEnd(started);
    throwIfNothingCame(end.end, output);
    const record: ResponseRecord = { ...facts.record, end: end.end, usage: end.usage, endedAt: new Date(deps.clock()).toISOString() };
    return context.json(toWireResponse({ ...facts, record, status: statusOf(end.end), output }));
  });

  routes.get('/:id', async (context) => {
    const response = await find(context);
    const { stream, starting_after: after = -1 } = parseWire(streamQuery, context.req.query());
    if (stream !== 'true') return context.json(await show(response));
    const { principal } = context.var;
    const record = readRecord(response);
    const events = turns.follow(principal.userId, response.id) ?? replay(response, await store.responses.output(response.id));
    const encoder = createResponseEncoder({
      ...response,
      record: { ...record, end: null, usage: null, endedAt: null },
      background: record.request.background === true,
    });
    return eventStream(toServerEvents(events, { encoder, after, onLeave: () => {} }));
  });

  routes.delete('/:id', async (context) => {
    const { id } = await find(context);
    await turns.cancel(context.get('principal').userId, id);
    await store.responses.remove(id);
    return context.json({ id, object: 'response', deleted: true });
  });

  routes.post('/:id/cancel', async (context) => {
    const response = await find(context);
    if (readRecord(response).request.background !== true)
      throw refuse('Only responses that were created with background=true can be cancelled. End the others by closing their connection.', {
        param: 'response_id',
      });
    await turns.cancel(context.get('principal').userId, response.id);
    return context.json(await show(await find(context)));
  });

  routes.get('/:id/input_items', async (context) => {
    const response = await find(context);
    const options = { encryptedReasoning: wantsReasoning(readRecord(response).request) };
    const page = toPage(await store.responses.input(response.id), context.req.query());
    return context.json({ ...page, data: page.data.map((item) => toWireItem(item, options)) });
  });
  return routes;
}

function factsOf(turn: PreparedTurn, { responseId, createdAt }: { readonly responseId: ResponseId; readonly createdAt: string }) {
  return {
    id: responseId,
    model: turn.model.id,
    conversationId: turn.conversationId,
    previousResponseId: turn.previousResponseId,
    createdAt,
    record: { request: turn.echo, end: null, usage: null, endedAt: null } satisfies ResponseRecord,
  };
}

async function readBody(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch (cause) {
    throw new AppError('request.invalid', { sentence: 'We could not parse the JSON body of your request.', cause });
  }
}

async function readToEnd({ events }: StartedTurn) {
  const output: OutputItem[] = [];
  let end: Extract<TurnEvent, { kind: 'turn-ended' }> | null = null;
  for await (const { event } of events) {
    if (event.kind === 'item-done' && event.index >= 0) output[event.index] = event.item;
    if (event.kind === 'turn-ended') end = event;
  }
  if (end === null) throw new AppError('internal');
  return { output, end };
}

/** A failure before anything was said or called is an HTTP error, so that clients may safely try again. */
function throwIfNothingCame(end: Extract<TurnEvent, { kind: 'turn-ended' }>['end'], output: readonly OutputItem[]): void {
  if (end.kind !== 'failed' || output.some((item) => item.type !== 'mcp_list_tools')) return;
  if (!(end.code in errorCatalogue)) return;
  throw new AppError(end.code as ErrorCode, { sentence: end.message });
}

async function* toServerEvents(
  events: AsyncIterable<SequencedEvent>,
  { encoder, after, onLeave }: { readonly encoder: ResponseEncoder; readonly after: number; readonly onLeave: () => void },
): AsyncGenerator<ServerEvent> {
  let ended = false;
  try {
    for await (const { event } of events) {
      const isEnd = event.kind === 'turn-ended';
      for (const encoded of encoder.encode(event)) {
        // The end is always said, also to one who asks from beyond it.
        if (encoded.sequence_number > after || isEnd) yield { event: encoded.type, data: JSON.stringify(encoded) };
      }
      ended ||= isEnd;
    }
  } finally {
    if (!ended) onLeave();
  }
}

/** A response whose turn is over and forgotten, as the events that would give it again. */
async function* replay(response: StoredResponse, output: readonly OutputItem[]): AsyncGenerator<SequencedEvent> {
  const { end, usage } = readRecord(response);
  let sequence = 0;
  const next = (event: TurnEvent): SequencedEvent => ({ sequence: ++sequence, event });
  yield next({ kind: 'turn-started', responseId: response.id, model: response.model });
  for (const [index, item] of output.entries()) {
    yield next({ kind: 'item-started', index, item });
    yield next({ kind: 'item-done', index, item });
  }
  yield next({ kind: 'turn-ended', end: end ?? { kind: 'completed' }, usage });
}
