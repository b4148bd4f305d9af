import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../src/domain/errors.ts';
import { createKqlEngine, type KqlEngine } from '../src/lake/kql-engine.ts';

type Outcome = ({ readonly kind: 'ran' | 'unbound' } | { readonly kind: 'refused' | 'failed'; readonly why: string }) & {
  /** Milliseconds from the question to its SQL. */
  readonly translation: number;
};

/** Prints how many queries of a file of `{"query"}` lines translate and run on an empty lake, why the others do not, and how long translation takes. */
async function main(file: string | undefined): Promise<number> {
  if (file === undefined) {
    process.stderr.write('Name a file of queries: npm run kql:detections -- FILE\n');
    return 2;
  }
  const queries = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (JSON.parse(line) as { readonly query: string }).query);
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-detections-'));
  const engine = createKqlEngine({ place: { kind: 'lake', folder }, clock: Date.now });
  const outcomes: Outcome[] = [];
  try {
    for (const query of queries) outcomes.push(await attempt(engine, query));
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const reasons = Map.groupBy(
    outcomes.flatMap((outcome) => ('why' in outcome ? [`${outcome.kind}: ${outcome.why}`] : [])),
    (why) => why,
  );
  for (const [why, members] of [...reasons].toSorted(([, a], [, b]) => b.length - a.length))
    process.stdout.write(`${String(members.length).padStart(5)}  ${why}\n`);
  const count = (kind: Outcome['kind']): number => outcomes.filter((outcome) => outcome.kind === kind).length;
  const bound = outcomes.length - count('unbound');
  process.stdout.write(
    `${count('ran')} of ${bound} that bind ran (${((100 * count('ran')) / bound).toFixed(1)} %); ${count('unbound')} do not bind to the known tables\n`,
  );
  const times = outcomes.map(({ translation }) => translation).toSorted((a, b) => a - b);
  const [median, high] = [0.5, 0.95].map((share) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1));
  process.stdout.write(`translation: p50 ${median} ms, p95 ${high} ms\n`);
  return 0;
}

async function attempt(engine: KqlEngine, query: string): Promise<Outcome> {
  const start = performance.now();
  await engine.compile(query).catch(() => null);
  const translation = performance.now() - start;
  try {
    const { rows } = await engine.query(query);
    for await (const chunk of rows) void chunk;
    return { kind: 'ran', translation };
  } catch (error) {
    if (!(error instanceof AppError)) return { kind: 'failed', why: String(error), translation };
    if (error.code === 'kql.semantic') return { kind: 'unbound', translation };
    return { kind: error.code === 'kql.refused' ? 'refused' : 'failed', why: error.message.slice(0, 120), translation };
  }
}

process.exitCode = await main(process.argv[2]);
