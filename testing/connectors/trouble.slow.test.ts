import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import { type Added, type AllConnectors, startAllConnectors } from './all-connectors.ts';
import { definitions } from './definitions.ts';
import { proofs } from './proofs.ts';

let all: AllConnectors;
beforeAll(async () => {
  all = await startAllConnectors();
}, 120_000);
afterAll(() => all?.close());

const call = async (id: string, tool: string, input: JsonObject = {}, approvalId?: string) =>
  (await all.patchbay.api.call('callTool', { path: { id }, body: { tool, input, approvalId } })).outcome;

async function callApproved(id: string, tool: string, input: JsonObject) {
  const asked = await call(id, tool, input);
  if (asked.kind !== 'approval_required') return asked;
  await all.patchbay.api.call('answerApproval', { path: { id: asked.approvalId }, body: { decision: 'once' } });
  return call(id, tool, input, asked.approvalId);
}

const onServices = new Map([...proofs].flatMap(([id, proof]) => ('service' in proof ? [[id, proof] as const] : [])));

async function shown(id: string) {
  const [tool, input] = onServices.get(id)?.theirs ?? expect.fail(`${id} has nothing to compare`);
  const outcome = await call(id, tool, input);
  return outcome.kind === 'completed' && outcome.result.isError !== true
    ? outcome.result.structuredContent
    : expect.fail(JSON.stringify(outcome));
}

const signedIn = definitions.filter(({ auth }) => auth.kind === 'oauth2').map(({ id }) => id);

test('every connector with a sign-in is proven on a service', () => expect([...onServices.keys()].toSorted()).toEqual(signedIn.toSorted()));

describe.each(signedIn)('%s, through the whole program', (id) => {
  let added: Added;
  let trouble: NonNullable<Added['trouble']>;
  beforeAll(async () => {
    added = all.added.find((one) => one.id === id) ?? expect.fail(`${id} is not there`);
    trouble = added.trouble ?? expect.fail(`${id} has no double`);
    await all.connect(added);
  });

  test('a 401 renews the token, and the call is sent once more', async () => {
    const quiet = trouble.seen();
    await shown(id);
    const usual = trouble.seen() - quiet;
    trouble.expireAccessTokens();
    const before = trouble.seen();
    await shown(id);
    expect(trouble.seen() - before).toBe(usual + 1);
  });

  test('a 429 is waited for as long as the service says', async () => {
    trouble.faults.push(new Response(null, { status: 429, headers: { 'retry-after': '1' } }));
    const began = Date.now();
    await shown(id);
    expect(Date.now() - began).toBeGreaterThanOrEqual(1000);
  });

  test('a write that the service failed at is not sent again', async (context) => {
    const { chat, writeAsksFirst } = onServices.get(id) ?? expect.fail(`${id} has no proof`);
    if (chat.write === undefined || writeAsksFirst) return context.skip('no write that is sent at once');
    const { tool } = chat.write;
    const { scopes, examples } = definitions.find((one) => one.id === id)?.tools.find(({ name }) => name === tool) ?? expect.fail(tool);
    await all.patchbay.api.call('changeTool', { path: { id, tool }, body: { enabled: true } });
    await all.connect(added, scopes);
    trouble.faults.push(new Response(null, { status: 503 }));
    const before = trouble.seen();
    // Examples are JSON by their schemas.
    expect(await callApproved(id, tool, examples[0]?.input as JsonObject)).toMatchObject({ kind: 'failed', httpStatus: 503 });
    expect(trouble.seen() - before).toBe(1);
  });

  test('two people are shown what is theirs, whoever was signed in before', async () => {
    const first = await shown(id);
    await all.disconnect(id);
    await all.connect({ id, person: added.other });
    expect(await shown(id)).not.toEqual(first);
    await all.disconnect(id);
    await all.connect(added);
    expect(await shown(id)).toEqual(first);
  });
});
