import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newId, sampleCall, sampleDefinition, samplePrincipal, sampleTool } from '../../testing/sample.ts';
import { AppError } from '../domain/errors.ts';
import type { ApprovalId, ConversationId } from '../domain/ids.ts';
import type { ToolCall, ToolOutcome, ToolResult } from '../domain/tool.ts';
import { openSqlite } from '../store/database.ts';
import { createLedger } from '../store/ledger.ts';
import { migrate } from '../store/migrations.ts';
import { openStore, type Store } from '../store/store.ts';
import { createApprovals } from './approvals.ts';
import { chainStages, type Stage } from './stage.ts';
import { createAuditStage } from './stages/audit.ts';
import { type CallLimits, defaultCallLimits } from './stages/limits.ts';
import { createToolRuntime, type ToolRuntime } from './tool-runtime.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore({ kind: 'sqlite', file: ':memory:' });
  await store.identities.insertUser({
    id: samplePrincipal.userId,
    email: samplePrincipal.email,
    name: 'Ada',
    role: 'owner',
    passwordHash: null,
    createdAt: '2026-01-01T00:00:00.000Z',
  });
});
afterEach(() => store.close());

const answerText = async (): Promise<ToolResult> => ({ content: [{ type: 'text', text: 'hello' }] });
const writes = { ...sampleDefinition, annotations: {} };

function makeRuntime(limits: Partial<CallLimits> = {}, ledger = store.ledger): ToolRuntime {
  const approvals = makeApprovals();
  return createToolRuntime({
    ledger,
    approvals,
    limits: { ...defaultCallLimits, ...limits },
    clock: Date.now,
    newId,
    onInternalError: () => {},
  });
}
const makeApprovals = () => createApprovals({ store: store.approvals, ledger: store.ledger, clock: Date.now, newId });
const invoke = (runtime: ToolRuntime, call: ToolCall, signal = new AbortController().signal): Promise<ToolOutcome> =>
  runtime.invokeTool(samplePrincipal, call, { signal });
const recordOf = (call: ToolCall) => store.calls.find(call.id);

describe('audit', () => {
  test('the intent is written before the tool runs, the outcome after, and both are in the chain', async () => {
    const call = sampleCall(
      sampleTool(async () => {
        expect((await recordOf(call))?.state).toBe('running');
        return answerText();
      }),
    );
    expect((await invoke(makeRuntime(), call)).kind).toBe('completed');
    expect(await recordOf(call)).toMatchObject({
      state: 'completed',
      email: 'ada@example.com',
      input: { message: 'hello' },
      result: { content: [{ text: 'hello' }] },
    });
    expect((await store.ledger.events()).map((event) => event.kind)).toEqual(['call-intended', 'call-ended']);
    expect(await store.ledger.verify()).toEqual({ kind: 'intact', events: 2 });
  });

  test('a denied call is still audited', async () => {
    const call = sampleCall(sampleTool(answerText, { permission: 'deny' }));
    expect((await invoke(makeRuntime(), call)).kind).toBe('denied');
    expect((await recordOf(call))?.state).toBe('denied');
  });

  test('credentials among the arguments are not logged', async () => {
    const call = sampleCall(sampleTool(answerText), { input: { message: 'hello', nested: { api_key: 'sk-123', token: 'kept' } } });
    await invoke(makeRuntime(), call);
    expect((await recordOf(call))?.input).toEqual({ message: 'hello', nested: { api_key: '[redacted]', token: 'kept' } });
  });

  test('on a full disk the call is refused and the tool does not run', async () => {
    const database = openSqlite(join(mkdtempSync(join(tmpdir(), 'patchbay-')), 'full.sqlite'));
    await migrate(database.kysely, 'sqlite');
    database.sqlite?.pragma(`max_page_count = ${Number(database.sqlite.pragma('page_count', { simple: true })) + 1}`);
    const run = vi.fn(answerText);
    const call = sampleCall(sampleTool(run), { input: { message: 'x'.repeat(50_000) } });
    expect(await invoke(makeRuntime({}, createLedger(database, Date.now)), call)).toMatchObject({
      kind: 'failed',
      code: 'store.write-failed',
    });
    expect(run).not.toHaveBeenCalled();
    await database.kysely.destroy();
  });

  test('a stage cannot fake success', async () => {
    const forge: Stage = async () => ({ kind: 'completed', result: { content: [] }, truncated: false });
    const run = chainStages([createAuditStage({ ledger: store.ledger, clock: Date.now }), forge], async () => ({
      kind: 'denied',
      reason: 'never reached',
    }));
    const call = sampleCall(sampleTool(answerText));
    const outcome = await run({
      principal: samplePrincipal,
      call,
      digest: 'd',
      signal: new AbortController().signal,
      onExecuting: () => {},
      onProgress: () => {},
      elicit: null,
      maxResultBytes: 1,
      verdict: 'ask',
      approved: { by: null, how: null },
    });
    expect(outcome).toMatchObject({ kind: 'failed', code: 'internal' });
    expect((await recordOf(call))?.state).toBe('failed');
  });
});

