import { existsSync, rmSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findMariaDb, startMariaDb } from '../../../testing/mariadb.ts';
import { findPostgres, startPostgres } from '../../../testing/postgres.ts';
import { shopStatements } from '../../../testing/shop.ts';
import { toBuiltin } from '../../connector-kit/index.ts';
import { callTool } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';
import { createGuardedConnect } from '../../network/guarded-connect.ts';
import database from './connector.ts';

type TestServer = { readonly port: number; readonly admin: (sql: string) => Promise<unknown>; stop(): Promise<void> };
type Case = {
  readonly kind: 'postgresql' | 'mysql';
  readonly missing: string | null;
  readonly start: () => Promise<TestServer>;
  readonly place: string;
  readonly endless: string;
  readonly running: string;
  readonly attacks: readonly string[];
};

const postgres = findPostgres();
const mariadb = findMariaDb();
const written = '/tmp/patchbay-written-by-database';
const connect = createGuardedConnect({ allowPrivate: ['127.0.0.1'] });

const cases: readonly Case[] = [
  {
    kind: 'postgresql',
    missing: postgres === null ? 'no PostgreSQL' : null,
    start: async () => {
      const server = await startPostgres(postgres ?? '');
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      for (const sql of [
        ...shopStatements,
        "CREATE ROLE reader LOGIN PASSWORD 'secret word'",
        'GRANT ALL ON ALL TABLES IN SCHEMA public TO reader; GRANT CREATE ON SCHEMA public TO reader',
        'CREATE FUNCTION sneaky() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM orders; RETURN 1; END $$',
        "CREATE FUNCTION opener() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('transaction_read_only', 'off', false); DELETE FROM orders; RETURN 1; END $$",
        'CREATE PROCEDURE ender() LANGUAGE plpgsql AS $$ BEGIN COMMIT; DELETE FROM orders; COMMIT; END $$',
        'CREATE SEQUENCE numbers; GRANT ALL ON numbers TO reader',
      ])
        await client.query(sql);
      const stop = async () => {
        await client.end();
        await server.stop();
      };
      return {
        port: Number(new URL(server.url).port),
        admin: async (sql) => (await client.query({ text: sql, rowMode: 'array' })).rows,
        stop,
      };
    },
    place: '$1',
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
    missing: mariadb === null ? 'no MariaDB' : null,
    start: async () => {
      const server = await startMariaDb(mariadb ?? '');
      await server.run('CREATE DATABASE shop CHARACTER SET utf8mb4');
      for (const sql of shopStatements)
        await server.run(sql.replace(/(TABLE|VIEW|INTO|REFERENCES|FROM) (customers|orders|open_orders)/g, '$1 shop.$2'));
      for (const sql of [
        "CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'secret word'",
        "GRANT ALL ON shop.* TO reader@'127.0.0.1'",
        "GRANT FILE ON *.* TO reader@'127.0.0.1'",
        'CREATE FUNCTION shop.sneaky() RETURNS INT MODIFIES SQL DATA BEGIN DELETE FROM shop.orders; RETURN 1; END',
        'CREATE PROCEDURE shop.ender() BEGIN COMMIT; SET SESSION TRANSACTION READ WRITE; DELETE FROM shop.orders; END',
      ])
        await server.run(sql);
      const { default: mysql } = await import('mysql2/promise');
      const client = await mysql.createConnection({
        host: '127.0.0.1',
        port: server.port,
        user: 'admin',
        database: 'shop',
        rowsAsArray: true,
      });
      const stop = async () => {
        await client.end();
        await server.stop();
      };
      return { port: server.port, admin: async (sql) => (await client.query(sql))[0], stop };
    },
    place: '?',
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
const everywhere = [
  'DELETE FROM orders',
  "INSERT INTO orders (id, customer_id, status) VALUES (9, 1, 'x')",
  'CREATE TABLE more (id INTEGER)',
  'SELECT 1; DELETE FROM orders',
  'SELECT 1; SELECT 2',
];

for (const { kind, missing, start, place, endless, running, attacks } of cases)
  describe.skipIf(missing !== null)(`${kind}${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await start();
    }, 120_000);
    afterAll(async () => {
      rmSync(written, { force: true });
      await server.stop();
    });

    const settings = (more: JsonObject = {}): JsonObject => ({
      kind,
      host: '127.0.0.1',
      port: server.port,
      database: kind === 'mysql' ? 'shop' : 'postgres',
      user: 'reader',
      password: 'secret word',
      tls: 'off',
      ...more,
    });
    const call = (name: string, input: JsonObject = {}, more: JsonObject = {}) =>
      callTool(database, { name, input, settings: settings(more), connect });
    const answerOf = async (name: string, input: JsonObject = {}, more: JsonObject = {}) => {
      const { structuredContent, isError, content } = await call(name, input, more);
      expect(isError, JSON.stringify(content)).not.toBe(true);
      return structuredContent as JsonObject;
    };
    const refusalOf = async (name: string, input: JsonObject, more: JsonObject = {}) => {
      const { isError, content } = await call(name, input, more);
      expect(isError, `${name} ${JSON.stringify(input)} was not refused: ${JSON.stringify(content)}`).toBe(true);
      return content[0]?.type === 'text' ? content[0].text : '';
    };

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
        settings: settings(),
        connect,
        signal: AbortSignal.timeout(1000),
      });
      await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
      await expect.poll(async () => JSON.stringify(await server.admin(running)), { timeout: 5000 }).toMatch(/^\[\["?0"?\]\]$/);
    });

    test('a change says how many rows it was, and one statement is all', async () => {
      expect(await answerOf('execute_statement', { sql: "UPDATE orders SET status = 'late' WHERE id > 1" })).toMatchObject({
        affectedRows: 2,
      });
      expect(await server.admin("SELECT id FROM orders WHERE status = 'late' ORDER BY id")).toEqual([[2], [3]]);
      await refusalOf('execute_statement', { sql: 'DELETE FROM orders; DELETE FROM customers' });
      expect(await server.admin('SELECT id FROM orders ORDER BY id')).toHaveLength(3);
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

    test('a wrong password is said without the password, and so is a server that has no TLS', async () => {
      if (kind === 'mysql') expect(await refusalOf('list_tables', {}, { password: 'wrong word' })).toMatch(/refused the sign-in of reader/);
      expect(await refusalOf('list_tables', {}, { tls: 'verify' })).toMatch(/TLS|SSL|secure/i);
    });
  });

describe.skipIf(postgres === null)('postgresql alone', () => {
  // Until version 16, large objects are made in any transaction; this one is never committed.
  test('what a function leaves behind in a transaction that reads is gone with it', async () => {
    const server = await startPostgres(postgres ?? '');
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query("CREATE ROLE reader LOGIN PASSWORD 'secret word'");
    const settings = {
      kind: 'postgresql',
      host: '127.0.0.1',
      port: Number(new URL(server.url).port),
      database: 'postgres',
      user: 'reader',
      tls: 'off',
    };
    await callTool(database, { name: 'execute_query', input: { sql: 'SELECT lo_create(4711)' }, settings, connect });
    const { rows } = await client.query('SELECT oid FROM pg_largeobject_metadata');
    await client.end();
    await server.stop();
    expect(rows).toEqual([]);
  });
  test('a superuser may not ask, since questions could reach the files of the server', async () => {
    const server = await startPostgres(postgres ?? '');
    const settings = {
      kind: 'postgresql',
      host: '127.0.0.1',
      port: Number(new URL(server.url).port),
      database: 'postgres',
      user: 'patchbay',
      tls: 'off',
    };
    const { isError, content } = await callTool(database, { name: 'execute_query', input: { sql: 'SELECT 1' }, settings, connect });
    await server.stop();
    expect(isError).toBe(true);
    expect(JSON.stringify(content)).toContain('superuser');
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
