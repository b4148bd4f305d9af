import pg from 'pg';
import type { Place, Proof } from '../../../testing/connectors/proof.ts';
import { findPostgres, startPostgres } from '../../../testing/postgres.ts';
import { shopStatements } from '../../../testing/shop.ts';

export const proof: Proof = {
  place: { name: 'Warehouse', missing: findPostgres() === null ? 'PostgreSQL' : null, start },
  chat: {
    attachedBy: 'mention',
    answeredBy: 'model',
    read: {
      tool: 'execute_query',
      words: 'Who is the first customer?',
      input: { sql: 'SELECT name FROM customers WHERE id = $1', parameters: [1] },
      given: 'WHERE id = $1',
      shows: 'Mira Tanaka 田中 🎉',
    },
    write: { tool: 'execute_statement', words: 'Order 1 was sent.', given: "status = 'sent'", shows: 'affectedRows\n1' },
  },
};

async function start(): ReturnType<Place['start']> {
  const server = await startPostgres(findPostgres() ?? '');
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const rights = 'CREATE ROLE clerk LOGIN; GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA public TO clerk';
  for (const sql of [...shopStatements, rights]) await client.query(sql);
  await client.end();
  const port = Number(new URL(server.url).port);
  return {
    settings: { kind: 'postgresql', host: '127.0.0.1', port, database: 'postgres', user: 'clerk', tls: 'off' },
    close: server.stop,
  };
}
