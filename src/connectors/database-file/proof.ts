import { rmSync } from 'node:fs';
import type { Place, Proof } from '../../../testing/connectors/proof.ts';
import { makeShopFile } from '../../../testing/shop.ts';

export const proof: Proof = {
  place: { name: 'Shop in a file', missing: null, start },
  chat: {
    attachedBy: 'more',
    answeredBy: 'router',
    read: {
      tool: 'fetch_record',
      words: 'fetch record table="customers"',
      fills: ['key', '{"id": 1}'],
      given: '"id": 1',
      shows: 'Mira Tanaka 田中 🎉',
    },
    write: {
      tool: 'execute_statement',
      words: 'execute statement ```UPDATE orders SET total = 1 WHERE id = 1```',
      given: 'total = 1',
      shows: 'affectedRows\n1',
    },
  },
};

async function start(): ReturnType<Place['start']> {
  const file = await makeShopFile('sqlite');
  return { settings: { kind: 'sqlite', file }, close: async () => rmSync(file, { force: true }) };
}
