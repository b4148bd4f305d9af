import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { catalogue } from '../api-descriptions.ts';
import { findPostgres, startPostgres } from '../postgres.ts';
import { type Served, serve } from '../servers/serve.ts';
import { makeShopFile, shopStatements } from '../shop.ts';

type Started = { readonly settings: Readonly<Record<string, unknown>>; close(): Promise<void> };

/** The connectors that need no account, each over something of its own; a database server only where PostgreSQL is installed. */
const starters: readonly { readonly id: string; readonly name: string; readonly start: () => Promise<Started> }[] = [
  { id: 'files', name: 'Notes', start: startFolder },
  { id: 'database-file', name: 'Shop in a file', start: startShopFile },
  ...(findPostgres() === null ? [] : [{ id: 'database', name: 'Warehouse', start: startShopServer }]),
  { id: 'openapi', name: 'Catalogue', start: startCatalogue },
];

/** Starts them; `connectors` is as patchbay.yaml takes it. */
export async function startWithoutAccount(): Promise<{ readonly connectors: readonly object[]; close(): Promise<void> }> {
  const started = await Promise.all(starters.map(async ({ id, name, start }) => ({ id, name, ...(await start()) })));
  return {
    connectors: started.map(({ id, name, settings }) => ({
      name,
      slug: id,
      origin: { kind: 'builtin', builtin: id, settings },
      trusted: true,
    })),
    close: async () => {
      await Promise.all(started.map(({ close }) => close()));
    },
  };
}

async function startFolder(): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-proof-'));
  const notes = join(folder, 'notes');
  mkdirSync(notes);
  writeFileSync(join(notes, 'plan.md'), '# Plan\n\n[ ] ship\nBudget 2026: 12 €\n');
  writeFileSync(join(notes, 'größe 日本 🎉.md'), 'Größe, and a budget\n');
  writeFileSync(join(notes, 'report.pdf'), 'no pdf');
  return { settings: { folders: [notes] }, close: async () => rmSync(folder, { recursive: true, force: true }) };
}

async function startShopFile(): Promise<Started> {
  const file = await makeShopFile('sqlite');
  return { settings: { kind: 'sqlite', file }, close: async () => rmSync(file, { force: true }) };
}

async function startShopServer(): Promise<Started> {
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

/** The catalogue as its description has it, over lenses in memory. */
async function startCatalogue(): Promise<Started> {
  const lenses = new Map([['l1', { id: 'l1', name: 'Größe 日本 🎉', focal: 50 }]]);
  const service: Served = await serve(async (request) => {
    const [, id = ''] = /^\/lenses\/([^/]+)$/.exec(new URL(request.url).pathname) ?? [];
    const keep = async (status: number, known = id) => {
      const lens = { name: '', focal: 0, ...((await request.json()) as object), id: known };
      lenses.set(known, lens);
      return Response.json(lens, { status });
    };
    if (request.method === 'POST') return keep(201, `l${lenses.size + 1}`);
    if (id === '') return Response.json({ lenses: [...lenses.values()] });
    if (request.method === 'PUT') return keep(200);
    const lens = lenses.get(id);
    if (lens === undefined) return Response.json({ error: 'not found' }, { status: 404 });
    if (request.method === 'DELETE') lenses.delete(id);
    return Response.json(lens);
  });
  return { settings: { document: catalogue, baseUrl: service.url }, close: service.close };
}
