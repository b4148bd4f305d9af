import { expect, test } from 'vitest';
import { sampleTool } from '../../testing/sample.ts';
import { createToolSearch } from './tool-search.ts';

const tool = (name: string, description: string, properties: Record<string, { description: string }> = {}, connectorName = 'Tracker') =>
  sampleTool(async () => ({ content: [] }), {
    label: connectorName.toLowerCase(),
    connectorName,
    definition: { name, description, inputSchema: { type: 'object', properties } },
  });
const search = createToolSearch([
  tool('searchIssues', 'Finds tickets by text'),
  tool('create_issue', 'Opens a new ticket'),
  tool('list-cycles', 'Lists the cycles of a team', { teamKey: { description: 'Short key of the team' } }),
  tool('send_message', 'Posts into a channel', {}, 'Slack'),
  tool('get_weather', 'Forecast for a city', { latitude: { description: 'Degrees north' } }, 'Weather'),
]);

test.each([
  ['issue search', 'searchIssues'],
  ['creating issues', 'create_issue'],
  ['open a ticket', 'create_issue'],
  ['cycles', 'list-cycles'],
  ['slack', 'send_message'],
  ['latitude', 'get_weather'],
  ['posting messages', 'send_message'],
])('"%s" finds %s first', (query, name) => {
  expect(search.find(query)[0]?.tool.definition.name).toBe(name);
});

test('words that say nothing find nothing', () => {
  expect(search.find('please can you do the')).toEqual([]);
});
