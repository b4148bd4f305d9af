import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson } from '../../testing/another-person.ts';
import { type ComposedPatchbay, composedKey, composePatchbay } from '../../testing/composed-patchbay.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchbay-builtin-'));
const notes = join(folder, 'notes');
let patchbay: ComposedPatchbay;

beforeAll(async () => {
  mkdirSync(notes);
  writeFileSync(join(notes, 'plan.md'), '# Plan\nShip it.\n');
  patchbay = await composePatchbay();
});
afterAll(async () => {
  await patchbay.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = async (tool: string, input: Record<string, unknown> = {}, approvalId?: string) =>
  (await patchbay.api.call('callTool', { path: { id: 'my-files' }, body: { tool, input, approvalId } })).outcome;

test('the directory offers what comes with the program, with the schema of its settings, before anything is added', async () => {
  const { connectors, offered } = await patchbay.api.call('listConnectors');
  expect(connectors).toEqual([]);
  expect(offered.find(({ id }) => id === 'files')).toMatchObject({
    name: 'Files',
    auth: 'none',
    reachesHost: true,
    added: [],
    settingsSchema: { properties: { folders: { type: 'array' } }, required: ['folders'] },
  });
});

test('whatever people sign in to says how its application is registered, with the permissions of its own tools', async () => {
  const { offered } = await patchbay.api.call('listConnectors');
  for (const { name, auth, registration } of offered.filter(({ auth }) => auth === 'oauth')) {
    const shown = registration?.steps.flatMap(({ shows }) => shows ?? []);
    expect(shown?.toSorted(), `${name}, ${auth}`).toEqual(['permissions', 'redirect-address']);
    for (const [, address = ''] of registration?.steps.flatMap(({ says }) => [...says.matchAll(/\]\(([^)]*)\)/g)]) ?? [])
      expect(new URL(address).protocol).toBe('https:');
  }
  const needed = (id: string) =>
    Object.groupBy(offered.find((one) => one.id === id)?.registration?.permissions ?? [], (permission) => permission.needed);
  expect(needed('outlook-mail')).toMatchObject({
    always: [{ scope: 'offline_access' }],
    'to-read': [{ scope: 'User.Read' }, { scope: 'Mail.Read', words: 'Read your mail' }],
    'to-write': [{ scope: 'Mail.ReadWrite' }, { scope: 'Mail.Send' }],
  });
  expect(needed('box')).toMatchObject({
    always: [{ called: 'Read all files and folders stored in Box' }],
    'to-read': [{ scope: 'root_readwrite' }],
  });
  expect(offered.find(({ id }) => id === 'files')?.registration).toBeNull();
});

test('the address that is registered is the one that the sign-in sends', async () => {
  const { redirectAddress } = await patchbay.api.call('getSession');
  const body = { name: 'Linear', origin: { kind: 'builtin' as const, builtin: 'linear' } };
  const oauth = { registration: 'static' as const, clientId: 'a-client', clientSecret: 'a-secret' };
  const { id } = await patchbay.api.call('createConnector', { body: { ...body, auth: { kind: 'oauth', oauth } } });
  const begun = await patchbay.api.call('connect', { path: { id }, body: {} });
  const url = new URL('url' in begun ? begun.url : expect.fail(JSON.stringify(begun)));
  expect(url.searchParams.get('redirect_uri')).toBe(redirectAddress);
  await patchbay.api.call('removeConnector', { path: { id } });
});

test('settings that do not fit are refused by name', async () => {
  const add = (settings: Record<string, never[] | string[]>) =>
    patchbay.api.call('createConnector', { body: { name: 'My files', origin: { kind: 'builtin', builtin: 'files', settings } } });
  await expect(add({})).rejects.toThrow(/"folders"/);
  await expect(add({ folders: ['relative/path'] })).rejects.toThrow(/whole path/);
});

test('adding one needs neither developer mode nor a tick; it connects, and says which machine it acts on', async () => {
  expect((await patchbay.api.call('getSettings')).developerMode).toBe(false);
  const added = await patchbay.api.call('createConnector', {
    body: { name: 'My files', origin: { kind: 'builtin', builtin: 'files', settings: { folders: [notes] } } },
  });
  expect(added).toMatchObject({ slug: 'my-files', kind: 'builtin', auth: { kind: 'none' }, origin: { settings: { folders: [notes] } } });
  const result = await patchbay.api.call('connect', { path: { id: added.id }, body: {} });
  expect(result).toMatchObject({
    kind: 'connected',
    connection: { status: 'Connected', accountLabel: expect.stringContaining('Files on') },
  });
  const { traces } = await patchbay.api.call('listTraces', { path: { id: added.id } });
  expect(traces.find(({ purpose }) => purpose === 'connect')?.steps.map(({ name }) => name)).toEqual(['list-tools', 'reach']);
  expect((await patchbay.api.call('listConnectors')).offered.find(({ id }) => id === 'files')?.added).toEqual(['my-files']);
});

