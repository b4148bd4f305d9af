import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ComposedPatchbay, composedKey, composePatchbay } from '../../../testing/composed-patchbay.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchbay-small-disk-'));
const lake = join(folder, 'lake');
const hasSmallDisk = mountSmallDisk();
if (!hasSmallDisk) process.stdout.write('skipped: no small disk can be mounted here\n');

/** The lake's folder on a disk of eight megabytes, where this may be done. */
function mountSmallDisk(): boolean {
  mkdirSync(lake);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', lake], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasSmallDisk)('a lake whose disk is full', () => {
  let patchbay: ComposedPatchbay;
  beforeAll(async () => {
    patchbay = await composePatchbay({ PATCHBAY_DATA: folder });
  });
  afterAll(async () => {
    await patchbay.close();
    execFileSync('umount', ['--lazy', lake]);
    rmSync(folder, { recursive: true, force: true });
  });

  const send = (lines: readonly object[]) =>
    patchbay.request('/api/v1/lake/default/tables/Noise_CL/rows', {
      method: 'POST',
      headers: { authorization: `Bearer ${composedKey}`, 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
  const noise = (rows: number) =>
    Array.from({ length: rows }, (_, index) => ({
      TimeGenerated: new Date(Date.UTC(2026, 5, 1) + index * 1000).toISOString(),
      Noise: randomBytes(1000).toString('base64'),
    }));
  const countOf = async () => {
    const { outcome } = await patchbay.api.call('callTool', {
      path: { id: 'lake' },
      body: { tool: 'query_lake', input: { query: 'Noise_CL | count' } },
    });
    return outcome.kind === 'completed' ? outcome.result.structuredContent : outcome;
  };

  test('refuses what does not fit, keeps what it has, and takes in again what fits', async () => {
    await patchbay.api.call('createConnector', {
      body: { name: 'Lake', slug: 'lake', origin: { kind: 'builtin', builtin: 'data-exploration', settings: {} } },
    });
    await patchbay.api.call('connect', { path: { id: 'lake' }, body: {} });
    expect((await send(noise(10))).status).toBe(200);
    const refused = await send(noise(9000));
    expect(await refused.json()).toMatchObject({
      status: 507,
      code: 'lake.disk-full',
      detail: expect.stringContaining('Nothing was stored'),
    });
    expect(await countOf()).toMatchObject({ rows: [[10]] });
    expect((await send(noise(10))).status).toBe(200);
    expect(await countOf()).toMatchObject({ rows: [[20]] });
  });
});