describe('approval', () => {
  test('a write asks, and runs once approved, for exactly these arguments, once', async () => {
    const runtime = makeRuntime();
    const approvals = makeApprovals();
    const tool = sampleTool(answerText, { definition: writes, permission: 'ask' });
    const asked = await invoke(runtime, sampleCall(tool));
    if (asked.kind !== 'approval_required') throw new Error(`expected approval_required, got ${asked.kind}`);
    await approvals.answer(samplePrincipal, asked.approvalId, { decision: 'once' });
    const approvalId = asked.approvalId;
    expect((await invoke(runtime, sampleCall(tool, { approvalId, input: { message: 'something else' } }))).kind).toBe('approval_required');
    const approved = sampleCall(tool, { approvalId });
    expect((await invoke(runtime, approved)).kind).toBe('completed');
    expect(await recordOf(approved)).toMatchObject({ approver: 'ada@example.com', approval: 'once' });
    expect((await invoke(runtime, sampleCall(tool, { approvalId }))).kind).toBe('approval_required');
  });

  test("a denied approval denies the call with the person's reason", async () => {
    const runtime = makeRuntime();
    const tool = sampleTool(answerText, { permission: 'ask' });
    const asked = await invoke(runtime, sampleCall(tool));
    const approvalId = asked.kind === 'approval_required' ? asked.approvalId : ('' as ApprovalId);
    await makeApprovals().answer(samplePrincipal, approvalId, { decision: 'deny', reason: 'Not today.' });
    expect(await invoke(runtime, sampleCall(tool, { approvalId }))).toEqual({ kind: 'denied', reason: 'Not today.' });
  });

  test('"in this conversation" holds there and nowhere else, "always" everywhere until revoked or the tool changes', async () => {
    const runtime = makeRuntime();
    const approvals = makeApprovals();
    const tool = sampleTool(answerText, { permission: 'ask' });
    const here = { conversationId: 'conv_here' as ConversationId };
    const allow = async (call: ToolCall, decision: 'conversation' | 'always') => {
      const asked = await invoke(runtime, call);
      if (asked.kind !== 'approval_required') throw new Error(`expected approval_required, got ${asked.kind}`);
      await approvals.answer(samplePrincipal, asked.approvalId, { decision });
    };
    await allow(sampleCall(tool, here), 'conversation');
    expect((await invoke(runtime, sampleCall(tool, here))).kind).toBe('completed');
    expect((await invoke(runtime, sampleCall(tool, { conversationId: 'conv_there' as ConversationId }))).kind).toBe('approval_required');
    await allow(sampleCall(tool), 'always');
    expect((await invoke(runtime, sampleCall(tool, { conversationId: 'conv_there' as ConversationId }))).kind).toBe('completed');
    expect((await invoke(runtime, sampleCall({ ...tool, hash: 'changed' }))).kind).toBe('approval_required');
    for (const standing of (await approvals.list(samplePrincipal)).standing) await approvals.revoke(samplePrincipal, standing.id);
    expect((await invoke(runtime, sampleCall(tool, here))).kind).toBe('approval_required');
  });

  test("nobody answers another person's request", async () => {
    const asked = await invoke(makeRuntime(), sampleCall(sampleTool(answerText, { permission: 'ask' })));
    const approvalId = asked.kind === 'approval_required' ? asked.approvalId : ('' as ApprovalId);
    const mallory = { ...samplePrincipal, userId: 'usr_mallory' as typeof samplePrincipal.userId };
    await expect(makeApprovals().answer(mallory, approvalId, { decision: 'once' })).rejects.toMatchObject({ code: 'approval.not-found' });
  });
});

