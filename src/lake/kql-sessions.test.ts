import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, testEngine } from '../../testing/kql-engine.ts';

const engine = testEngine();
beforeAll(() => rowsOf(engine, 'print 1'), 60_000);
afterAll(() => engine.close());

type Seen = { readonly minute: number | null; readonly restart: boolean };

/** The minute at which each row's session began, by the words of Kusto's documentation, row after row. */
function sessionsOf(
  rows: readonly Seen[],
  { longest, pause }: { readonly longest: number; readonly pause: number },
): readonly (number | null)[] {
  let [start, before]: [number | null, number | null] = [null, null];
  return rows.map(({ minute, restart }) => {
    const fresh = start === null || before === null || minute === null || minute >= start + longest || minute >= before + pause || restart;
    start = fresh ? minute : start;
    before = minute;
    return start;
  });
}

/** Numbers that look like chance and are the same each time. */
function* chance(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

describe('row_window_session', () => {
  it.each([
    ['sorted', 1, false],
    ['sorted, with gaps in the times', 2, true],
    ['in any order', 3, false],
  ])('gives what the documented walk gives over rows that are %s', async (what, seed, gaps) => {
    const random = chance(seed);
    const next = (below: number): number => Math.floor((random.next().value ?? 0) * below);
    let clock = 0;
    const rows = Array.from({ length: 400 }, (): Seen => {
      clock = what === 'in any order' ? next(60) : clock + next(7);
      return { minute: gaps && next(9) === 0 ? null : clock, restart: next(25) === 0 };
    });
    const cells = rows.map(({ minute, restart }, index) => `${index}, ${minute === null ? 'long(null)' : minute}, ${restart}`);
    const query = `datatable(n:long, minute:long, restart:bool)[${cells.join(', ')}]
      | extend at = datetime(2024-01-01) + minute * 1m
      | sort by n asc
      | project (row_window_session(at, 17m, 6m, restart) - datetime(2024-01-01)) / 1m`;
    expect((await rowsOf(engine, query)).map(([begun]) => begun)).toEqual(sessionsOf(rows, { longest: 17, pause: 6 }));
  });

  it('begins anew with each part of the rows', async () => {
    const query = `range n from 0 to 11 step 1
      | extend at = datetime(2024-01-01) + n * 1m, even = n % 2
      | partition by even (sort by n asc | extend begun = row_window_session(at, 5m, 3m))
      | sort by n asc
      | project (begun - datetime(2024-01-01)) / 1m`;
    expect((await rowsOf(engine, query)).flat()).toEqual([0, 1, 0, 1, 0, 1, 6, 7, 6, 7, 6, 7]);
  });

  it('walks one run of three hundred thousand rows within seconds', async () => {
    const query = `range n from 1 to 300000 step 1
      | extend at = datetime(2024-01-01) + n * 1m
      | sort by at asc
      | extend begun = row_window_session(at, 1h, 5m)
      | summarize dcount(begun)`;
    const start = performance.now();
    expect(await rowsOf(engine, query)).toEqual([[5000]]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it.each([
    [
      'rows without an order',
      'range n from 0 to 3 step 1 | where n > 0 | distinct n | extend row_window_session(now(), 1h, 5m)',
      'serialized',
    ],
    [
      'a length that depends on the row',
      'range n from 0 to 3 step 1 | serialize | extend row_window_session(now(), n * 1h, 5m)',
      'constant',
    ],
  ])('refuses %s', async (_what, query, words) => {
    await expect(rowsOf(engine, query)).rejects.toMatchObject({ code: 'kql.refused', message: expect.stringContaining(words) });
  });
});
