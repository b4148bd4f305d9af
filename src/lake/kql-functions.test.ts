import { afterAll, describe, expect, it } from 'vitest';
import { rowsOf, testEngine } from '../../testing/kql-engine.ts';
import { aggregateRows, functionRows } from '../kql/index.ts';

const engine = testEngine();
afterAll(() => engine.close());

describe('the tables of functions', () => {
  it('every function says what it does in a sentence', () => {
    for (const { name, says } of [...functionRows(), ...aggregateRows()]) expect(says, name).toMatch(/^\S.{5,}\.$/);
  });

  it('every example gives the result that is written beside it', async () => {
    const wrong: string[] = [];
    for (const { name, example } of functionRows()) {
      if (example === null) continue;
      const [call, result] = example;
      const outcome = await rowsOf(engine, `print result = ${call}`).then(
        (rows) => JSON.stringify(rows[0]?.[0]),
        (error: Error) => `${error.message} ${String(error.cause)}`.slice(0, 300),
      );
      if (outcome !== JSON.stringify(result)) wrong.push(`${name}: ${call} gives ${outcome}, not ${JSON.stringify(result)}`);
    }
    expect(wrong).toEqual([]);
  });
});
