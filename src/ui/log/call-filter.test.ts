import { expect, test } from 'vitest';
import type { CallView } from '../../contract/objects.ts';
import { summariseCalls } from './call-buckets.ts';
import { fitsFilter, mergeCall, noFilter, queryOf } from './call-filter.ts';

/** A call with only what these functions look at. */
const call = (part: Partial<CallView>) =>
  ({
    id: 'call_1',
    toolName: 'read_file',
    label: 'files',
    state: 'running',
    front: 'chat',
    startedAt: '2026-11-21T10:00:00Z',
    milliseconds: null,
    ...part,
  }) as CallView;

test('an empty filter asks for nothing in particular', () => {
  expect(queryOf(noFilter)).toEqual({});
  expect(queryOf({ ...noFilter, tool: ' read ', everyone: true })).toEqual({ tool: 'read', everyone: 'true' });
});

test('a call that has ended takes the place of itself running', () => {
  const calls = [call({ id: 'call_2' }), call({})];
  expect(mergeCall(calls, call({ state: 'completed' }), noFilter).map(({ state }) => state)).toEqual(['running', 'completed']);
});

test('a new call comes on top, if it fits', () => {
  expect(mergeCall([call({})], call({ id: 'call_9' }), noFilter)[0]?.id).toBe('call_9');
  expect(mergeCall([call({})], call({ id: 'call_9' }), { ...noFilter, front: 'api' })).toHaveLength(1);
  expect(fitsFilter(call({}), { ...noFilter, search: 'READ_F' })).toBe(true);
});

test('the summary counts every call once and names the latencies', () => {
  const calls = [10, 20, 30, 40].map((milliseconds, index) =>
    call({ id: `call_${index}`, milliseconds, state: index === 3 ? 'failed' : 'completed', startedAt: `2026-11-21T1${index}:00:00Z` }),
  );
  const summary = summariseCalls(calls, 4);
  expect(summary.buckets.map((bucket) => bucket.calls)).toEqual([1, 1, 1, 1]);
  expect(summary).toMatchObject({ total: 4, failed: 1, median: 30, slowest20th: 40 });
});
