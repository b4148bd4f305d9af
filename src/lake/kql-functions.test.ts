import { afterAll, describe, expect, it } from 'vitest';
import { rowsOf, testEngine } from '../../testing/kql-engine.ts';
import { aggregateRows, functionRows } from '../kql/index.ts';

const engine = testEngine();
afterAll(() => engine.close());

describe('the tables of functions', () => {
  it('every function says what it does in a sentence', () => {
    for (const { name, says } of [...functionRows(), ...aggregateRows()]) expect(says, name).toMatch(/^\S.{5,}\.$/);
  });

  // Five hundred queries, each parsed, bound, translated and run.
  it('every example gives the result that is written beside it', { timeout: 120_000 }, async () => {
    const wrong: string[] = [];
    const check = async ({ name, example }: ReturnType<typeof functionRows>[number]): Promise<void> => {
      if (example === null) return;
      const [call, result] = example;
      const outcome = await rowsOf(engine, `print result = ${call}`).then(
        (rows) => JSON.stringify(rows[0]?.[0]),
        (error: Error) => `${error.message} ${String(error.cause)}`.slice(0, 300),
      );
      if (outcome !== JSON.stringify(result)) wrong.push(`${name}: ${call} gives ${outcome}, not ${JSON.stringify(result)}`);
    };
    // A few at once, so that the parser and the engine work beside each other.
    const rows = functionRows();
    const step = 8;
    for (let index = 0; index < rows.length; index += step) await Promise.all(rows.slice(index, index + step).map(check));
    expect(wrong).toEqual([]);
  });
});
