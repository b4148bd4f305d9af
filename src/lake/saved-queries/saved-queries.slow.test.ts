import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ComposedPatchbay, composedKey, composePatchbay } from '../../../testing/composed-patchbay.ts';
import { shippedQueries } from './shipped.ts';

let patchbay: ComposedPatchbay;
beforeAll(async () => {
  patchbay = await composePatchbay();
  await (await patchbay.api.raw('installSamples', { path: { workspace: 'default' }, body: {} })).text();
}, 60_000);
afterAll(() => patchbay.close());

type Answer = { readonly columns: readonly { readonly name: string }[]; readonly rows: readonly (readonly unknown[])[] };

async function call(connector: string, { tool, input }: { readonly tool: string; readonly input: Record<string, unknown> }) {
  const { outcome } = await patchbay.api.call('callTool', { path: { id: connector }, body: { tool, input } });
  if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome));
  return outcome.result;
}
const rowsOf = async (connector: string, tool: string, input: Record<string, unknown> = {}) => {
  const result = await call(connector, { tool, input });
  expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
  return result.structuredContent as Answer;
};

describe('the questions that come with the sample month', () => {
  test('are there with it, connected, and so is the lake', async () => {
    const { connectors } = await patchbay.api.call('listConnectors');
    expect(connectors.map(({ slug, status }) => `${slug}: ${status}`).sort()).toEqual([
      'data-exploration: Connected',
      'security-questions: Connected',
    ]);
  });
  const inputs: Readonly<Record<string, Record<string, unknown>>> = {
    // On a Sunday the last day is a Saturday, when nobody works there.
    failed_sign_ins: { Lookback: '4d' },
    sign_ins_of_a_person: { User: 'MIRA.tanaka@halden-optics.example' },
    alerts_of_an_incident: { IncidentNumber: 7 },
    entity_timeline: { Entity: 'mira.tanaka@halden-optics.example' },
  };
  test.each(shippedQueries.map(({ name }) => name))('%s has an answer there', async (name) => {
    expect((await rowsOf('security-questions', name, inputs[name])).rows.length).toBeGreaterThan(0);
  });

  test('the spray names the account that it got into', async () => {
    expect(JSON.stringify((await rowsOf('security-questions', 'password_spray')).rows)).toContain('mira.tanaka@');
  });
  test('impossible travel is that of one person', async () => {
    const { rows } = await rowsOf('security-questions', 'impossible_travel');
    expect(new Set(rows.map(([person]) => person))).toEqual(new Set(['jonas.berg@halden-optics.example']));
  });
  test('regular connections lead to the beacon', async () => {
    expect((await rowsOf('security-questions', 'beaconing_hosts')).rows[0]).toEqual(expect.arrayContaining(['lt-0017', 'updater32.exe']));
  });
  test('the timeline tells of sign-in, rule and alert in order', async () => {
    const { rows } = await rowsOf('security-questions', 'entity_timeline', inputs['entity_timeline']);
    const story = rows.map(([, source, what]) => `${source}: ${what}`).join('\n');
    expect(story).toMatch(/SigninLogs: signed in to[\s\S]*OfficeActivity: New-InboxRule[\s\S]*SecurityAlert: High alert: Password spray/);
  });
});

