import { expect, test } from 'vitest';
import { sampleTool } from '../../testing/sample.ts';
import { createToolNames } from './tool-names.ts';

const tool = (label: string, name: string) =>
  sampleTool(async () => ({ content: [] }), { label, definition: { name, inputSchema: { type: 'object' } } });

test('names are what every provider takes, unique, and lead back to their tool', () => {
  const tools = [
    tool('desk', 'look'),
    tool('desk', 'look at/it'),
    tool('desk', 'look at.it'),
    tool('desk', 'größe'),
    tool('desk', 'x'.repeat(100)),
    tool('a', 'b__c'),
    tool('a__b', 'c'),
  ];
  const names = createToolNames(tools);
  const given = tools.map(({ label, definition }) => names.nameOf(label, definition.name));
  expect(given[0]).toBe('desk__look');
  expect(new Set(given).size).toBe(tools.length);
  for (const name of given) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
  expect(given.map((name) => names.find(name))).toEqual(tools);
});

test('a name stays the same whatever else is attached, and when its tool is not', () => {
  const [one, other] = [tool('desk', 'look at it'), tool('desk', 'look')];
  const alone = createToolNames([one]).nameOf('desk', 'look at it');
  expect(createToolNames([other, one]).nameOf('desk', 'look at it')).toBe(alone);
  expect(createToolNames([]).nameOf('desk', 'look at it')).toBe(alone);
});

test('a function of the caller keeps its name', () => {
  const names = createToolNames([tool('desk', 'look')], new Set(['desk__look']));
  expect(names.find('desk__look')).toBeNull();
  expect(names.nameOf('desk', 'look')).toMatch(/^desk__look_[0-9a-f]{8}$/);
});
