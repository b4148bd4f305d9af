import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Ledger } from '../store/ledger.ts';

/** Prometheus metrics: the process, and tool calls by front and outcome. No names of people, tools or arguments. */
export function createMetrics(ledger: Pick<Ledger, 'onCall'>) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const calls = new Counter({
    name: 'patchbay_tool_calls_total',
    help: 'Tool calls that have ended',
    labelNames: ['front', 'state'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'patchbay_tool_call_seconds',
    help: 'Time from intent to outcome',
    labelNames: ['front'],
    buckets: [0.005, 0.025, 0.1, 0.5, 2, 10, 60, 600],
    registers: [registry],
  });
  ledger.onCall((record) => {
    if (record.state === 'running' || record.milliseconds === null) return;
    calls.inc({ front: record.front, state: record.state });
    seconds.observe({ front: record.front }, record.milliseconds / 1000);
  });
  return async () => ({ contentType: registry.contentType, text: await registry.metrics() });
}
