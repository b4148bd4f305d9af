import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabaseCalls, type DatabaseServer, databaseServers } from '../../../testing/database-servers.ts';
import { toBuiltin } from '../../connector-kit/index.ts';
import { callTool } from '../../connector-kit/testing.ts';
import { createGuardedConnect } from '../../network/guarded-connect.ts';
import database from './connector.ts';

const cases = [
  { kind: 'postgresql', place: '$1', ...databaseServers.postgresql },
  { kind: 'mysql', place: '?', ...databaseServers.mysql },
];

for (const { kind, missing, start, place } of cases)
  describe.skipIf(missing !== null)(`${kind}${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
    let server: DatabaseServer;
    beforeAll(async () => {
      server = await start();
    }, 120_000);
    afterAll(() => server.stop());
    const { answerOf, refusalOf } = createDatabaseCalls(() => server);

    test('tables, their columns with key and references, and a record whole', async () => {
      expect(await answerOf('get_profile')).toMatchObject({
        account: expect.stringContaining('reader'),
        version: expect.stringMatching(/PostgreSQL|MariaDB/),
      });
      expect(await answerOf('list_tables', { limit: 2 })).toMatchObject({ tables: [{ name: 'customers' }, {}], total: 3, next: 2 });
      expect(await answerOf('describe_table', { table: 'orders' })).toMatchObject({
        columns: [{ name: 'id', key: 1 }, { name: 'customer_id', nullable: false, key: null }, {}, { name: 'total' }, {}],
        references: [{ column: 'customer_id', table: 'customers', toColumn: 'id' }],
      });
      expect(await answerOf('fetch_record', { table: 'customers', key: { id: 1 } })).toMatchObject({
        record: { id: 1, name: 'Mira Tanaka 田中 🎉', note: null },
      });
      expect(await refusalOf('fetch_record', { table: 'orders', key: { customer_id: 1 } })).toContain('Several rows');
      expect(await answerOf('list_tables', {}, { schemas: ['elsewhere'] })).toMatchObject({ tables: [], total: 0 });
    });

    test('search finds tables and rows, passes over what it may not read, and fetch shows them', async () => {
      const schema = kind === 'mysql' ? 'shop' : 'public';
      const ids = async (query: string) => ((await answerOf('search', { query }))['results'] as { id: string }[]).map(({ id }) => id);
      await server.admin(`CREATE TABLE ${schema}.hidden (id INTEGER PRIMARY KEY, name VARCHAR(99))`);
      await server.admin(`INSERT INTO ${schema}.hidden VALUES (1, 'Mira too')`);
      if (kind === 'mysql') await server.admin("REVOKE ALL ON shop.* FROM reader@'127.0.0.1'");
      if (kind === 'mysql')
        for (const table of ['customers', 'orders', 'open_orders']) await server.admin(`GRANT ALL ON shop.${table} TO reader@'127.0.0.1'`);
      expect(await ids('status')).toEqual([`table:["orders","${schema}"]`]);
      expect(await ids('MIRA')).toEqual([`record:["customers","${schema}",{"id":1}]`]);
      if (kind === 'mysql') await server.admin("GRANT ALL ON shop.* TO reader@'127.0.0.1'");
      await server.admin(`DROP TABLE ${schema}.hidden`);
      expect(await ids("berg' OR 1=1")).toEqual([]);
      expect(await answerOf('fetch', { id: `record:["customers","${schema}",{"id":1}]` })).toMatchObject({
        text: expect.stringContaining('| name | Mira Tanaka 田中 🎉 |'),
      });
      const { text } = await answerOf('fetch', { id: 'table:["orders"]' });
      expect(text).toMatch(/\| customer_id \| int\S* \| no \|  \| customers\.id \|/);
      expect(text).toContain('| 9007199254740993 |');
    });

    test('parameters are bound, and long numbers keep their digits', async () => {
      const sql = `SELECT name FROM customers WHERE name = ${place}`;
      expect(await answerOf('execute_query', { sql, parameters: ["' OR 1=1 --"] })).toMatchObject({ rows: [] });
      expect(
        await answerOf('execute_query', { sql: `SELECT big, id, total FROM orders WHERE id = ${place}`, parameters: [1] }),
      ).toMatchObject({
        columns: [{ name: 'big', type: expect.stringMatching(/int8|bigint/) }, { name: 'id' }, { name: 'total' }],
        rows: [['9007199254740993', 1, '12.50']],
        truncated: null,
      });
      expect(await answerOf('execute_query', { sql: 'SELECT id FROM orders WHERE id > 99' })).toMatchObject({
        columns: [{ name: 'id' }],
        rows: [],
      });
    });

    test('rows, bytes and long values are cut off, and it shows', async () => {
      const numbers = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT i FROM n';
      expect(await answerOf('execute_query', { sql: numbers, limit: 250 })).toMatchObject({
        truncated: 'rows',
        rows: expect.objectContaining({ length: 250 }),
      });
      const { rows, clippedValues } = await answerOf('execute_query', { sql: "SELECT repeat('x', 40000)" });
      expect(clippedValues).toBe(1);
      expect(JSON.stringify(rows)).toContain('… [30000 more characters]');
      expect(
        await answerOf('execute_query', { sql: numbers.replace('SELECT i FROM', "SELECT repeat('x', 9000) FROM"), limit: 1000 }),
      ).toMatchObject({ truncated: 'bytes' });
    });

    test('a change says how many rows it was, and one statement is all', async () => {
      expect(await answerOf('execute_statement', { sql: "UPDATE orders SET status = 'late' WHERE id > 1" })).toMatchObject({
        affectedRows: 2,
      });
      expect(await server.admin("SELECT id FROM orders WHERE status = 'late' ORDER BY id")).toEqual([[2], [3]]);
      await refusalOf('execute_statement', { sql: 'DELETE FROM orders; DELETE FROM customers' });
      expect(await server.admin('SELECT id FROM orders ORDER BY id')).toHaveLength(3);
    });

    test('a wrong password is said without the password, and so is a server that has no TLS', async () => {
      if (kind === 'mysql') expect(await refusalOf('list_tables', {}, { password: 'wrong word' })).toMatch(/refused the sign-in of reader/);
      expect(await refusalOf('list_tables', {}, { tls: 'verify' })).toMatch(/TLS|SSL|secure/i);
    });
  });

test.each(['127.0.0.1', 'localhost', '10.0.0.7', '169.254.169.254', '::1'])(
  'the private address %s is not reached unless the owner has allowed it',
  async (host) => {
    const settings = { kind: 'postgresql', host, port: 5432, database: 'x', user: 'x' };
    await expect(callTool(database, { name: 'list_tables', settings, connect: createGuardedConnect() })).rejects.toMatchObject({
      code: 'network.address-refused',
    });
  },
);

test('the password lies in the vault', () => expect(toBuiltin(database).secretSettings).toEqual(['password']));
