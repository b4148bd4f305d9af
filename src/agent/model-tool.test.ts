import { expect, test } from 'vitest';
import type { JsonSchema } from '../domain/json.ts';
import { toProviderSchema } from './model-tool.ts';

const text = { type: 'string' };

test.each<[string, JsonSchema, JsonSchema]>([
  [
    'an ordinary schema stays',
    { type: 'object', properties: { a: text }, required: ['a'] },
    { type: 'object', properties: { a: text }, required: ['a'] },
  ],
  ['a schema without properties gets them', { type: 'object' }, { type: 'object', properties: {} }],
  [
    'the dialect is left out',
    { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties: {} },
    { type: 'object', properties: {} },
  ],
  [
    'branches at the top are merged for the model',
    { oneOf: [{ properties: { id: text } }, { properties: { name: text } }] },
    { type: 'object', properties: { id: text, name: text } },
  ],
])('%s', (_name, schema, shown) => {
  expect(toProviderSchema(schema).schema).toEqual(shown);
});

test('what was taken out is said in words', () => {
  const { note } = toProviderSchema({ type: 'object', properties: { id: text }, anyOf: [{ required: ['id'] }] });
  expect(note).toContain('{"anyOf":[{"required":["id"]}]}');
});
