import { describe, expect, test } from 'vitest';
import { addPerson } from '../another-person.ts';
import { signInAsOwner } from '../services/owner-sign-in.ts';
import { startReadyMade } from '../services/ready-made.ts';
import { serviceRows } from '../services/rows.ts';
import { proofOf } from './proofs.ts';

const redirectUri = 'http://127.0.0.1:3900/connector_platform_oauth_redirect';
const rounds = 10;

/** Two people of one Patchbay, each with an account of their own, ask the same thing at the same time. */
describe.each(serviceRows)('$name', ({ start }) => {
  test('answers each person with what is theirs, however their calls are mixed', async () => {
    const service = await start({ redirectUri });
    try {
      for (const { builtin, addresses } of service.connectors) {
        const whole = await startReadyMade({ builtin, services: addresses, client: service.client });
        try {
          const [first = '', second = ''] = service.people;
          const member = await addPerson(whole.patchbay, 'member@example.com');
          expect(await whole.signIn({ email: first })).toContain('data-outcome="connected"');
          const key = member.headers['authorization']?.replace('Bearer ', '') ?? '';
          const { page } = await signInAsOwner({ request: whole.patchbay.request, key }, { connector: builtin, email: second });
          expect(page).toContain('data-outcome="connected"');

          const proof = proofOf(builtin);
          const [tool, input] = 'theirs' in proof ? proof.theirs : expect.fail(`${builtin} has nothing to compare`);
          const asked = Array.from({ length: rounds * 2 }, (_, index) =>
            (index % 2 === 0 ? whole.patchbay.api : member.api).call('callTool', { path: { id: builtin }, body: { tool, input } }),
          );
          const answers = (await Promise.all(asked)).map(({ outcome }) =>
            outcome.kind === 'completed' && outcome.result.isError !== true
              ? JSON.stringify(outcome.result.structuredContent)
              : expect.fail(JSON.stringify(outcome)),
          );
          const seenBy = (whose: 0 | 1) => new Set(answers.filter((_, index) => index % 2 === whose));
          expect([seenBy(0).size, seenBy(1).size, new Set(answers).size], builtin).toEqual([1, 1, 2]);
        } finally {
          await whole.close();
        }
      }
    } finally {
      await service.close();
    }
  });
});
