import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerKey } from '../patchbay-process.ts';
import { missingHere, proofs, provenHere } from '../connectors/proofs.ts';
import { signInAsOwner } from '../services/owner-sign-in.ts';
import { serviceRows } from '../services/rows.ts';
import { type Demo, startDemo } from './start-demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ port: '0' });
}, 120_000);
afterAll(() => demo.close());

test('every connector of the demo can be signed in to with no account anywhere, and knows who did', async () => {
  for (const { service } of demo.services)
    for (const { builtin } of service.connectors) {
      const email = service.people[0] ?? expect.fail('nobody to sign in as');
      await signInAsOwner({ request: (path, init) => fetch(demo.patchbay.url + path, init), key: ownerKey }, { connector: builtin, email });
      const { outcome } = await demo.patchbay.api.call('callTool', { path: { id: builtin }, body: { tool: 'get_profile', input: {} } });
      expect(outcome.kind, `${builtin}: ${JSON.stringify(outcome)}`).toBe('completed');
    }
  expect(demo.services).toHaveLength(serviceRows.length);
});

test('so can be tried every connector that comes with the program, and the lake has its month', async () => {
  const { connectors } = await demo.patchbay.api.call('listConnectors');
  const slugs = connectors.map(({ slug }) => slug);
  expect(slugs).toEqual(expect.arrayContaining(['data-exploration', 'security-questions', ...provenHere]));
  for (const [id] of missingHere) expect(demo.lines.join('\n')).toContain(`${id}: not here`);
  const places = [...proofs].flatMap(([id, proof]) => ('place' in proof && slugs.includes(id) ? [id] : []));
  expect(places.length).toBeGreaterThan(2);
  for (const id of places) {
    expect(connectors.find(({ slug }) => slug === id)?.status).toBe('Connected');
    const { outcome } = await demo.patchbay.api.call('callTool', { path: { id }, body: { tool: 'get_profile', input: {} } });
    expect(outcome.kind, `${id}: ${JSON.stringify(outcome)}`).toBe('completed');
  }
});
