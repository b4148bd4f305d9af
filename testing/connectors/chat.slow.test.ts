import { mkdirSync } from 'node:fs';
import { LLMock } from '@copilotkit/aimock';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { findChromium, startBrowser } from '../browser.ts';
import { type AllConnectors, startAllConnectors } from './all-connectors.ts';
import { definitions } from './definitions.ts';
import { type ChatPerson, openChatPerson } from './chat-person.ts';
import type { Asked, Chat } from './proof.ts';
import { proofOf, provenHere } from './proofs.ts';

const chromium = findChromium();
const shots = process.env.PATCHBAY_SHOTS;
const model = new LLMock({ port: 0 });
let all: AllConnectors;
let browser: Browser;
let person: ChatPerson;

beforeAll(async () => {
  if (chromium === null) return;
  await model.start();
  const environment = { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${model.url}/v1`, PATCHBAY_MODELS: 'openai/gpt-5.4' };
  [all, browser] = await Promise.all([startAllConnectors({ environment }), startBrowser(chromium)]);
  person = await openChatPerson(browser, all.patchbay);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await all?.close();
  await model.stop();
});
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail' || shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await person.page.screenshot({ path: `${shots}/chat-${task.name.split(':')[0]}.png` });
});

const toolOf = (id: string, name: string) => definitions.find((one) => one.id === id)?.tools.find((tool) => tool.name === name);

/** The model calls it, and then answers; `latency`: milliseconds between the parts of the answer. */
function modelCalls(id: string, { tool, input }: Pick<Asked, 'tool' | 'input'>, latency = 0): void {
  const call = { name: `${id}__${tool}`, arguments: JSON.stringify(input ?? toolOf(id, tool)?.examples[0]?.input) };
  model.reset();
  model.on({ hasToolResult: false }, { toolCalls: [call] });
  model.on({ hasToolResult: true }, { content: `Seen: **${tool}**.` }, { latency });
}

// Where the settings make tools, they say what those do.
test.each(definitions.filter(({ toolsOf }) => toolsOf === undefined).map((connector) => [connector.id, connector] as const))(
  '%s: a write is shown if any of its tools writes',
  (id, { tools }) => expect(proofOf(id).chat.write !== undefined).toBe(tools.some(({ annotations }) => !annotations.readOnlyHint)),
);

describe.skipIf(chromium === null)('in the chat of the page', () => {
  test.each(provenHere)('%s: a read is seen, a write is allowed once and seen', async (id) => {
    const { chat } = proofOf(id);
    const added = all.added.find((one) => one.id === id) ?? expect.fail(`${id} is not there`);
    await all.connect(added);
    const { tools } = await all.patchbay.api.call('listTools', { path: { id } });
    const titleOf = (name: string) => tools.find(({ definition }) => definition.name === name)?.definition.title ?? name;
    const { write } = chat;
    if (write !== undefined) await all.patchbay.api.call('changeTool', { path: { id, tool: write.tool }, body: { enabled: true } });

    await person.newChat();
    await person.attach(added.name, chat.attachedBy);
    if (chat.answeredBy === 'router') await person.chooseRouter();
    await ask(id, chat, chat.read);
    await person.seeCall({ connector: added.name, title: titleOf(chat.read.tool), ...chat.read });

    if (write !== undefined) {
      await ask(id, chat, write);
      if (chat.answeredBy === 'model') await person.page.getByRole('button', { name: 'Allow once' }).click();
      const granted = tools.flatMap(({ definition, enabled }) => (enabled ? (toolOf(id, definition.name)?.scopes ?? []) : []));
      if (toolOf(id, write.tool)?.scopes.some((scope) => !granted.includes(scope))) await person.signIn(added.person ?? '');
      await person.seeCall({ connector: added.name, title: titleOf(write.tool), ...write });
    }
    expect(person.faults.splice(0)).toEqual([]);
  });

  test('a card that is opened while the answer is still coming stays open', async () => {
    const { page } = person;
    await person.newChat();
    await person.attach('Notes', 'more');
    modelCalls('files', { tool: 'list_directory' }, 700);
    await person.say('What is there?');
    const card = page.getByRole('button', { name: 'Notes · List a directory' });
    await card.getByText('Done').waitFor();
    await card.click();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await page.getByText('Seen: list_directory.').waitFor();
    await page.getByRole('button', { name: 'Regenerate' }).waitFor();
    // What was stored has been read again.
    await page.waitForLoadState('networkidle');
    expect(await card.getAttribute('aria-expanded')).toBe('true');
  });

  test('each call is in the log as it was: reads by policy, writes because a person allowed them once', async () => {
    const { calls } = await all.patchbay.api.call('listCalls', { query: { limit: 1000 } });
    for (const id of provenHere) {
      const { read, write, answeredBy } = proofOf(id).chat;
      const of = (tool: string) => calls.filter((call) => call.label === id && call.toolName === tool && call.state === 'completed');
      expect(of(read.tool), id).toMatchObject([{ front: 'chat', approval: answeredBy === 'model' ? 'policy' : 'once' }]);
      if (write !== undefined) expect(of(write.tool), id).toMatchObject([{ front: 'chat', approval: 'once', approver: 'ada@example.com' }]);
    }
  });
});

/** Says it, and where the router proposes the call as a form, runs it. */
async function ask(id: string, chat: Chat, asked: Asked): Promise<void> {
  if (chat.answeredBy === 'model') modelCalls(id, asked);
  await person.say(asked.words);
  if (chat.answeredBy === 'model') return;
  const [field, value] = asked.fills ?? [];
  if (field !== undefined && value !== undefined) await person.page.getByRole('textbox', { name: new RegExp(`^${field}\\b`) }).fill(value);
  await person.page.getByRole('button', { name: 'Run', exact: true }).click();
}
