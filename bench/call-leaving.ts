import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../src/domain/secret.ts';
import { createTurnBench, readTurn } from '../testing/turn-bench.ts';
import { type Figure, median } from './figures.ts';

const turns = 60;

/**
 * From the moment a model server has written the last token of a call until the tool is entered, with the audit log
 * on disk: loopback, parsing, all stages. The model server speaks OpenAI's chat completions.
 */
export async function measureCallLeaving(): Promise<Figure> {
  let lastToken = 0;
  const times: number[] = [];
  const model = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const asked = JSON.parse(body) as { messages: { role: string }[]; tools?: { function: { name: string } }[] };
      const send = (delta: object, finish: string | null = null) =>
        response.write(
          `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
        );
      if (asked.messages.at(-1)?.role === 'tool') {
        send({ role: 'assistant', content: 'Done.' });
        send({}, 'stop');
        response.end('data: [DONE]\n\n');
        return;
      }
      send({
        role: 'assistant',
        tool_calls: [
          { index: 0, id: 'call_1', type: 'function', function: { name: asked.tools?.[0]?.function.name, arguments: '{"message":' } },
        ],
      });
      // The rest comes later, as tokens do, so that the last one stands alone.
      setTimeout(() => {
        lastToken = performance.now();
        send({ tool_calls: [{ index: 0, function: { arguments: '"hello"}' } }] });
        setTimeout(() => {
          send({}, 'tool_calls');
          response.end('data: [DONE]\n\n');
        }, 10);
      }, 5);
    });
  });
  await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  const baseUrl = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;
  const bench = await createTurnBench({
    file: join(folder, 'bench.sqlite'),
    models: { openai: { apiKey: new Secret('k'), baseUrl }, entries: ['openai-compatible/m'] },
  });
  const connector = await bench.addConnector([
    {
      name: 'echo',
      annotations: { readOnlyHint: true },
      run: async () => {
        times.push(performance.now() - lastToken);
        return { content: [{ type: 'text', text: 'hello' }] };
      },
    },
  ]);
  for (let turn = 0; turn < turns; turn += 1) {
    const conversation = await bench.addConversation({ attached: [connector], model: 'openai-compatible/m' });
    await readTurn((await bench.say(conversation, 'Say hello.')).events);
  }
  model.closeAllConnections();
  model.close();
  await bench.store.close();
  rmSync(folder, { recursive: true });
  if (times.length !== turns) throw new Error(`${times.length} of ${turns} calls were made.`);
  return { name: "from the model's last token of a call to the call leaving, p50", value: median(times), unit: 'ms', limit: 2 };
}
