import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerKey } from '../patchbay-process.ts';
import { browseEntra } from '../servers/entra.ts';
import { serviceRows } from '../services/rows.ts';
import { type Demo, startDemo } from './start-demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ port: '0' });
}, 120_000);
afterAll(() => demo.close());

const headers = { authorization: `Bearer ${ownerKey}`, cookie: 'patchbay-browser=the browser of the test' };

/** The owner in a browser: to the vendor's page, chooses an account, and back. */
async function signIn(connector: string, email: string): Promise<void> {
  const { url } = demo.patchbay;
  const begun = await fetch(`${url}/api/v1/connectors/${connector}/connect`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{}',
  });
  const answer = (await begun.json()) as { readonly url?: string };
  if (answer.url === undefined) throw new Error(JSON.stringify(answer));
  const parameters = await browseEntra({ email })(answer.url);
  await (await fetch(`${url}/connector_platform_oauth_redirect?${parameters}`, { headers, redirect: 'manual' })).text();
}

test('every connector of the demo can be signed in to with no account anywhere, and knows who did', async () => {
  for (const { service } of demo.services)
    for (const { builtin } of service.connectors) {
      await signIn(builtin, service.people[0] ?? expect.fail('nobody to sign in as'));
      const { outcome } = await demo.patchbay.api.call('callTool', { path: { id: builtin }, body: { tool: 'get_profile', input: {} } });
      expect(outcome.kind, `${builtin}: ${JSON.stringify(outcome)}`).toBe('completed');
    }
  expect(demo.services).toHaveLength(serviceRows.length);
});

test('the lake has its month, and files are there', async () => {
  const { connectors } = await demo.patchbay.api.call('listConnectors');
  expect(connectors.map(({ slug }) => slug)).toEqual(expect.arrayContaining(['data-exploration', 'security-questions', 'files']));
});
