import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonSchema } from '../../domain/json.ts';
import { readEvidence } from './evidence.ts';
import { fillArguments } from './fill.ts';

const now = new Date('2026-11-21T12:30:00Z');
const object = (properties: JsonObject, required: readonly string[] = []): JsonSchema => ({ type: 'object', properties, required });
const text = { type: 'string' };
const fill = (prompt: string, schema: JsonSchema) => fillArguments(schema, readEvidence(prompt, now));
const range = object({ start_time: { type: 'string', format: 'date-time' }, end_time: { type: 'string', format: 'date-time' } }, [
  'start_time',
]);

describe('what is certain is filled', () => {
  const cases: readonly (readonly [prompt: string, schema: JsonSchema, input: JsonObject])[] = [
    ['echo "hello there"', object({ message: text }, ['message']), { message: 'hello there' }],
    ['say “grüß Gott” please', object({ message: text }), { message: 'grüß Gott' }],
    ['run ```kql\nSigninLogs | take 5\n```', object({ query: text }, ['query']), { query: 'SigninLogs | take 5\n' }],
    ['run ```kql\nT | extend a = "b", c=1\n```', object({ query: text }, ['query']), { query: 'T | extend a = "b", c=1\n' }],
    ['add 2 and 3.5', object({ a: { type: 'number' }, b: { type: 'number' } }, ['a', 'b']), { a: 2, b: 3.5 }],
    ['the top 5 users', object({ limit: { type: 'integer' } }), { limit: 5 }],
    ['give me 7 results', object({ max_results: { type: 'integer' } }), { max_results: 7 }],
    ['look back 12 hours', object({ hours: { type: 'integer' } }), { hours: 12 }],
    ['events of the last 24 hours', range, { start_time: '2026-11-20T12:30:00Z', end_time: '2026-11-21T12:30:00Z' }],
    ['what happened yesterday', range, { start_time: '2026-11-20T00:00:00Z', end_time: '2026-11-21T00:00:00Z' }],
    ['from 2026-11-01 to 2026-11-03', range, { start_time: '2026-11-01T00:00:00Z', end_time: '2026-11-04T00:00:00Z' }],
    ['the menu of 2026-12-24', object({ date: { type: 'string', format: 'date' } }), { date: '2026-12-24' }],
    ['past 3 days', object({ timeMin: text, timeMax: text }), { timeMin: '2026-11-18T12:30:00Z', timeMax: '2026-11-21T12:30:00Z' }],
    ['analyse user ada@example.com', object({ userEmail: text }, ['userEmail']), { userEmail: 'ada@example.com' }],
    [
      'mail bob@example.com and eve@example.com',
      object({ to: { type: 'array', items: text } }),
      { to: ['bob@example.com', 'eve@example.com'] },
    ],
    ['is https://evil.example/a?b=1. bad', object({ url: { type: 'string', format: 'uri' } }), { url: 'https://evil.example/a?b=1' }],
    ['who owns 10.1.2.3?', object({ ipAddress: text }), { ipAddress: '10.1.2.3' }],
    ['who owns 2001:db8::1', object({ ip: { type: 'string', format: 'ipv6' } }), { ip: '2001:db8::1' }],
    [
      'in workspace 4500ebfb-89b6-4b14-a480-7f749797bfcd',
      object({ workspaceId: { anyOf: [{ type: 'string' }, { type: 'null' }] } }),
      { workspaceId: '4500ebfb-89b6-4b14-a480-7f749797bfcd' },
    ],
    ['show ENG-42', object({ issueId: text }, ['issueId']), { issueId: 'ENG-42' }],
    ['list open tickets', object({ state: { enum: ['open', 'closed'] } }), { state: 'open' }],
    ['tickets in progress', object({ state: { type: 'string', enum: ['in_progress', 'done'] } }), { state: 'in_progress' }],
    ['list files, include archived', object({ include_archived: { type: 'boolean' } }), { include_archived: true }],
    ['list files without archived', object({ include_archived: { type: 'boolean' } }), { include_archived: false }],
    ['search limit=3 query="a b"', object({ limit: { type: 'integer' }, query: text }), { limit: 3, query: 'a b' }],
    ['create with title "Broken" and body "It broke"', object({ title: text, body: text }), { title: 'Broken', body: 'It broke' }],
  ];
  test.each(cases)('%s', (prompt, schema, input) => {
    expect(fill(prompt, schema).input).toEqual(input);
  });
});

describe('what is not certain is left open', () => {
  const cases: readonly (readonly [why: string, prompt: string, schema: JsonSchema])[] = [
    ['words without quotes', 'search for login problems', object({ query: text }, ['query'])],
    ['two quotes for two places', 'send "a" and "b"', object({ subject: text, body: text })],
    ['two states that are both named', 'open or closed', object({ state: { enum: ['open', 'closed'] } })],
    ['part of a word', 'reopened tickets', object({ state: { enum: ['open', 'closed'] } })],
    ['a switch that is not named', 'list files', object({ recursive: { type: 'boolean' } })],
    ['a number beyond the bounds', 'top 500', object({ limit: { type: 'integer', maximum: 100 } })],
    ['a number for an unrelated place', 'the 3 musketeers', object({ page: { type: 'integer' } })],
    ['a whole span for one date', 'the last 2 weeks', object({ date: { type: 'string', format: 'date' } })],
    ['two addresses for one place', 'a@example.com b@example.com', object({ email: text })],
    ['a month that is a name', 'ask May about it', range],
  ];
  test.each(cases)('%s', (_why, prompt, schema) => {
    expect(fill(prompt, schema).input).toEqual({});
  });

  test('required places that stay open are named, those with a default are not', () => {
    const schema = object({ query: text, limit: { type: 'integer', default: 10 } }, ['query', 'limit']);
    expect(fill('search', schema).missing).toEqual(['query']);
  });

  test('a digit counts once: those of dates, ids and addresses are no numbers', () => {
    const evidence = readEvidence('10.0.0.1 ENG-42 2026-11-01 v2 "9" 7', now);
    expect(evidence.numbers.map(({ value }) => value)).toEqual([7]);
  });
});
