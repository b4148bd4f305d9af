import { existsSync } from 'node:fs';
import { Validator } from '@cfworker/json-schema';
import { LLMock } from '@copilotkit/aimock';
import OpenAI from 'openai';
import type { Response } from 'openai/resources/responses/responses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { JsonObject } from '../../src/domain/json.ts';
import { ownerKey } from '../patchbay-process.ts';
import { boxDescription } from '../services/box/judge.ts';
import { graphDescription } from '../services/graph/judge.ts';
import { type AllConnectors, startAllConnectors } from './all-connectors.ts';
import { definitions } from './definitions.ts';
import { missingHere, proofOf, provenHere } from './proofs.ts';

const judged = existsSync(graphDescription) && existsSync(boxDescription);
const model = new LLMock({ port: 0 });
let all: AllConnectors;
let client: OpenAI;

beforeAll(async () => {
  await model.start();
  const environment = { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${model.url}/v1`, PATCHBAY_MODELS: 'openai/gpt-5.4' };
  all = await startAllConnectors({ environment, judged });
  client = new OpenAI({ baseURL: `${all.patchbay.url}/v1`, apiKey: ownerKey, maxRetries: 0 });
}, 120_000);
afterAll(async () => {
  await all?.close();
  await model.stop();
});

/** In the order of the registry, where what is read comes before what changes it. */
async function toolsAt(id: string) {
  const order = definitions.find((one) => one.id === id)?.tools.map(({ name }) => name) ?? [];
  const { tools } = await all.patchbay.api.call('listTools', { path: { id } });
  return tools.toSorted((left, right) => order.indexOf(left.definition.name) - order.indexOf(right.definition.name));
}
const scopesOf = (id: string, name: string) =>
  definitions.find((one) => one.id === id)?.tools.find((tool) => tool.name === name)?.scopes ?? [];
const called = (response: Response) => response.output.find((item) => item.type === 'mcp_call');
const asked = (response: Response) => response.output.find((item) => item.type === 'mcp_approval_request');

/** The model calls exactly this tool; an approval that is asked for is given. */
async function run(label: string, tool: string) {
  const known = definitions.find(({ id }) => id === label)?.tools.find(({ name }) => name === tool)?.examples[0]?.input;
  // Examples are JSON by their schemas.
  const input = proofOf(label).inputs?.[tool] ?? (known as JsonObject | undefined) ?? expect.fail(`${label} ${tool} has no input`);
  model.reset();
  model.on({ hasToolResult: false }, { toolCalls: [{ name: `${label}__${tool}`, arguments: JSON.stringify(input) }] });
  model.on({ hasToolResult: true }, { content: 'Done.' });
  const request = { model: 'openai/gpt-5.4', tools: [{ type: 'mcp' as const, server_label: label }] };
  const first = await client.responses.create({ ...request, input: 'Go on.' });
  const question = asked(first);
  if (question === undefined) return { asks: false, call: called(first) };
  expect(called(first)).toBeUndefined();
  const approval = { type: 'mcp_approval_response' as const, approval_request_id: question.id, approve: true };
  const second = await client.responses.create({ ...request, input: [approval], previous_response_id: first.id });
  expect(called(second)).toMatchObject({ approval_request_id: question.id });
  return { asks: true, call: called(second) };
}

test.skipIf(judged)('the descriptions of Graph and Box are skipped: no shared data', () => expect(judged).toBe(false));
test.each(missingHere)('%s is skipped: no %s', (id) => expect(provenHere).not.toContain(id));

describe.each(provenHere)('%s', (id) => {
  test('is there with the tools of its registry, and is signed in to with what its reads need', async () => {
    const added = all.added.find((one) => one.id === id) ?? expect.fail(`${id} is not there`);
    await all.connect(added);
    const names = (await toolsAt(id)).map(({ definition }) => definition.name);
    expect(names).toEqual(expect.arrayContaining(definitions.find((one) => one.id === id)?.tools.map(({ name }) => name) ?? []));
  });

  test('runs every tool: reads at once, writes after an approval and with the permissions they need', async () => {
    const added = all.added.find((one) => one.id === id) ?? expect.fail(`${id} is not there`);
    const tools = await toolsAt(id);
    const granted = new Set(tools.flatMap(({ definition, enabled }) => (enabled ? scopesOf(id, definition.name) : [])));
    for (const { definition, enabled } of tools) {
      const { name, annotations, outputSchema = expect.fail(`${name} names no output`) } = definition;
      const reads = annotations?.readOnlyHint === true;
      expect(enabled, `${name} is on`).toBe(reads);
      if (!reads) await all.patchbay.api.call('changeTool', { path: { id, tool: name }, body: { enabled: true } });
      if (scopesOf(id, name).some((scope) => !granted.has(scope))) {
        expect((await run(id, name)).call, name).toMatchObject({ status: 'failed', error: { type: 'http_error', code: 401 } });
        await all.connect(added, scopesOf(id, name));
        for (const scope of scopesOf(id, name)) granted.add(scope);
      }
      const { asks, call } = await run(id, name);
      expect(asks, `${name} asks`).toBe(!reads);
      expect(call, `${name}: ${JSON.stringify(call?.error)}`).toMatchObject({ name, status: 'completed', error: null });
      const [output = ''] = (call?.output ?? '').split('\n');
      expect(new Validator(outputSchema, '2020-12').validate(JSON.parse(output)).errors, name).toEqual([]);
    }
  });
});

test.runIf(judged)('the descriptions of Graph and Box have nothing against what was asked and answered', () => {
  expect(all.judgements.map(({ seen }) => seen() > 10)).toEqual([true, true]);
  expect(all.judgements.flatMap(({ violations }) => violations)).toEqual([]);
});
