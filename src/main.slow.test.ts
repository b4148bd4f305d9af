import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import { type PatchbayProcess, runPatchbay, spawnPatchbay, startPatchbay } from '../testing/patchbay-process.ts';
import { findPostgres, startPostgres } from '../testing/postgres.ts';
import type { CallView } from './contract/objects.ts';
import { dataFiles } from './process/data-folder.ts';

const everything = join(import.meta.dirname, '..', 'node_modules', '@modelcontextprotocol', 'server-everything', 'dist', 'index.js');
const addEverything = ['connectors', 'add', 'everything', '--command', process.execPath, '--arg', everything, '--arg', 'stdio', '--trust'];

const started: PatchbayProcess[] = [];
const folders: string[] = [];
const start = async (...options: Parameters<typeof startPatchbay>) => {
  const server = await startPatchbay(...options);
  started.push(server);
  return server;
};
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-main-'));
  folders.push(folder);
  return folder;
};
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop('SIGKILL')));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Adds server-everything and starts a call of it that takes a minute. */
async function startLongCall(server: PatchbayProcess): Promise<{ readonly ended: Promise<unknown> }> {
  await server.api.call('changeSettings', { body: { developerMode: true } });
  const connector = await server.api.call('importConnectors', {
    body: {
      text: JSON.stringify({ mcpServers: { everything: { command: process.execPath, args: [everything, 'stdio'] } } }),
      trusted: true,
    },
  });
  const id = connector.created[0]?.id ?? '';
  await server.api.call('connect', { path: { id }, body: {} });
  await server.api.call('refreshTools', { path: { id } });
  await server.api.call('changeConnector', { path: { id }, body: { permission: 'allow-all' } });
  const ended = server.api
    .call('callTool', { path: { id }, body: { tool: 'trigger-long-running-operation', input: { duration: 60, steps: 60 } } })
    .catch((error: unknown) => error);
  await untilCall(server, (call) => call.state === 'running');
  return { ended };
}

async function untilCall(server: PatchbayProcess, wanted: (call: CallView) => boolean): Promise<CallView> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const found = (await server.api.call('listCalls')).calls.find(wanted);
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error('no such call within five seconds');
}

/** `patchbay logs --follow` as it runs in a terminal. */
function followLog(environment: Readonly<Record<string, string>>) {
  const child = spawnPatchbay(['logs', '--follow'], environment);
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  return {
    until: async (text: string) => {
      await expect.poll(() => printed, { timeout: 10_000 }).toContain(text);
    },
    stop: () => child.kill('SIGINT'),
  };
}

