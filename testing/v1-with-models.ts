import type { LLMock } from '@copilotkit/aimock';
import type { Response, ResponseCreateParamsNonStreaming, ResponseStreamEvent, Tool } from 'openai/resources/responses/responses';
import { expect } from 'vitest';
import { Secret } from '../src/domain/secret.ts';
import { createV1Bench } from './v1-bench.ts';

export const model = 'openai/gpt-4.1';

/** `/v1` with a model of each wire, which `mock` answers for. */
export async function createV1WithModels(mock: LLMock) {
  const provider = { apiKey: new Secret('sk-model'), baseUrl: `${mock.url}/v1` };
  const bodies: string[] = [];
  const recordingFetch: typeof fetch = (url, init) => {
    bodies.push(String(init?.body));
    return fetch(url, init);
  };
  const bench = await createV1Bench({
    models: {
      openai: provider,
      anthropic: provider,
      entries: [model, 'openai-compatible/llama3', 'anthropic/claude-haiku-4-5'],
      fetch: recordingFetch,
    },
  });

  return {
    ...bench,
    /** What went to the provider, as it was sent. */
    bodies,
    /** What went to the provider last, as it was understood. */
    sent: () => JSON.stringify(mock.getLastRequest()?.body),
    /** Accumulates a stream with the SDK's own helper, and checks what every stream must hold. */
    readStream: async (params: Omit<ResponseCreateParamsNonStreaming, 'stream'>) => {
      const stream = bench.client.responses.stream({ ...params, stream: true });
      const events: ResponseStreamEvent[] = [];
      for await (const event of stream) events.push(event);
      expectWellFormed(events);
      return { events, types: events.map((event) => event.type), final: await stream.finalResponse() };
    },
  };
}

export type V1WithModels = Awaited<ReturnType<typeof createV1WithModels>>;

function expectWellFormed(events: readonly ResponseStreamEvent[]): void {
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_event, index) => index));
  const open = new Set<number>();
  for (const event of events) {
    if (event.type === 'response.output_item.added') open.add(event.output_index);
    else if ('output_index' in event && !open.has(event.output_index)) throw new Error(`${event.type} for an item that is not open`);
    if (event.type === 'response.output_item.done') open.delete(event.output_index);
  }
  expect([...open]).toEqual([]);
}

export const deskUrl = 'https://desk.example/mcp/secret-path';
/** The server at `deskUrl` as a request names it. */
export const desk = (change: Partial<Tool.Mcp> = {}): Tool.Mcp => ({
  type: 'mcp',
  server_label: 'desk',
  server_url: deskUrl,
  require_approval: 'never',
  ...change,
});

export const typesOf = (response: Response) => response.output.map((item) => item.type);