describe('limits', () => {
  test('a call without progress is ended at its timeout, even when its source ignores the signal', async () => {
    const call = sampleCall(sampleTool(() => new Promise(() => {})));
    expect(await invoke(makeRuntime({ callTimeout: 40 }), call)).toMatchObject({ kind: 'failed', code: 'call.timed-out' });
    expect((await recordOf(call))?.errorCode).toBe('call.timed-out');
  });

  test('progress keeps a call alive past its timeout, up to the maximum', async () => {
    const reporting = sampleTool(async (_tool, _input, { onProgress, signal }) => {
      for (let progress = 1; progress <= 8; progress += 1) {
        await sleep(25, undefined, { signal });
        onProgress({ progress, total: 8 });
      }
      return answerText();
    });
    expect((await invoke(makeRuntime({ callTimeout: 60 }), sampleCall(reporting))).kind).toBe('completed');
    expect(await invoke(makeRuntime({ callTimeout: 60, maxCallTimeout: 100 }), sampleCall(reporting))).toMatchObject({
      code: 'call.timed-out',
    });
  });

  test('the time a person takes to answer a question does not count', async () => {
    const asking = sampleTool(async (_tool, _input, { elicit }) => {
      const answer = await elicit?.({ mode: 'form', message: 'Which?', requestedSchema: { type: 'object' } });
      return { content: [{ type: 'text', text: answer?.action ?? 'none' }] };
    });
    const outcome = await makeRuntime({ callTimeout: 40 }).invokeTool(samplePrincipal, sampleCall(asking), {
      signal: new AbortController().signal,
      elicit: async () => {
        await sleep(120);
        return { action: 'accept' };
      },
    });
    expect(outcome).toMatchObject({ kind: 'completed', result: { content: [{ text: 'accept' }] } });
  });

  test('a large result is cut and says so', async () => {
    const outcome = await invoke(
      makeRuntime({ maxResultBytes: 100 }),
      sampleCall(
        sampleTool(async () => ({ content: [{ type: 'text', text: 'é'.repeat(500) }], structuredContent: { text: 'é'.repeat(500) } })),
      ),
    );
    if (outcome.kind !== 'completed') throw new Error(outcome.kind);
    expect(outcome.truncated).toBe(true);
    expect(outcome.result.structuredContent).toBeUndefined();
    expect(JSON.stringify(outcome.result.content)).toContain('[truncated by Patchbay: 100 of 1000 bytes shown');
  });

  test('calls of one connector beyond its places wait, and beyond the line are refused', async () => {
    const gate = Promise.withResolvers<ToolResult>();
    const tool = sampleTool(() => gate.promise);
    const runtime = makeRuntime({ maxConcurrentCalls: 1, maxWaitingCalls: 1 });
    const first = invoke(runtime, sampleCall(tool));
    const second = invoke(runtime, sampleCall(tool));
    await sleep(20);
    expect(await invoke(runtime, sampleCall(tool))).toMatchObject({ kind: 'failed', code: 'call.too-many' });
    expect((await invoke(runtime, sampleCall(sampleTool(answerText, { connectorId: 'con_other' as never })))).kind).toBe('completed');
    gate.resolve(await answerText());
    expect((await Promise.all([first, second])).map((outcome) => outcome.kind)).toEqual(['completed', 'completed']);
  });

  test('shutting down aborts running calls and waits until their end is written', async () => {
    const runtime = makeRuntime();
    const call = sampleCall(
      sampleTool((_tool, _input, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))),
    );
    const outcome = invoke(runtime, call);
    await sleep(20);
    await runtime.shutdown();
    expect(await outcome).toMatchObject({ code: 'call.cancelled' });
    expect((await recordOf(call))?.errorCode).toBe('call.cancelled');
  });
});

describe('execute', () => {
  test('arguments that break the schema never reach the tool', async () => {
    const run = vi.fn(answerText);
    const outcome = await invoke(makeRuntime(), sampleCall(sampleTool(run), { input: { message: 7 } }));
    expect(outcome).toMatchObject({ kind: 'failed', code: 'tool.input-invalid' });
    expect(outcome.kind === 'failed' && outcome.message).toContain('/message');
    expect(run).not.toHaveBeenCalled();
  });

  test("structured content that breaks the tool's own schema is left out and said so, the rest stays", async () => {
    const definition = {
      ...sampleDefinition,
      outputSchema: { type: 'object', properties: { count: { type: 'number' } }, required: ['count'] },
    };
    const answer = async (count: unknown): Promise<ToolResult> => ({
      content: [{ type: 'text', text: 'ok' }],
      structuredContent: { count } as never,
    });
    const good = await invoke(makeRuntime(), sampleCall(sampleTool(() => answer(3), { definition })));
    expect(good).toMatchObject({ kind: 'completed', result: { structuredContent: { count: 3 } } });
    const bad = await invoke(makeRuntime(), sampleCall(sampleTool(() => answer('three'), { definition })));
    if (bad.kind !== 'completed') throw new Error(bad.kind);
    expect(bad.result.structuredContent).toBeUndefined();
    expect(bad.result.content).toMatchObject([{ text: 'ok' }, { text: expect.stringContaining('left out by Patchbay') }]);
  });

  test.each([
    ['connection.sign-in-required', 'authorization_required'],
    ['connection.expired', 'authorization_required'],
    ['connection.scope-required', 'authorization_required'],
    ['upstream.http-error', 'failed'],
  ] as const)('%s becomes %s', async (code, kind) => {
    const tool = sampleTool(async () => {
      throw new Error('wrapped by a library', { cause: new AppError(code, { detail: { scopes: ['mail.read'] } }) });
    });
    expect((await invoke(makeRuntime(), sampleCall(tool))).kind).toBe(kind);
  });

  test('a surprise stays in the log: its text does not reach the person', async () => {
    const tool = sampleTool(async () => {
      throw new Error('secret-internal-detail');
    });
    expect(JSON.stringify(await invoke(makeRuntime(), sampleCall(tool)))).not.toContain('secret-internal-detail');
  });
});
