import { readFileSync } from 'node:fs';
import { createKqlEngine, type KqlEngine } from '../src/lake/kql-engine.ts';
import { compareCase, type KqlAnswer, type KqlCase } from './kql-compare.ts';

export type CaseReport = { readonly passed: number; readonly failures: readonly { readonly case: KqlCase; readonly why: string }[] };

/** Runs a file of measured cases on an empty lake, several at once. */
export async function runCases(file: string): Promise<CaseReport> {
  const cases = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as KqlCase);
  const engine = createKqlEngine({ place: { kind: 'fixed', schema: {} }, clock: Date.now });
  const waiting = cases.map((item, index) => ({ item, index }));
  const verdicts = new Map<number, string | null>();
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      verdicts.set(next.index, compareCase(next.item, await answerOf(engine, next.item.query)));
    }
  };
  try {
    await Promise.all(Array.from({ length: 8 }, work));
  } finally {
    await engine.close();
  }
  const failures = cases.flatMap((item, index) => {
    const why = verdicts.get(index) ?? null;
    return why === null ? [] : [{ case: item, why }];
  });
  return { passed: cases.length - failures.length, failures };
}

async function answerOf(engine: KqlEngine, query: string): Promise<KqlAnswer> {
  try {
    const { columns, rows } = await engine.query(query);
    const found: unknown[][] = [];
    for await (const chunk of rows) for (const row of chunk) found.push(JSON.parse(row) as unknown[]);
    return { columns, rows: found };
  } catch (error) {
    return { error: { message: error instanceof Error ? error.message : String(error) } };
  }
}

/** Prints `N passed, M failed`, and the failures by family: what is refused by its name, what is wrong by its case. */
async function main(file: string | undefined): Promise<number> {
  if (file === undefined) {
    process.stderr.write('Name a file of cases: npm run kql:cases -- FILE\n');
    return 2;
  }
  const { passed, failures } = await runCases(file);
  const families = Map.groupBy(failures, ({ why, case: item }) =>
    why.startsWith('refused') ? why : `wrong: ${item.id.replace(/-\d+(#\d+)?$/, '')}`,
  );
  for (const [family, members] of [...families].toSorted(([, a], [, b]) => b.length - a.length)) {
    process.stdout.write(`${String(members.length).padStart(5)}  ${family}\n`);
  }
  for (const { case: item, why } of failures) if (!why.startsWith('refused')) process.stdout.write(`${item.id}: ${why}\n`);
  process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
  return failures.length === 0 ? 0 : 1;
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv[2]);
