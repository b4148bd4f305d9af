import { createKqlEngine, type KqlEngine } from '../src/lake/kql-engine.ts';
import type { LakeSchema } from '../src/lake/schema.ts';
import type { EngineLimits } from '../src/lake/engine/worker.ts';

/** The moment at which queries of tests run. */
export const testNow = Date.UTC(2024, 0, 2, 3, 4, 5);

/** An engine on fixed, empty tables, whose clock stands still. */
export function testEngine(schema: LakeSchema = {}, limits: Partial<EngineLimits> = {}): KqlEngine {
  return createKqlEngine({ place: { kind: 'fixed', schema }, clock: () => testNow, limits });
}

/** All rows of a query, read back. */
export async function rowsOf(engine: KqlEngine, query: string, signal?: AbortSignal): Promise<readonly (readonly unknown[])[]> {
  const { rows } = await engine.query(query, { signal });
  const found: unknown[][] = [];
  for await (const chunk of rows) for (const row of chunk) found.push(JSON.parse(row) as unknown[]);
  return found;
}
