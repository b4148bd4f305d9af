import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApprovals } from '../src/runtime/approvals.ts';
import { defaultCallLimits } from '../src/runtime/stages/limits.ts';
import { createToolRuntime } from '../src/runtime/tool-runtime.ts';
import { openStore } from '../src/store/store.ts';
import { newId, sampleCall, samplePrincipal, sampleTool } from '../testing/sample.ts';
import { type Figure, median } from './figures.ts';

const warmUp = 200;
const measured = 2000;

/** Time around a tool that answers at once: all stages, with the audit log on disk. */
export async function measureRuntimeOverhead(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'bench.sqlite') });
  const approvals = createApprovals({ store: store.approvals, ledger: store.ledger, clock: Date.now, newId });
  const runtime = createToolRuntime({
    ledger: store.ledger,
    approvals,
    limits: defaultCallLimits,
    clock: Date.now,
    newId,
    onInternalError: () => {},
  });
  const tool = sampleTool(async () => ({ content: [{ type: 'text', text: 'hello' }] }));
  const { signal } = new AbortController();
  const times: number[] = [];
  for (let index = 0; index < warmUp + measured; index += 1) {
    const began = performance.now();
    const outcome = await runtime.invokeTool(samplePrincipal, sampleCall(tool), { signal });
    if (outcome.kind !== 'completed') throw new Error(`The call ended as ${outcome.kind}.`);
    if (index >= warmUp) times.push(performance.now() - began);
  }
  await store.close();
  rmSync(folder, { recursive: true });
  return { name: 'runtime overhead around a tool call, p50', value: median(times), unit: 'ms', limit: 0.5 };
}