test('tools that read are on and run at once; tools that write are off until switched on, and then ask', async () => {
  const { tools } = await patchbay.api.call('listTools', { path: { id: 'my-files' } });
  for (const tool of tools) expect(tool, tool.definition.name).toMatchObject({ enabled: tool.readOnly, state: 'accepted' });
  expect(await call('read_file', { path: 'notes/plan.md' })).toMatchObject({
    kind: 'completed',
    result: { structuredContent: { text: '# Plan\nShip it.\n', next: null } },
  });
  await expect(call('write_file', { path: 'notes/new.md', text: 'new' })).rejects.toThrow(/switched off/);
  await patchbay.api.call('changeTool', { path: { id: 'my-files', tool: 'write_file' }, body: { enabled: true } });
  const asked = await call('write_file', { path: 'notes/new.md', text: 'new' });
  if (asked.kind !== 'approval_required') throw new Error(asked.kind);
  await patchbay.api.call('answerApproval', { path: { id: asked.approvalId }, body: { decision: 'once' } });
  expect(await call('write_file', { path: 'notes/new.md', text: 'new' }, asked.approvalId)).toMatchObject({ kind: 'completed' });
  expect(await call('read_file', { path: 'notes/new.md' })).toMatchObject({ result: { structuredContent: { text: 'new' } } });
});

test('whoever manages the connector may try a tool that is off; it asks as always, and the log says that it was tried', async () => {
  const member = await addPerson(patchbay, 'member@example.com');
  const path = { id: 'my-files' };
  const body = { tool: 'move_file', input: { from: 'notes/new.md', to: 'notes/tried.md' }, trial: true };
  await expect(member.api.call('callTool', { path, body })).rejects.toThrow(/switched off/);
  await expect(call(body.tool, body.input)).rejects.toThrow(/switched off/);
  const { outcome: asked } = await patchbay.api.call('callTool', { path, body });
  if (asked.kind !== 'approval_required') throw new Error(asked.kind);
  expect(existsSync(join(notes, 'tried.md'))).toBe(false);
  await patchbay.api.call('answerApproval', { path: { id: asked.approvalId }, body: { decision: 'once' } });
  const { outcome, callId } = await patchbay.api.call('callTool', { path, body: { ...body, approvalId: asked.approvalId } });
  expect(outcome).toMatchObject({ kind: 'completed' });
  expect(existsSync(join(notes, 'tried.md'))).toBe(true);
  const { calls } = await patchbay.api.call('listCalls');
  expect(calls.find(({ id }) => id === callId)).toMatchObject({ front: 'trial', toolName: 'move_file', approval: 'once' });
  await patchbay.api.call('changeTool', { path: { ...path, tool: 'move_file' }, body: { permission: 'deny' } });
  expect((await patchbay.api.call('callTool', { path, body })).outcome).toMatchObject({ kind: 'denied' });
});

test("a tool's own refusal is an answer that the model reads, and the call is logged with the connector's name", async () => {
  expect(await call('read_file', { path: 'notes/../../etc/passwd' })).toMatchObject({
    kind: 'completed',
    result: { isError: true, content: [{ text: expect.stringContaining('".."') }] },
  });
  const { calls } = await patchbay.api.call('listCalls');
  expect(calls[0]).toMatchObject({ connectorName: 'My files', toolName: 'read_file', state: 'completed' });
});

test('the Responses API lists its tools under its label', async () => {
  const response = await patchbay.request('/v1/responses', {
    method: 'POST',
    headers: { authorization: `Bearer ${composedKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'patchbay/router',
      input: 'read_file notes/plan.md',
      tools: [{ type: 'mcp', server_label: 'my-files', require_approval: 'never' }],
    }),
  });
  const { output } = (await response.json()) as { output: readonly { type: string; tools?: readonly { name: string }[] }[] };
  expect(output.find(({ type }) => type === 'mcp_list_tools')?.tools?.map(({ name }) => name)).toContain('read_file');
});

test('settings change later, and are checked then too', async () => {
  await expect(patchbay.api.call('changeConnector', { path: { id: 'my-files' }, body: { settings: { folders: [] } } })).rejects.toThrow(
    /"folders"/,
  );
  await patchbay.api.call('changeConnector', { path: { id: 'my-files' }, body: { settings: { folders: [folder] } } });
  expect(await call('list_directory')).toMatchObject({ result: { structuredContent: { total: 1 } } });
  expect(await call('read_file', { path: `${folder.split('/').at(-1)}/notes/plan.md` })).toMatchObject({ kind: 'completed' });
});
