import mysql from 'mysql2/promise';
import pg from 'pg';
import { expect } from 'vitest';
import { callTool } from '../src/connector-kit/testing.ts';
import database from '../src/connectors/database/connector.ts';
import type { JsonObject } from '../src/domain/json.ts';
import { createGuardedConnect } from '../src/network/guarded-connect.ts';
import { findMariaDb, startMariaDb } from './mariadb.ts';
import { findPostgres, startPostgres } from './postgres.ts';
import { shopStatements } from './shop.ts';

type Kind = 'postgresql' | 'mysql';
export type DatabaseServer = {
  readonly kind: Kind;
  readonly port: number;
  /** Rows, as the administrator gets them. */
  readonly admin: (sql: string) => Promise<unknown>;
  stop(): Promise<void>;
};
type Start = () => Promise<DatabaseServer>;

const binaries = { postgresql: findPostgres(), mysql: findMariaDb() };

/** Each kind of server: whether this system has it, and its start with the shop in it and a `reader` who may do what a user can be let do. */
export const databaseServers: Readonly<Record<Kind, { readonly missing: string | null; readonly start: Start }>> = {
  postgresql: {
    missing: binaries.postgresql === null ? 'no PostgreSQL' : null,
    start: async () => {
      const server = await startPostgres(binaries.postgresql ?? '');
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
      return {
        kind: 'postgresql',
        port: Number(new URL(server.url).port),
        admin: async (sql) => (await client.query({ text: sql, rowMode: 'array' })).rows,
        stop: async () => {
          await client.end();
          await server.stop();
        },
      };
    },
  },
  mysql: {
    missing: binaries.mysql === null ? 'no MariaDB' : null,
    start: async () => {
      const server = await startMariaDb(binaries.mysql ?? '');
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
      const place = { host: '127.0.0.1', port: server.port, user: 'admin', database: 'shop' };
      const client = await mysql.createConnection({ ...place, rowsAsArray: true });
      return {
        kind: 'mysql',
        port: server.port,
        admin: async (sql) => (await client.query(sql))[0],
        stop: async () => {
          await client.end();
          await server.stop();
        },
      };
    },
  },
};

export const connect = createGuardedConnect({ allowPrivate: ['127.0.0.1'] });

/** What the connector is set to, to reach a server as `reader`. */
export const settingsOf = ({ kind, port }: DatabaseServer, more: JsonObject = {}): JsonObject => ({
  kind,
  host: '127.0.0.1',
  port,
  database: kind === 'mysql' ? 'shop' : 'postgres',
  user: 'reader',
  password: 'secret word',
  tls: 'off',
  ...more,
});

/** Calls of the connector's tools on a server that is running by then. */
export function createDatabaseCalls(server: () => DatabaseServer) {
  const call = (name: string, input: JsonObject, more: JsonObject) =>
    callTool(database, { name, input, settings: settingsOf(server(), more), connect });
  return {
    answerOf: async (name: string, input: JsonObject = {}, more: JsonObject = {}) => {
      const { structuredContent, isError, content } = await call(name, input, more);
      expect(isError, JSON.stringify(content)).not.toBe(true);
      // Every tool of a connector answers with an object.
      return structuredContent as JsonObject;
    },
    refusalOf: async (name: string, input: JsonObject, more: JsonObject = {}) => {
      const { isError, content } = await call(name, input, more);
      expect(isError, `${name} ${JSON.stringify(input)} was not refused: ${JSON.stringify(content)}`).toBe(true);
      return content[0]?.type === 'text' ? content[0].text : '';
    },
  };
}
