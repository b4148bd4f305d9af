import { expect, test } from 'vitest';
import { decideNext, type NextStep, type StepFacts } from './stop-conditions.ts';

const facts: StepFacts = {
  steps: 1,
  maxSteps: 10,
  maxToolCalls: null,
  end: 'stop',
  calls: 0,
  refusedCalls: 0,
  functionCalls: 0,
  pending: { approval: false, signIn: false },
  closing: null,
};
const ends = (end: object) => ({ kind: 'end', end });

test.each<[string, Partial<StepFacts>, object]>([
  ['an answer without calls completes', {}, ends({ kind: 'completed' })],
  ['calls lead to the next step', { calls: 2, end: 'tool-calls' }, { kind: 'go-on' }],
  [
    'an open approval waits, whatever else ran',
    { calls: 2, pending: { approval: true, signIn: true } },
    ends({ kind: 'waiting', for: 'approval' }),
  ],
  ['a sign-in waits', { calls: 1, pending: { approval: false, signIn: true } }, ends({ kind: 'waiting', for: 'sign-in' })],
  ['a function of the caller waits for its output', { calls: 1, functionCalls: 1 }, ends({ kind: 'waiting', for: 'function-output' })],
  ['the last but one step is followed by a closing one', { calls: 1, steps: 9 }, { kind: 'close', limit: 'max-steps' }],
  ['calls beyond max_tool_calls lead to a closing step', { calls: 1, refusedCalls: 1 }, { kind: 'close', limit: 'max-tool-calls' }],
  [
    'after the closing step the limit is stated',
    { closing: 'max-steps' },
    ends({ kind: 'stopped-at-limit', limit: 'max-steps', sentence: expect.stringContaining('10 steps') }),
  ],
  [
    'also that of calls',
    { closing: 'max-tool-calls', maxToolCalls: 3 },
    ends({ kind: 'stopped-at-limit', limit: 'max-tool-calls', sentence: expect.stringContaining('3 tool calls') }),
  ],
  ['a cut answer says so', { end: 'length' }, ends({ kind: 'stopped-at-limit', limit: 'max-output-tokens', sentence: expect.any(String) })],
  [
    'a filtered answer says so',
    { end: 'content-filter' },
    ends({ kind: 'stopped-at-limit', limit: 'content-filter', sentence: expect.any(String) }),
  ],
])('%s', (_name, change, next) => {
  expect(decideNext({ ...facts, ...change })).toEqual(next as NextStep);
});
