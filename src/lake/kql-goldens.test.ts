import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { testEngine } from '../../testing/kql-engine.ts';
import { operatorNames } from '../kql/index.ts';

const folder = join(import.meta.dirname, '..', 'kql', 'goldens');
const engine = testEngine();
afterAll(() => engine.close());

describe('goldens: a query, its SQL and its rows', () => {
  for (const name of readdirSync(folder)) {
    it(`${name} compiles and runs as recorded`, async () => {
      const query = readFileSync(join(folder, name, 'query.kql'), 'utf8');
      const compiled = await engine.compile(query);
      if (compiled.kind === 'refused') expect.fail(JSON.stringify(compiled.diagnostics));
      await expect(`${compiled.sql}\n`).toMatchFileSnapshot(join(folder, name, 'output.sql'));
      const { columns, rows } = await engine.query(query);
      const lines: string[] = [];
      for await (const chunk of rows) lines.push(...chunk);
      const recorded = `{"columns":${JSON.stringify(columns.map((column) => `${column.name}:${column.type}`))},"rows":[\n${lines.join(',\n')}\n]}\n`;
      await expect(recorded).toMatchFileSnapshot(join(folder, name, 'rows.json'));
    });
  }
});

describe('the goldens as a whole', () => {
  it('every operator that changes rows stands in one', () => {
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name, 'query.kql'), 'utf8'));
    const words = operatorNames()
      .map(wordOf)
      .filter((word) => !withoutGolden.has(word));
    const missing = words.filter((word) => !texts.some((text) => new RegExp(`\\|\\s*${word}\\b`).test(text)));
    expect(missing).toEqual([]);
  });
});

/** What any rows will do for, or what changes none. */
const withoutGolden = new Set(['sample', 'sample-distinct', 'render', 'consume', 'project-by-names', 'take']);

function wordOf(kind: string): string {
  const word = kind
    .replace(/Operator$/, '')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase();
  return (
    new Map([
      ['filter', 'where'],
      ['get-schema', 'getschema'],
    ]).get(word) ?? word
  );
}
