import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFile, makeShopFile } from '../../../testing/shop.ts';
import { callTool, testConnector } from '../../connector-kit/testing.ts';
import { toBuiltin } from '../../connector-kit/index.ts';
import type { JsonObject } from '../../domain/json.ts';
import databaseFile from './connector.ts';

const kinds = ['sqlite', 'duckdb'] as const;
const files = { sqlite: '', duckdb: '' };
const secret = join(tmpdir(), `patchbay-secret-${randomUUID()}.csv`);
beforeAll(async () => {
  for (const kind of kinds) files[kind] = await makeShopFile(kind);
  writeFileSync(secret, 'word\nsecret\n');
});
afterAll(() => {
  for (const file of [...Object.values(files), secret]) rmSync(file, { force: true });
});

describe('the shared suite', () => testConnector(databaseFile, { settings: () => ({ kind: 'sqlite', file: files.sqlite }), writes: true }));

describe.each(kinds)('%s', (kind) => {
  const call = (name: string, input: JsonObject = {}, more: JsonObject = {}) =>
    callTool(databaseFile, { name, input, settings: { kind, file: files[kind], ...more } });
  const answerOf = async (name: string, input: JsonObject = {}, more: JsonObject = {}) => {
    const { structuredContent, isError, content } = await call(name, input, more);
    expect(isError, JSON.stringify(content)).not.toBe(true);
    return structuredContent as JsonObject;
  };
  const refusalOf = async (name: string, input: JsonObject) => {
    const { isError, content } = await call(name, input);
    expect(isError, `${name} ${JSON.stringify(input)} was not refused: ${JSON.stringify(content)}`).toBe(true);
    return content[0]?.type === 'text' ? content[0].text : '';
  };

  test('tables, their columns with key and references, and a record whole', async () => {
    expect(await answerOf('list_tables', { limit: 2 })).toMatchObject({ tables: [{ name: 'customers' }, {}], total: 3, next: 2 });
    expect(await answerOf('describe_table', { table: 'orders' })).toMatchObject({
      columns: [{ name: 'id', key: 1 }, { name: 'customer_id', nullable: false, key: null }, {}, { name: 'total' }, {}],
      references: [{ column: 'customer_id', table: 'customers', toColumn: 'id' }],
    });
    expect(await answerOf('fetch_record', { table: 'customers', key: { id: 1 } })).toMatchObject({
      record: { id: 1, name: 'Mira Tanaka 田中 🎉', note: null },
    });
    expect(await answerOf('fetch_record', { table: 'orders', key: { id: 99 } })).toMatchObject({ record: null });
    expect(await refusalOf('fetch_record', { table: 'orders', key: { customer_id: 1 } })).toContain('Several rows');
    expect(await refusalOf('fetch_record', { table: 'orders', key: { 'id" = 1 --': 1 } })).toContain('no column');
    expect(await refusalOf('describe_table', { table: 'nothing' })).toContain('list_tables');
    expect(await answerOf('list_tables', {}, { schemas: ['elsewhere'] })).toMatchObject({ tables: [], total: 0 });
  });

  const found = async (query: string, more: JsonObject = {}) => {
    const { results } = await answerOf('search', { query }, more);
    return (results as { id: string; title: string; url: string }[]).map(({ id, title }) => [title, id]);
  };
  test('search finds tables by name and column, and rows by their text; fetch shows what was found', async () => {
    expect(await found('Customers')).toEqual([['customers (table)', 'table:["customers","main"]']]);
    expect(await found('status')).toEqual([['orders (table) with status', 'table:["orders","main"]']]);
    const [tanaka] = await found('customers TANAKA');
    expect(tanaka).toEqual(['customers: 1, Mira Tanaka 田中 🎉, mira@halden-optics.example', 'record:["customers","main",{"id":1}]']);
    expect(await found("jonas 'berg'")).toMatchObject([[expect.stringContaining("Jonas 'Berg'"), 'record:["customers","main",{"id":2}]']]);
    expect(await found('田中 🎉')).toHaveLength(1);
    for (const nothing of ['mira jonas', '%', '_______________________________', "' OR 1=1 --", '!'])
      expect(await found(nothing)).toEqual([]);
    expect(await found('mira', { schemas: ['elsewhere'] })).toEqual([]);

    const table = await answerOf('fetch', { id: 'table:["orders"]' });
    expect(table).toMatchObject({ title: 'main.orders', metadata: { kind: 'table', table: 'orders' } });
    expect(table['text']).toMatch(/\| customer_id \| INTEGER \| no \|  \| customers\.id \|/);
    expect(table['text']).toContain('9007199254740993');
    const record = await answerOf('fetch', { id: tanaka?.[1] ?? '' });
    expect(record['text']).toContain('| name | Mira Tanaka 田中 🎉 |');
    expect(String(record['url'])).toMatch(new RegExp(`^${kind}:`));
    for (const id of [
      'table:["nothing"]',
      'record:["customers","main",{"id":99}]',
      'record:["customers","main",{"\\" = 1 --":1}]',
      'record:["customers","main",{}]',
      'x',
    ])
      expect(await refusalOf('fetch', { id })).toMatch(/no table|not there|no column|no id/);
  });

  test('a table without a key is searched as well: its rows go by their texts', async () => {
    const { file, remove } = await makeFile(kind, [
      'CREATE TABLE notes (body VARCHAR(2000), author VARCHAR(20), line INTEGER)',
      "INSERT INTO notes VALUES ('The 100% lens | is late', 'mira', 1), ('The 100% lens | is late', 'mira', 2), ('fine', NULL, 3)",
      'CREATE VIEW broken AS SELECT body FROM notes',
    ]);
    const results = await found('100% late', { file });
    expect(new Set(results.map(([, id]) => id))).toEqual(
      new Set(['record:["notes","main",{"body":"The 100% lens | is late","author":"mira"}]']),
    );
    const { text } = await answerOf('fetch', { id: results[0]?.[1] ?? '' }, { file });
    expect(String(text).split('\n').slice(2)).toEqual([
      '| The 100% lens \\| is late | mira | 1 |',
      '| The 100% lens \\| is late | mira | 2 |',
    ]);
    const [[, fine = ''] = []] = await found('fine', { file });
    expect(fine).toBe('record:["notes","main",{"body":"fine","author":null}]');
    expect((await answerOf('fetch', { id: fine }, { file }))['text']).toContain('| line | 3 |');
    remove();
  });

  test('parameters are bound, and long numbers keep their digits', async () => {
    const place = kind === 'sqlite' ? '?' : '$1';
    expect(
      await answerOf('execute_query', { sql: `SELECT name FROM customers WHERE name = ${place}`, parameters: ["' OR 1=1 --"] }),
    ).toMatchObject({ rows: [] });
    expect(await answerOf('execute_query', { sql: `SELECT big, id FROM orders WHERE id = ${place}`, parameters: [1] })).toMatchObject({
      columns: [{ name: 'big' }, { name: 'id' }],
      rows: [['9007199254740993', 1]],
      truncated: null,
    });
    expect(await refusalOf('execute_query', { sql: `SELECT ${place}` })).toMatch(/places|Too few/);
  });

  test('rows, bytes and long values are cut off, and it shows', async () => {
    const numbers = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n';
    expect(await answerOf('execute_query', { sql: numbers, limit: 10 })).toMatchObject({
      truncated: 'rows',
      rows: expect.objectContaining({ length: 10 }),
    });
    const longText = kind === 'sqlite' ? "replace(hex(zeroblob(20000)), '0', 'x')" : "repeat('x', 40000)";
    const { rows, clippedValues } = await answerOf('execute_query', { sql: `SELECT ${longText}` });
    expect(clippedValues).toBe(1);
    expect(JSON.stringify(rows)).toContain('… [30000 more characters]');
    expect(
      await answerOf('execute_query', { sql: numbers.replace('SELECT i FROM', `SELECT ${longText} FROM`), limit: 1000 }),
    ).toMatchObject({ truncated: 'bytes' });
  });

  test.each([
    'DELETE FROM orders',
    'WITH x AS (SELECT 1) DELETE FROM orders',
    "INSERT INTO orders (id, customer_id, status) VALUES (9, 1, 'x') RETURNING id",
    'CREATE TABLE more (id INTEGER)',
    'SELECT 1; DROP TABLE orders',
    'SELECT 1; SELECT 2',
    `ATTACH '${join(tmpdir(), 'patchbay-attached.db')}' AS other`,
    ...(kind === 'sqlite'
      ? [
          'PRAGMA user_version = 7',
          `VACUUM INTO '${join(tmpdir(), 'patchbay-attached.db')}'`,
          "SELECT load_extension('x')",
          'UPDATE sqlite_schema SET sql = NULL',
        ]
      : [
          `COPY orders TO '${join(tmpdir(), 'patchbay-attached.db')}'`,
          `SELECT * FROM read_csv('${secret}')`,
          `SELECT * FROM '${secret}'`,
          `SELECT * FROM read_text('${secret}')`,
          'SET enable_external_access = true',
          "SET access_mode = 'READ_WRITE'",
          'INSTALL httpfs',
          `EXPORT DATABASE '${join(tmpdir(), 'patchbay-exported')}'`,
        ]),
  ])('a question cannot change anything or reach another file: %s', async (sql) => {
    const before = readFileSync(files[kind]);
    expect(await refusalOf('execute_query', { sql })).not.toContain('secret\\n');
    expect(readFileSync(files[kind]).equals(before)).toBe(true);
    expect(existsSync(join(tmpdir(), 'patchbay-attached.db')) || existsSync(join(tmpdir(), 'patchbay-exported'))).toBe(false);
  });

  const endless = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
  test('an endless query ends with its time', async () => {
    expect(await refusalOf('execute_query', { sql: endless, seconds: 1 })).toContain('stopped');
  });
  test('an endless query ends with its call', async () => {
    const signal = AbortSignal.timeout(700);
    const started = performance.now();
    const running = callTool(databaseFile, {
      name: 'execute_query',
      input: { sql: endless },
      settings: { kind, file: files[kind] },
      signal,
    });
    await expect(running).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('a change says how many rows it was, comes to nothing as a whole when it fails, and reaches this file only', async () => {
    expect(await answerOf('execute_statement', { sql: "UPDATE orders SET status = 'late' WHERE id > 1" })).toMatchObject({
      affectedRows: 2,
    });
    expect(await answerOf('execute_query', { sql: "SELECT count(*) FROM orders WHERE status = 'late'" })).toMatchObject({ rows: [[2]] });
    expect(await answerOf('execute_statement', { sql: "INSERT INTO customers (id, name) VALUES (7, 'x') RETURNING id" })).toMatchObject({
      rows: [[7]],
    });
    await refusalOf('execute_statement', { sql: "INSERT INTO customers (id, name) VALUES (8, 'x'), (7, 'y')" });
    expect(await answerOf('execute_query', { sql: 'SELECT count(*) FROM customers' })).toMatchObject({ rows: [[3]] });
    await refusalOf('execute_statement', { sql: 'DELETE FROM orders; DELETE FROM customers' });
    const elsewhere = join(tmpdir(), 'patchbay-elsewhere.db');
    for (const sql of kind === 'sqlite'
      ? [`VACUUM INTO '${elsewhere}'`, `ATTACH '${elsewhere}' AS o`]
      : [`COPY orders TO '${elsewhere}'`, `ATTACH '${elsewhere}' AS o`])
      await refusalOf('execute_statement', { sql });
    expect(existsSync(elsewhere)).toBe(false);
  });

  describe('a saved query', () => {
    const saved = {
      name: 'customers_by_name',
      title: 'Customers by name',
      description: 'Finds customers of a name. Use it for questions about people.',
      sql: "SELECT id FROM customers /* {Name} stays */ WHERE name = '{Name}' OR (name = {Name} AND id = {Id}) -- {Id}",
      parameters: [{ name: 'Name' }, { name: 'Id', type: 'long', default: 2 }],
    };

    test('is a tool with typed parameters, whose values are bound', async () => {
      const { tools } = await toBuiltin(databaseFile)
        .open({ settings: { kind, file: files[kind], queries: [saved] }, fetch, connect: () => Promise.reject(new Error()) })
        .listTools(new AbortController().signal);
      expect(tools.at(-1)).toMatchObject({
        name: 'customers_by_name',
        annotations: { readOnlyHint: true },
        inputSchema: { required: ['Name'] },
      });
      expect(await answerOf('customers_by_name', { Name: "Jonas 'Berg'" }, { queries: [saved] })).toMatchObject({ rows: [[2]] });
    });
    test('is found by its words, and shown with its parameters', async () => {
      expect(await found('people', { queries: [saved] })).toEqual([['Customers by name (saved query)', 'query:["customers_by_name"]']]);
      const { text } = await answerOf('fetch', { id: 'query:["customers_by_name"]' }, { queries: [saved] });
      expect(text).toMatch(/\| Id \| long \| 2 \|/);
      expect(text).toContain('SELECT id FROM customers');
      expect(await refusalOf('fetch', { id: 'query:["customers_by_name"]' })).toContain('no saved query');
    });
    test.each(["' OR 1=1 --", "'; DROP TABLE customers; --", '{Id}', "\\' OR 1=1 --", "x'/*", '$1', "Jonas 'Berg'\0"])(
      'cannot be broken out of by %j',
      async (Name) => {
        expect(await answerOf('customers_by_name', { Name }, { queries: [saved] })).toMatchObject({ rows: [] });
        expect(await answerOf('execute_query', { sql: 'SELECT count(*) >= 2 AS ok FROM customers' })).toMatchObject({
          rows: [[kind === 'sqlite' ? 1 : true]],
        });
      },
    );
    test.each([
      ["SELECT 'x {Name}' WHERE 1 = {Id}", 'within a text'],
      ['SELECT {Id}', 'no place {Name}'],
    ])('%s is refused when it is saved', (sql, sentence) => {
      const settings = { kind, file: files[kind], queries: [{ ...saved, sql }] };
      expect(() => toBuiltin(databaseFile).checkSettings(settings)).toThrow(sentence);
    });
  });
});

test('a file that is gone is said, and a path that is not whole is refused', async () => {
  const settings = { kind: 'sqlite', file: '/nowhere/shop.db' };
  expect(JSON.stringify(await callTool(databaseFile, { name: 'list_tables', settings }))).toContain('not there');
  expect(() => toBuiltin(databaseFile).checkSettings({ kind: 'sqlite', file: 'shop.db' })).toThrow(/whole path/);
});
