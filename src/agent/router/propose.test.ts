import { expect, test } from 'vitest';
import { sampleTool } from '../../../testing/sample.ts';
import type { CatalogTool, ToolDefinition } from '../../domain/tool.ts';
import { proposeCall } from './propose.ts';

const now = new Date('2026-11-21T12:30:00Z');
const text = { type: 'string' };
function tool(label: string, definition: Partial<ToolDefinition> & Pick<ToolDefinition, 'name'>): CatalogTool {
  return sampleTool(async () => ({ content: [] }), {
    label,
    connectorName: label,
    definition: { inputSchema: { type: 'object' }, ...definition },
  });
}
const tools = [
  tool('everything', {
    name: 'echo',
    description: 'Echoes back the input',
    inputSchema: { type: 'object', properties: { message: text }, required: ['message'] },
  }),
  tool('everything', {
    name: 'get-sum',
    description: 'Returns the sum of two numbers',
    inputSchema: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a', 'b'] },
  }),
  tool('tracker', {
    name: 'search_issues',
    description: 'Searches issues by text and state',
    inputSchema: { type: 'object', properties: { query: text, state: { enum: ['open', 'closed'] } }, required: ['query'] },
  }),
  tool('tracker', {
    name: 'create_issue',
    description: 'Creates an issue',
    inputSchema: { type: 'object', properties: { title: text }, required: ['title'] },
  }),
  tool('sentinel', {
    name: 'analyze_user_entity',
    description: 'Analyses a user for risk over a time range',
    inputSchema: {
      type: 'object',
      properties: { userEmail: text, startTime: text, endTime: text },
      required: ['userEmail', 'startTime', 'endTime'],
    },
  }),
  tool('mail', { name: 'search_emails', description: 'Searches messages', inputSchema: { type: 'object', properties: { query: text } } }),
];

test.each([
  ['echo "hi"', 'echo', { message: 'hi' }, []],
  ['what is the sum of 2 and 3?', 'get-sum', { a: 2, b: 3 }, []],
  ['find open issues about logins', 'search_issues', { state: 'open' }, ['query']],
  ['create an issue titled "Broken"', 'create_issue', { title: 'Broken' }, []],
  [
    'analyse the user ada@example.com over the last 24 hours',
    'analyze_user_entity',
    { userEmail: 'ada@example.com', startTime: '2026-11-20T12:30:00Z', endTime: '2026-11-21T12:30:00Z' },
    [],
  ],
  ['@mail search "invoice"', 'search_emails', { query: 'invoice' }, []],
])('%s', (prompt, name, input, missing) => {
  const proposal = proposeCall(prompt, { tools, now });
  expect([proposal?.tool.definition.name, proposal?.input, proposal?.missing]).toEqual([name, input, missing]);
});

test('what else could be meant comes with its own arguments', () => {
  const proposal = proposeCall('search "invoice" in issues', { tools, now });
  expect(proposal?.tool.definition.name).toBe('search_issues');
  expect(proposal?.alternatives.map(({ tool: other, input }) => [other.definition.name, input])).toContainEqual([
    'search_emails',
    { query: 'invoice' },
  ]);
  expect(proposal?.alternatives.length).toBeLessThanOrEqual(4);
});

test('where nothing fits there is no proposal', () => {
  expect(proposeCall('how is the weather on Mars', { tools, now })).toBeNull();
});
