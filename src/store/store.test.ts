import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPostgres, startPostgres, type TestPostgres } from '../../testing/postgres.ts';
import { newId, sampleConnector, samplePrincipal, sampleRecord } from '../../testing/sample.ts';
import type { Connection } from '../domain/connection.ts';
import type { ApprovalId, ConnectionId, ConversationId, ResponseId, ToolCallId } from '../domain/ids.ts';
import type { InputMessageItem, OutputMessageItem } from '../domain/items.ts';
import { openPostgres } from './database.ts';
import { openStore, type Store } from './store.ts';

const binaries = findPostgres();
let postgres: TestPostgres | null = null;

beforeAll(async () => {
  if (binaries !== null) postgres = await startPostgres(binaries);
}, 60_000);
afterAll(async () => postgres?.stop());

describe('on SQLite', () => testStore(() => openStore({ kind: 'sqlite', file: ':memory:' })));
describe.skipIf(binaries === null)('on PostgreSQL', () =>
  testStore(
    () => openStore({ kind: 'postgres', url: postgres?.url ?? '' }),
    async () => tamperPostgres(postgres?.url ?? ''),
  ),
);

/** The one suite that every dialect passes. */
function testStore(open: () => Promise<Store>, tamper?: () => Promise<void>): void {
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await store.identities.insertUser({
      id: samplePrincipal.userId,
      email: samplePrincipal.email,
      name: 'Ada',
      role: 'owner',
      passwordHash: null,
      createdAt: '2026-01-01T00:00:00.000Z',
    });
  });
  afterAll(async () => store.close());

  test('a connector comes back as it was written, and a change leaves the rest alone', async () => {
    const connector = sampleConnector({ auth: { kind: 'header', headerName: 'X-Key', prefix: '' } });
    await store.connectors.insert(connector, 'sealed');
    expect(await store.connectors.find(connector.id)).toEqual(connector);
    await store.connectors.update(connector.id, { name: 'Renamed', enabled: false });
    expect(await store.connectors.findBySlug(connector.slug)).toEqual({ ...connector, name: 'Renamed', enabled: false });
    expect(await store.connectors.sealedSecrets(connector.id)).toBe('sealed');
  });

  test('credentials are replaced only by who read the newest version', async () => {
    const connector = sampleConnector();
    await store.connectors.insert(connector, null);
    const connection = sampleConnection(connector.id);
    await store.connections.insert(connection);
    expect(await store.connections.replaceCredentials(connection.id, { sealed: 'first', version: 0 })).toBe(true);
    const read = await store.connections.credentials(connection.id);
    expect(await store.connections.replaceCredentials(connection.id, { sealed: 'second', version: read?.version ?? -1 })).toBe(true);
    expect(await store.connections.replaceCredentials(connection.id, { sealed: 'late', version: read?.version ?? -1 })).toBe(false);
    expect((await store.connections.credentials(connection.id))?.sealed).toBe('second');
    await store.connectors.remove(connector.id);
    expect(await store.connections.find(connection.id)).toBeNull();
  });

  test('a sign-in state works once', async () => {
    const connector = sampleConnector();
    await store.connectors.insert(connector, null);
    const connection = sampleConnection(connector.id);
    await store.connections.insert(connection);
    const flow = {
      stateHash: newId('trace') as string,
      connectionId: connection.id,
      userId: samplePrincipal.userId,
      browserHash: 'b',
      sealedFlow: 's',
      createdAt: '2026-01-01T00:00:00.000Z',
      expiresAt: '2026-01-01T00:10:00.000Z',
    };
    await store.oauth.startFlow(flow);
    expect(await store.oauth.takeFlow(flow.stateHash)).toEqual(flow);
    expect(await store.oauth.takeFlow(flow.stateHash)).toBeNull();
  });

  test('a lease has one holder until it is released or ends', async () => {
    const name = newId('trace') as string;
    expect(await store.leases.acquire(name, { holder: 'one', milliseconds: 60_000 })).toBe(true);
    expect(await store.leases.acquire(name, { holder: 'two', milliseconds: 60_000 })).toBe(false);
    await store.leases.release(name, 'one');
    expect(await store.leases.acquire(name, { holder: 'two', milliseconds: -1 })).toBe(true);
    expect(await store.leases.acquire(name, { holder: 'three', milliseconds: 60_000 })).toBe(true);
  });

  test('an approval is answered once and used once', async () => {
    const id = newId<ApprovalId>('approval');
    await store.approvals.insert({
      id,
      userId: samplePrincipal.userId,
      connectorId: null,
      label: 'sample',
      toolName: 'write',
      toolHash: 'h',
      digest: 'd',
      input: { a: 1 },
      conversationId: null,
      callId: newId<ToolCallId>('toolCall'),
      state: 'pending',
      decision: null,
      reason: null,
      requestedAt: '2026-01-01T00:00:00.000Z',
      answeredAt: null,
    });
    const answer = { decision: 'once', reason: null, answeredAt: '2026-01-01T00:00:01.000Z' } as const;
    expect(await store.approvals.use(id, 'd')).toBe(false);
    expect(await store.approvals.answer(id, answer)).toBe(true);
    expect(await store.approvals.answer(id, answer)).toBe(false);
    expect(await store.approvals.use(id, 'other')).toBe(false);
    expect(await store.approvals.use(id, 'd')).toBe(true);
    expect(await store.approvals.use(id, 'd')).toBe(false);
  });

  test('conversations are found by title and by what was said in them', async () => {
    const conversation = {
      id: newId<ConversationId>('conversation'),
      userId: samplePrincipal.userId,
      title: 'Quarterly 100% review',
      model: null,
      attached: [],
      metadata: {},
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
      listed: true,
    };
    await store.conversations.insert(conversation);
    const response = {
      id: newId<ResponseId>('response'),
      userId: samplePrincipal.userId,
      conversationId: conversation.id,
      previousResponseId: null,
      status: 'in_progress',
      model: 'm',
      body: {},
      stored: true,
      createdAt: '2026-01-01T00:00:00.000Z',
    } as const;
    const said: InputMessageItem = {
      type: 'message',
      id: newId('message'),
      role: 'user',
      status: 'completed',
      content: [{ type: 'input_text', text: 'Where is the Flamingo?' }],
    };
    const answered: OutputMessageItem = {
      type: 'message',
      id: newId('message'),
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: 'In the pond.', annotations: [] }],
    };
    await store.responses.insert(response, [said]);
    await store.responses.saveOutput(response, answered);
    for (const search of ['flamingo', 'POND', '100%'])
      expect((await store.conversations.list(samplePrincipal.userId, { search })).map((found) => found.id)).toContain(conversation.id);
    expect(await store.conversations.list(samplePrincipal.userId, { search: '10_%' })).toEqual([]);
    expect(await store.responses.conversationItems(conversation.id)).toEqual([said, answered]);
    await store.conversations.remove(conversation.id);
    expect(await store.responses.find(response.id, samplePrincipal.userId)).toBeNull();
  });

  test('the call log pages backwards without losing calls of the same instant', async () => {
    const startedAt = '2031-01-01T00:00:00.000Z';
    const records = Array.from({ length: 5 }, () => sampleRecord({ startedAt, toolName: 'paged' }));
    for (const record of records)
      await store.ledger.recordIntent(record, { kind: 'call-intended', actor: 'ada', data: { callId: record.id } });
    const first = await store.calls.list({ userId: null, toolName: 'paged', limit: 3 });
    const rest = await store.calls.list({ userId: null, toolName: 'paged', limit: 3, before: first.at(-1)?.id });
    expect(new Set([...first, ...rest].map((record) => record.id))).toEqual(new Set(records.map((record) => record.id)));
  });

  test('the audit chain holds under concurrent writers, and a changed event breaks it', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.ledger.append({ kind: 'setting-changed', actor: 'ada', data: { index } })),
    );
    expect((await store.ledger.verify()).kind).toBe('intact');
    if (tamper === undefined) return;
    await tamper();
    expect((await store.ledger.verify()).kind).toBe('broken');
  });
}

function sampleConnection(connectorId: Connection['connectorId']): Connection {
  return {
    id: newId<ConnectionId>('connection'),
    connectorId,
    userId: samplePrincipal.userId,
    accountLabel: 'Default',
    status: 'Connected',
    statusDetail: null,
    scopes: ['read'],
    expiresAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    lastUsedAt: null,
  };
}

async function tamperPostgres(url: string): Promise<void> {
  const { kysely } = openPostgres(url);
  await kysely.updateTable('audit_events').set({ actor: 'mallory' }).where('sequence', '=', 3).execute();
  await kysely.destroy();
}
