import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PatchbayProcess, runPatchbay, startPatchbay } from '../../testing/patchbay-process.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'patchbay-stdio-'));
const notes = join(folder, 'notes');
const environment = { PATCHBAY_DATA: join(folder, 'data'), PATCHBAY_PORT: '0', PATCHBAY_OWNER_EMAIL: 'ada@example.com' };

beforeAll(async () => {
  mkdirSync(notes);
  writeFileSync(join(notes, 'plan.md'), '# Plan\n');
  const added = await runPatchbay(['connectors', 'add', 'My files', '--builtin', 'files', '--set', `folders=${notes}`], environment);
  expect(added.error).toBe('');
  const connected = await runPatchbay(['connect', 'my-files'], environment);
  expect(connected.out).toContain('Connected');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(era: 'modern' | 'legacy', answer?: string): Promise<Client> {
  const client = new Client(
    { name: 'editor', version: '1.0.0' },
    {
      capabilities: answer === undefined ? {} : { elicitation: { form: {} } },
      versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
    },
  );
  if (answer !== undefined) client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { decision: answer } }));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(root, 'bin', 'patchbay.js'), 'mcp', 'my-files'],
    env: { ...environment, PATH: process.env['PATH'] ?? '' },
    stderr: 'pipe',
  });
  await client.connect(transport);
  return client;
}

/** Lists, reads, and writes with a person's consent; gives what was written. */
async function judge(era: 'modern' | 'legacy', name: string): Promise<string> {
  const client = await open(era, 'Allow once');
  try {
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(expect.arrayContaining(['read_file', 'write_file']));
    expect(client.getInstructions()).toContain('folders');
    const read = await client.callTool({ name: 'read_file', arguments: { path: 'notes/plan.md' } });
    expect(read.structuredContent).toMatchObject({ text: '# Plan\n' });
    const written = await client.callTool({ name: 'write_file', arguments: { path: `notes/${name}.md`, text: name } });
    expect(written.isError, JSON.stringify(written.content)).not.toBe(true);
    await expect(client.callTool({ name: 'nothing', arguments: {} })).rejects.toMatchObject({ code: -32602 });
    return readFileSync(join(notes, `${name}.md`), 'utf8');
  } finally {
    await client.close();
  }
}

describe('a client that starts a command gets one connector on stdio', () => {
  test('with no server running: the command is the server, in both eras, and asks before it writes', async () => {
    await switchOnWriting();
    expect(await judge('modern', 'alone-modern')).toBe('alone-modern');
    expect(await judge('legacy', 'alone-legacy')).toBe('alone-legacy');
  });

  test('with a server running: through it, so that its log has the calls', async () => {
    const server: PatchbayProcess = await startPatchbay({ environment, dataFolder: environment.PATCHBAY_DATA });
    try {
      expect(await judge('modern', 'shared-modern')).toBe('shared-modern');
      expect(await judge('legacy', 'shared-legacy')).toBe('shared-legacy');
      const { calls } = await server.api.call('listCalls', { query: { tool: 'write_file' } });
      expect(calls.map(({ front, via }) => [front, via])).toContainEqual(['gateway', 'cli']);
    } finally {
      await server.stop();
    }
  });

  test('a name that stands for nothing ends with a sentence on standard error and nothing on standard output', async () => {
    const { code, out, error } = await runPatchbay(['mcp', 'nothing'], environment);
    expect([code, out]).toEqual([1, '']);
    expect(error).toContain('connector.not-found');
  });
});

async function switchOnWriting(): Promise<void> {
  const server = await startPatchbay({ environment, dataFolder: environment.PATCHBAY_DATA });
  await server.api.call('changeTool', { path: { id: 'my-files', tool: 'write_file' }, body: { enabled: true } });
  await server.stop();
}
