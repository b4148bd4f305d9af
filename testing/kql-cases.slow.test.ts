import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCases } from './kql-cases.ts';

const file = join(import.meta.dirname, '..', '..', 'shared', 'kql', 'emulator-cases.jsonl');
/** What has been reached; raise it with the count, never lower it. */
const floor = 1182;

describe('the measured cases', () => {
  it.skipIf(!existsSync(file))('pass as many as before (skipped: no shared data)', async () => {
    const { passed, failures } = await runCases(file);
    const wrong = failures.filter(({ why }) => !why.startsWith('refused')).map(({ case: item, why }) => `${item.id}: ${why}`);
    expect(passed, wrong.join('\n')).toBeGreaterThanOrEqual(floor);
  });
});