describe('start and stop', () => {
  test('the first start prints the address and a link that makes the owner, once', async () => {
    const server = await start({ withOwner: false });
    const token = new URL(server.setupLink ?? '').searchParams.get('token') ?? '';
    const setUp = (body: object) =>
      fetch(`${server.url}/api/v1/setup`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const owner = { token, email: 'ada@example.com', name: 'Ada', password: 'correct horse battery' };
    expect((await setUp({ ...owner, token: 'guess' })).status).toBe(403);
    const made = await setUp(owner);
    expect(made.status).toBe(200);
    expect(made.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/i);
    expect(await (await setUp(owner)).json()).toMatchObject({ code: 'identity.setup-link-used' });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  test('a second start on the same data folder is refused with the id of the first', async () => {
    const server = await start();
    const second = await runPatchbay(['start'], { PATCHBAY_DATA: server.dataFolder, PATCHBAY_PORT: '0' });
    expect(second.code).toBe(1);
    expect(second.error).toContain(String(server.child.pid));
    expect(second.error).toContain('store.locked');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('Ctrl-C gives running calls their abort signal, writes their end, and leaves the folder to the next start', async () => {
    const server = await start();
    const { ended } = await startLongCall(server);
    expect(await server.stop('SIGINT')).toBe(0);
    await ended;
    const again = await start({ dataFolder: server.dataFolder });
    expect(await untilCall(again, (call) => call.toolName === 'trigger-long-running-operation')).toMatchObject({
      state: 'failed',
      errorCode: 'call.cancelled',
    });
  });

  test('a process that is killed in mid-call leaves the call as interrupted, and the chain intact', async () => {
    const server = await start();
    const { ended } = await startLongCall(server);
    await server.stop('SIGKILL');
    await ended;
    const again = await start({ dataFolder: server.dataFolder });
    expect(await untilCall(again, (call) => call.toolName === 'trigger-long-running-operation')).toMatchObject({
      state: 'interrupted',
      errorCode: 'call.interrupted',
    });
    expect(await again.api.call('verifyAudit')).toMatchObject({ intact: true });
  });

  test('credentials that were sealed with another key are refused with what to do', async () => {
    const server = await start();
    await server.api.call('changeSettings', { body: { developerMode: true } });
    const connector = await server.api.call('importConnectors', {
      body: {
        text: JSON.stringify({
          mcpServers: {
            secretive: { command: process.execPath, args: [everything, 'stdio'], env: { TOKEN: 'a secret that no hash spells' } },
          },
        }),
        trusted: true,
      },
    });
    await server.stop();
    expect(readFileSync(dataFiles(server.dataFolder).database).includes('a secret that no hash spells')).toBe(false);
    const again = await start({ dataFolder: server.dataFolder, environment: { PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64') } });
    await expect(again.api.call('connect', { path: { id: connector.created[0]?.id ?? '' }, body: {} })).rejects.toMatchObject({
      problem: { code: 'vault.wrong-key', detail: expect.stringContaining('PATCHBAY_SECRET_KEY') },
    });
  });
});

describe.skipIf(findPostgres() === null)('on PostgreSQL', () => {
  test('the same program serves from postgres://, and keeps what it was told', async () => {
    const postgres = await startPostgres(findPostgres() ?? '');
    try {
      const environment = { PATCHBAY_DATABASE_URL: postgres.url };
      const server = await start({ environment });
      await server.api.call('changeSettings', { body: { developerMode: true, callRetentionDays: 7 } });
      expect(await runPatchbay(addEverything, { ...environment, PATCHBAY_DATA: server.dataFolder })).toMatchObject({ code: 0 });
      await server.api.call('connect', { path: { id: 'everything' }, body: {} });
      const { outcome } = await server.api.call('callTool', {
        path: { id: 'everything' },
        body: { tool: 'echo', input: { message: 'kept elsewhere' } },
      });
      expect(outcome.kind).toBe('completed');
      await server.stop();
      const again = await start({ environment, dataFolder: server.dataFolder });
      expect(await again.api.call('getSettings')).toEqual({ developerMode: true, callRetentionDays: 7 });
      expect(await untilCall(again, (call) => call.toolName === 'echo')).toMatchObject({ state: 'completed' });
      expect(await again.api.call('verifyAudit')).toMatchObject({ intact: true });
      await again.stop();
    } finally {
      await postgres.stop();
    }
  });
});

describe('command line', () => {
  test('adds a connector, lists its tools and calls one, with no server running', async () => {
    const environment = {
      PATCHBAY_DATA: newFolder(),
      PATCHBAY_OWNER_EMAIL: 'ada@example.com',
      PATCHBAY_OWNER_PASSWORD: 'correct horse battery',
    };
    expect(await runPatchbay(addEverything, environment)).toMatchObject({ code: 0 });
    const connected = await runPatchbay(['connect', 'everything', '--json'], environment);
    expect(JSON.parse(connected.out)).toMatchObject({ kind: 'connected' });
    const listed = await runPatchbay(['tools', 'list', 'everything', '--refresh', '--json'], environment);
    expect(JSON.parse(listed.out).map((tool: { definition: { name: string } }) => tool.definition.name)).toContain('echo');
    expect((await runPatchbay(['tools', 'call', 'everything', 'echo', '{"message":"hello"}', '--yes'], environment)).out).toContain(
      'Echo: hello',
    );
    const failed = await runPatchbay(['tools', 'call', 'everything', 'echo', '{"message":7}', '--yes'], environment);
    expect(failed).toMatchObject({ code: 1, error: expect.stringContaining('tool.input-invalid') });
    const log = await runPatchbay(['logs', '--json'], environment);
    expect(
      log.out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as CallView).state),
    ).toContain('completed');
  });

  test('goes through the running server, which owns the store, and follows its log', async () => {
    const server = await start();
    const environment = { PATCHBAY_DATA: server.dataFolder };
    expect(await runPatchbay(addEverything, environment)).toMatchObject({ code: 0 });
    expect((await runPatchbay(['connectors', 'list'], environment)).out).toContain('everything');
    await runPatchbay(['tools', 'list', 'everything', '--refresh'], environment);
    expect((await runPatchbay(['tools', 'call', 'everything', 'get-sum', '{"a":2,"b":3}', '--yes'], environment)).out).toContain('5');
    expect(await untilCall(server, (call) => call.toolName === 'get-sum')).toMatchObject({ front: 'cli', via: 'cli' });
    const following = followLog(environment);
    await following.until('get-sum');
    await runPatchbay(['tools', 'call', 'everything', 'echo', '{"message":"live"}', '--yes'], environment);
    await following.until('everything/echo');
    following.stop();
  });

  test('imports claude_desktop_config.json, .mcp.json and VS Code files, and says why a server was skipped', async () => {
    const environment = {
      PATCHBAY_DATA: newFolder(),
      PATCHBAY_OWNER_EMAIL: 'ada@example.com',
      PATCHBAY_OWNER_PASSWORD: 'correct horse battery',
    };
    const file = join(environment.PATCHBAY_DATA, 'mcp.json');
    writeFileSync(
      file,
      `{ // VS Code takes comments\n "inputs": [{"id":"key"}],\n "servers": { "one": {"type":"http","url":"https://mcp.example/mcp"}, "two": {"command":"node","args":["\${input:key}"]}, } }`,
    );
    const result = JSON.parse((await runPatchbay(['connectors', 'import', file, '--trust', '--json'], environment)).out);
    expect(result.created).toMatchObject([{ slug: 'one', kind: 'remote' }]);
    expect(result.skipped).toMatchObject([{ name: 'two', reason: expect.stringContaining('${input:key}') }]);
    expect(await runPatchbay(['connectors', 'import', file], environment)).toMatchObject({
      code: 1,
      error: expect.stringContaining('connector.trust-required'),
    });
    writeFileSync(file, 'not json');
    expect(await runPatchbay(['connectors', 'import', file, '--trust'], environment)).toMatchObject({
      code: 1,
      error: expect.stringContaining('connector.import-unreadable'),
    });
  });

  test('wrong use ends with 2, and says how it is used', async () => {
    const environment = { PATCHBAY_DATA: newFolder() };
    for (const wrong of [['fly'], ['connectors', 'add'], ['connectors', 'add', 'x', '--trust'], ['tools', 'list']])
      expect(await runPatchbay(wrong, environment)).toMatchObject({ code: 2, error: expect.stringContaining('--help') });
  });

  test('doctor finds an audit log that was tampered with', async () => {
    const server = await start();
    await server.stop();
    const environment = { PATCHBAY_DATA: server.dataFolder };
    expect((await runPatchbay(['doctor'], environment)).out).toContain('ok    audit log');
    const database = new BetterSqlite3(dataFiles(server.dataFolder).database);
    database.prepare("update audit_events set actor = 'mallory' where sequence = 1").run();
    database.close();
    expect(await runPatchbay(['doctor'], environment)).toMatchObject({ code: 1, out: expect.stringContaining('FAIL  audit log: Event 1') });
  });
});
