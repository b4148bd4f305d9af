import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ComposedPatchbay, composePatchbay } from '../../../testing/composed-patchbay.ts';

let patchbay: ComposedPatchbay;
beforeAll(async () => {
  patchbay = await composePatchbay();
  await (await patchbay.api.raw('installSamples', { path: { workspace: 'default' }, body: { until: '2026-10-31' } })).text();
}, 60_000);
afterAll(() => patchbay.close());

type Report = {
  readonly analysisId: string;
  readonly status: string;
  readonly score: number;
  readonly findings: readonly { readonly id: string; readonly points: number; readonly sentence: string }[];
  readonly notLookedAt: readonly { readonly title: string; readonly reason: string }[];
};

async function call(tool: string, input: Record<string, unknown>): Promise<Report> {
  const { outcome } = await patchbay.api.call('callTool', { path: { id: 'data-exploration' }, body: { tool, input } });
  if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome));
  return outcome.result.structuredContent as Report;
}

async function analyse(kind: 'user' | 'url', entity: string, [startTime, endTime]: readonly [string, string]): Promise<Report> {
  const { analysisId } = await call(`analyze_${kind}_entity`, { entity, startTime, endTime });
  await expect.poll(async () => (await call('get_entity_analysis', { analysisId })).status, { timeout: 60_000 }).toBe('completed');
  return call('get_entity_analysis', { analysisId });
}

const week = ['2026-10-25T00:00:00Z', '2026-10-31T23:59:59Z'] as const;
const beaconWeek = ['2026-10-20T00:00:00Z', '2026-10-26T23:59:59Z'] as const;

describe('the attacks of the sample month are found where they are, with a score that adds up', () => {
  test.each([
    [
      'the one who was sprayed',
      'mira.tanaka@halden-optics.example',
      week,
      ['sprayed-then-entered', 'mailbox-rules', 'alerts', 'risk-events'],
    ],
    ['the one who travelled', 'jonas.berg@halden-optics.example', week, ['impossible-travel', 'alerts']],
    ['the one who consented', 'elif.arslan@halden-optics.example', week, ['consent-grants', 'alerts']],
    ['the one whose laptop calls home', 'femke.mulder@halden-optics.example', beaconWeek, ['rare-parents']],
  ] as const)('%s', async (_who, entity, window, expected) => {
    const report = await analyse('user', entity, window);
    expect(report.findings.map(({ id }) => id)).toEqual(expect.arrayContaining([...expected]));
    expect(report.score).toBe(
      Math.min(
        100,
        report.findings.reduce((sum, { points }) => sum + points, 0),
      ),
    );
  });

  test('a colleague about whom there is nothing scores low', async () => {
    const { outcome } = await patchbay.api.call('callTool', {
      path: { id: 'data-exploration' },
      body: {
        tool: 'query_lake',
        input: {
          query:
            'let named = SecurityAlert | distinct CompromisedEntity; SigninLogs | where UserPrincipalName !in (named) and ResultType == "0" | summarize count() by UserPrincipalName | top 1 by UserPrincipalName asc',
        },
      },
    });
    const rows =
      outcome.kind === 'completed' ? (outcome.result.structuredContent as { readonly rows: readonly (readonly unknown[])[] }).rows : [];
    const report = await analyse('user', String(rows[0]?.[0]), week);
    expect(report.score).toBeLessThan(20);
  });

  test('the host that is called is known by who calls it, and what could not be looked at is named', async () => {
    const report = await analyse('url', 'https://cdn-metrics-sync.example/collect', beaconWeek);
    const connections = report.findings.find(({ id }) => id === 'connections');
    expect(connections?.sentence).toMatch(/lt-0017.*updater32\.exe/);
    expect(report.notLookedAt.map(({ reason }) => reason).join(' ')).toMatch(/UrlClickEvents/);
  });
});
