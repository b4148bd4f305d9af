import { expect, test } from 'vitest';
import { Secret } from '../../domain/secret.ts';
import { checkModelEntries, createModels, type ModelSettings } from './models.ts';

const apiKey = new Secret('sk-test');
function ask(
  settings: Omit<ModelSettings, 'fetch'>,
  answer: () => Response = () => Response.json({ data: [{ id: 'llama3' }, { id: 'qwen3' }, { id: 'nomic-embed-text' }] }),
) {
  const asked: { readonly url: string; readonly key: string | null }[] = [];
  const models = createModels({
    ...settings,
    fetch: async (url, init) => {
      asked.push({ url: String(url), key: new Headers(init?.headers).get('authorization') });
      return answer();
    },
  });
  return { models, asked, ids: async () => (await models.list()).map(({ id }) => id) };
}

test('without a key there is the router, and it is the default', async () => {
  const { models, asked, ids } = ask({ entries: [], openai: {}, anthropic: {} });
  expect(await ids()).toEqual(['patchbay/router']);
  expect((await models.default()).kind).toBe('router');
  expect(asked).toEqual([]);
});

test('a key offers current models of its provider, and the router stays', async () => {
  const { models, ids } = ask({ entries: [], openai: { apiKey }, anthropic: { apiKey } });
  const listed = await ids();
  expect(listed[0]).toMatch(/^openai\/gpt-/);
  expect(listed.some((id) => id.startsWith('anthropic/claude-'))).toBe(true);
  expect(listed.at(-1)).toBe('patchbay/router');
  expect((await models.default()).id).toBe(listed[0]);
});

test('another base URL is asked for its models once, and its silence takes nothing away', async () => {
  const local = ask({ entries: [], openai: { baseUrl: 'http://127.0.0.1:11434/v1' } });
  expect(await local.ids()).toEqual(['openai-compatible/llama3', 'openai-compatible/qwen3', 'patchbay/router']);
  await local.ids();
  expect(local.asked).toEqual([{ url: 'http://127.0.0.1:11434/v1/models', key: null }]);
  const broken = ask({ entries: [], openai: { apiKey, baseUrl: 'http://127.0.0.1:1/v1' } }, () => {
    throw new TypeError('fetch failed');
  });
  expect(await broken.ids()).toEqual(['patchbay/router']);
});

test('named entries are offered as they are, and others can be found by name', async () => {
  const { models, ids } = ask({ entries: ['openai-compatible/llama3', 'anthropic/claude-x'], openai: { apiKey }, anthropic: { apiKey } });
  expect(await ids()).toEqual(['openai-compatible/llama3', 'anthropic/claude-x', 'patchbay/router']);
  expect((await models.find('openai/other'))?.id).toBe('openai/other');
  expect((await models.find('claude-x'))?.id).toBe('anthropic/claude-x');
  expect(await models.find('elsewhere/other')).toBeNull();
});

test('an entry that names no provider is refused with a sentence', () => {
  expect(() => checkModelEntries(['gpt-5.4'])).toThrow(/provider\/model/);
  expect(() => checkModelEntries(['openai/gpt-5.4', 'openai-compatible/org/name:tag'])).not.toThrow();
});
