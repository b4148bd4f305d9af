import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { testEngine } from '../../testing/kql-engine.ts';

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
