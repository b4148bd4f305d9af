import { existsSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, createDatabaseCalls, type DatabaseServer, databaseServers, settingsOf } from '../../../testing/database-servers.ts';
import { callTool } from '../../connector-kit/testing.ts';
import database from './connector.ts';

const written = '/tmp/patchbay-written-by-database';
const everywhere = [
  'DELETE FROM orders',
  "INSERT INTO orders (id, customer_id, status) VALUES (9, 1, 'x')",
  'CREATE TABLE more (id INTEGER)',
  'SELECT 1; DELETE FROM orders',
  'SELECT 1; SELECT 2',
];

const cases = [
  {
    kind: 'postgresql',
    ...databaseServers.postgresql,
    endless: 'SELECT pg_sleep(60)',
    running:
      "SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()",
    attacks: [
      'SELECT sneaky()',
      'SELECT opener()',
      'CALL ender()',
      'DO $$ BEGIN DELETE FROM orders; END $$',
      "SELECT nextval('numbers')",
      `SELECT lo_import('/etc/hostname')`,
      `SELECT lo_export(1, '${written}')`,
      `COPY orders TO '${written}'`,
      `COPY (SELECT 1) TO PROGRAM 'touch ${written}'`,
      'COMMIT',
      'ROLLBACK; DELETE FROM orders',
      'SET TRANSACTION READ WRITE',
      "SELECT set_config('transaction_read_only', 'off', false), sneaky()",
      'SELECT * INTO more FROM orders',
      'SELECT * FROM orders FOR UPDATE',
      "SELECT pg_read_file('/etc/passwd')",
      'EXPLAIN ANALYZE DELETE FROM orders',
      'WITH x AS (DELETE FROM orders RETURNING id) SELECT * FROM x',
    ],
  },
  {
    kind: 'mysql',
    ...databaseServers.mysql,
    endless: 'SELECT SLEEP(60) FROM orders',
    running: "SELECT count(*) FROM information_schema.processlist WHERE info LIKE '%SLEEP(60)%' AND id <> CONNECTION_ID()",
    attacks: [
      'SELECT sneaky()',
      'CALL ender()',
      `SELECT * FROM orders INTO OUTFILE '${written}'`,
      `SELECT 'x' INTO DUMPFILE '${written}'`,
      'COMMIT',
      'SET SESSION TRANSACTION READ WRITE',
      'TRUNCATE TABLE orders',
      'DELETE FROM orders WHERE id = 1 RETURNING id',
      'ANALYZE DELETE FROM orders',
      "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE customers",
      'DROP TABLE orders',
    ],
  },
];

for (const { kind, missing, start, endless, running, attacks } of cases)
  describe.skipIf(missing !== null)(`${kind}${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
    let server: DatabaseServer;
    beforeAll(async () => {
      server = await start();
    }, 120_000);
    afterAll(async () => {
      rmSync(written, { force: true });
      await server.stop();
    });
    const { answerOf, refusalOf } = createDatabaseCalls(() => server);

    test.each([...everywhere, ...attacks])('a question cannot change anything: %s', async (sql) => {
      const before = await server.admin('SELECT * FROM orders ORDER BY id');
      await refusalOf('execute_query', { sql });
      expect(await server.admin('SELECT * FROM orders ORDER BY id')).toEqual(before);
      expect(existsSync(written)).toBe(false);
    });

    test('a long query ends with its time, in the server as well', async () => {
      expect(await refusalOf('execute_query', { sql: endless, seconds: 1 })).toMatch(/stopped|timeout|max_statement_time/);
      await expect.poll(async () => JSON.stringify(await server.admin(running)), { timeout: 5000 }).toMatch(/^\[\["?0"?\]\]$/);
    });
    test('a long query ends with its call, in the server as well', async () => {
      const call = callTool(database, {
        name: 'execute_query',
        input: { sql: endless },
        settings: settingsOf(server),
        connect,
        signal: AbortSignal.timeout(1000),
      });
      await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
      await expect.poll(async () => JSON.stringify(await server.admin(running)), { timeout: 5000 }).toMatch(/^\[\["?0"?\]\]$/);
    });

    const saved = {
      name: 'customers_by_name',
      title: 'Customers by name',
      description: 'Finds customers of a name. Use it for questions about people.',
      sql: "SELECT id FROM customers /* {Name} stays */ WHERE name = '{Name}' OR (name = {Name} AND id = {Id}) -- {Id}",
      parameters: [{ name: 'Name' }, { name: 'Id', type: 'long', default: 2 }],
    };
    test('a saved query binds its values', async () => {
      expect(await answerOf('customers_by_name', { Name: "Jonas 'Berg'" }, { queries: [saved] })).toMatchObject({ rows: [[2]] });
    });
    test.each(["' OR 1=1 --", "'; DROP TABLE customers; --", '{Id}', "\\' OR 1=1 --", "x'/*", '$1'])(
      'a saved query cannot be broken out of by %j',
      async (Name) => {
        expect(await answerOf('customers_by_name', { Name }, { queries: [saved] })).toMatchObject({ rows: [] });
        expect(await server.admin('SELECT id FROM customers ORDER BY id')).toHaveLength(2);
      },
    );
  });

describe.skipIf(databaseServers.postgresql.missing !== null)('postgresql alone', () => {
  let server: DatabaseServer;
  beforeAll(async () => {
    server = await databaseServers.postgresql.start();
  }, 120_000);
  afterAll(() => server.stop());
  const { refusalOf } = createDatabaseCalls(() => server);

  // Until version 16, large objects are made in any transaction; this one is never committed.
  test('what a function leaves behind in a transaction that reads is gone with it', async () => {
    const sql = 'SELECT lo_create(4711)';
    await callTool(database, { name: 'execute_query', input: { sql }, settings: settingsOf(server), connect });
    expect(await server.admin('SELECT oid FROM pg_largeobject_metadata')).toEqual([]);
  });
  test('a superuser may not ask, since questions could reach the files of the server', async () => {
    expect(await refusalOf('execute_query', { sql: 'SELECT 1' }, { user: 'patchbay' })).toContain('superuser');
  });
});
