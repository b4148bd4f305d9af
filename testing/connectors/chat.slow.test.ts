import { mkdirSync } from 'node:fs';
import { LLMock } from '@copilotkit/aimock';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { findChromium, startBrowser } from '../browser.ts';
import { findPostgres } from '../postgres.ts';
import { type AllConnectors, startAllConnectors } from './all-connectors.ts';
import { definitions } from './definitions.ts';
import { type ChatPerson, openChatPerson } from './chat-person.ts';
import { type Asked, type Chat, chats } from './chats.ts';

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

function modelCalls(id: string, { tool, input }: Asked): void {
  const call = { name: `${id}__${tool}`, arguments: JSON.stringify(input ?? toolOf(id, tool)?.examples[0]?.input) };
  model.reset();
  model.on({ hasToolResult: false }, { toolCalls: [call] });
  model.on({ hasToolResult: true }, { content: `Seen: **${tool}**.` });
}

const here = chats.filter(({ id }) => id !== 'database' || findPostgres() !== null);

test('every connector has a chat', () => expect(chats.map(({ id }) => id).toSorted()).toEqual(definitions.map(({ id }) => id).toSorted()));

describe.skipIf(chromium === null)('in the chat of the page', () => {
  test.each(here.map((chat) => [chat.id, chat] as const))('%s: a read is seen, a write is allowed once and seen', async (id, chat) => {
    const added = all.added.find((one) => one.id === id) ?? expect.fail(`${id} is not there`);
    await all.connect(added);
    const { tools } = await all.patchbay.api.call('listTools', { path: { id } });
    const titleOf = (name: string) => tools.find(({ definition }) => definition.name === name)?.definition.title ?? name;
    await all.patchbay.api.call('changeTool', { path: { id, tool: chat.write.tool }, body: { enabled: true } });

    await person.newChat();
    await person.attach(added.name, chat.attachedBy);
    if (chat.answeredBy === 'router') await person.chooseRouter();
    await ask(chat, chat.read);
    await person.seeCall({ connector: added.name, title: titleOf(chat.read.tool), ...chat.read });

    await ask(chat, chat.write);
    if (chat.answeredBy === 'model') await person.page.getByRole('button', { name: 'Allow once' }).click();
    const granted = tools.flatMap(({ definition, enabled }) => (enabled ? (toolOf(id, definition.name)?.scopes ?? []) : []));
    if (toolOf(id, chat.write.tool)?.scopes.some((scope) => !granted.includes(scope))) await person.signIn(added.person ?? '');
    await person.seeCall({ connector: added.name, title: titleOf(chat.write.tool), ...chat.write });
    expect(person.faults.splice(0)).toEqual([]);
  });

  test('each call is in the log as it was: reads by policy, writes because a person allowed them once', async () => {
    const { calls } = await all.patchbay.api.call('listCalls', { query: { limit: 1000 } });
    for (const { id, read, write, answeredBy } of here) {
      const of = (tool: string) => calls.filter((call) => call.label === id && call.toolName === tool && call.state === 'completed');
      expect(of(read.tool), id).toMatchObject([{ front: 'chat', approval: answeredBy === 'model' ? 'policy' : 'once' }]);
      expect(of(write.tool), id).toMatchObject([{ front: 'chat', approval: 'once', approver: 'ada@example.com' }]);
    }
  });
});

/** Says it, and where the router proposes the call as a form, runs it. */
async function ask(chat: Chat, asked: Asked): Promise<void> {
  if (chat.answeredBy === 'model') modelCalls(chat.id, asked);
  await person.say(asked.words);
  if (chat.answeredBy === 'model') return;
  const [field, value] = asked.fills ?? [];
  if (field !== undefined && value !== undefined) await person.page.getByRole('textbox', { name: new RegExp(`^${field}\\b`) }).fill(value);
  await person.page.getByRole('button', { name: 'Run', exact: true }).click();
}