describe('a query of one’s own', () => {
  const saved = {
    name: 'sign_ins_from',
    title: 'Sign-ins from a country',
    description: 'Counts sign-ins from a country. Use it for questions about places.',
    query: 'SigninLogs | where TimeGenerated > ago({Back}) and Location == {Country} | summarize SignIns = count()',
    parameters: [
      { name: 'Country', type: 'string' as const, description: 'Two letters.' },
      { name: 'Back', type: 'timespan' as const, default: '60d' },
    ],
  };

  test('becomes a tool in chat, API and under /mcp, with typed parameters', async () => {
    const made = await patchbay.api.call('createSavedQuery', { body: { ...saved, collection: 'Places' } });
    expect(made).toMatchObject({ slug: 'places', mayEdit: true, queries: [{ name: 'sign_ins_from' }] });
    const { tools } = await patchbay.api.call('listTools', { path: { id: 'places' } });
    expect(tools).toMatchObject([
      {
        readOnly: true,
        enabled: true,
        definition: {
          inputSchema: { properties: { Country: { type: 'string', description: 'Two letters.' }, Back: {} }, required: ['Country'] },
        },
      },
    ]);
    expect(Number((await rowsOf('places', 'sign_ins_from', { Country: 'RO' })).rows[0]?.[0])).toBeGreaterThan(50);

    const client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${patchbay.url}/mcp/places`), {
        fetch: (url, init) => patchbay.request(new URL(url).pathname, init),
        requestInit: { headers: { authorization: `Bearer ${composedKey}` } },
      }),
    );
    const answer = await client.callTool({ name: 'sign_ins_from', arguments: { Country: 'RO' } });
    expect(answer.structuredContent).toMatchObject({ columns: [{ name: 'SignIns', type: 'long' }], truncated: false });
    await client.close();
  });

  test.each([
    '" or 1 == 1 | union SecurityEvent //',
    '\\" | take 1',
    "'; SigninLogs | take 5; //",
    'RO"\n| union AuditLogs',
    '{Back}',
    '"); externaldata(x:string)["https://example.com"]; //',
    '\u2028" | count',
  ])('a value cannot leave its literal: %s', async (Country) => {
    expect((await rowsOf('places', 'sign_ins_from', { Country })).rows).toEqual([[0]]);
  });

  test.each(['1d) or true | union AuditLogs //', 'now()', '1d; print 1'])(
    'a value of another type is told to the model: %s',
    async (Back) => {
      const result = await call('places', { tool: 'sign_ins_from', input: { Country: 'NO', Back } });
      expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('is not a timespan') }] });
    },
  );

  test('that does not translate is not saved, and the answer is Kusto’s sentence', async () => {
    const wrong = { ...saved, name: 'wrong', query: 'SigninLogs | where Contry == {Country} and TimeGenerated > ago({Back})' };
    await expect(patchbay.api.call('createSavedQuery', { body: { ...wrong, collection: 'Places' } })).rejects.toThrow(/Contry/);
    const pasted = { ...saved, name: 'pasted', query: 'SigninLogs | where Location == "x{Country}" and TimeGenerated > ago({Back})' };
    await expect(patchbay.api.call('createSavedQuery', { body: { ...pasted, collection: 'Places' } })).rejects.toThrow(/within a text/);
  });

  test('is changed and removed, and the tools follow at once', async () => {
    const query =
      'SigninLogs | where Location == {Country} | where TimeGenerated > ago({Back}) | summarize People = dcount(UserPrincipalName)';
    await patchbay.api.call('changeSavedQuery', { path: { collection: 'places', name: saved.name }, body: { ...saved, query } });
    expect((await rowsOf('places', 'sign_ins_from', { Country: 'NO' })).columns).toMatchObject([{ name: 'People' }]);
    await patchbay.api.call('removeSavedQuery', { path: { collection: 'places', name: saved.name } });
    await expect(call('places', { tool: 'sign_ins_from', input: {} })).rejects.toThrow(/tool/);
    const { collections } = await patchbay.api.call('listSavedQueries');
    expect(collections).toMatchObject([{ slug: 'places', queries: [] }]);
  });

  test('many saved at once are all there', async () => {
    const names = Array.from({ length: 6 }, (_, index) => `query_${index}`);
    await Promise.all(names.map((name) => patchbay.api.call('createSavedQuery', { body: { ...saved, name, collection: 'Many' } })));
    const { tools } = await patchbay.api.call('listTools', { path: { id: 'many' } });
    expect(tools.map(({ definition }) => definition.name)).toEqual(names);
  });
});
