import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import Sqlite from 'better-sqlite3';

/** A small shop of a company that does not exist, in SQL that every database understands. */
export const shopStatements: readonly string[] = [
  'CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(200) NOT NULL, email VARCHAR(200), note VARCHAR(2000))',
  'CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, status VARCHAR(20) NOT NULL, total DECIMAL(12,2), big BIGINT, FOREIGN KEY (customer_id) REFERENCES customers (id))',
  "CREATE VIEW open_orders AS SELECT id, customer_id, total FROM orders WHERE status = 'open'",
  "INSERT INTO customers VALUES (1, 'Mira Tanaka 田中 🎉', 'mira@halden-optics.example', NULL), (2, 'Jonas ''Berg''', 'jonas@halden-optics.example', 'long')",
  "INSERT INTO orders VALUES (1, 1, 'open', 12.50, 9007199254740993), (2, 1, 'sent', 7.00, 1), (3, 2, 'open', 100.10, NULL)",
];

/** The shop in a file of its own. */
export async function makeShopFile(kind: 'sqlite' | 'duckdb'): Promise<string> {
  return (await makeFile(kind, shopStatements)).file;
}

/** A database in a file, made by these statements. */
export async function makeFile(
  kind: 'sqlite' | 'duckdb',
  statements: readonly string[],
): Promise<{ readonly file: string; readonly remove: () => void }> {
  const file = join(tmpdir(), `patchbay-shop-${randomUUID()}.${kind}`);
  const remove = () => rmSync(file, { force: true });
  if (kind === 'sqlite') {
    const database = new Sqlite(file);
    for (const statement of statements) database.exec(statement);
    database.close();
    return { file, remove };
  }
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
  return { file, remove };
}
