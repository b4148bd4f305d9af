import type { CallRecord } from '../../domain/call-record.ts';
import { AppError, errorCatalogue } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ids.ts';
import { redactCredentials } from '../../domain/secret.ts';
import type { ToolOutcome } from '../../domain/tool.ts';
import type { Ledger } from '../../store/ledger.ts';
import { digestOf } from '../digest.ts';
import { wasExecuted } from '../execute.ts';
import type { RunningCall, Stage } from '../stage.ts';

/** Outermost: the intent is on disk before anything happens, the outcome after. What cannot be written is refused. */
export function createAuditStage({
  ledger,
  clock,
}: {
  readonly ledger: Pick<Ledger, 'recordIntent' | 'recordEnd'>;
  readonly clock: Clock;
}): Stage {
  return async (call, next) => {
    const startedAt = clock();
    const began = performance.now();
    const intent = intentRecord(call, new Date(startedAt).toISOString());
    try {
      await ledger.recordIntent(intent, { kind: 'call-intended', actor: call.principal.email, data: facts(intent) });
    } catch (error) {
      return refused(error);
    }
    const outcome = honest(await next(call));
    const end = endRecord(intent, { call, outcome, milliseconds: performance.now() - began });
    try {
      await ledger.recordEnd(end, {
        kind: 'call-ended',
        actor: call.principal.email,
        data: {
          callId: end.id,
          state: end.state,
          errorCode: end.errorCode,
          approver: end.approver,
          approval: end.approval,
          resultDigest: end.result === null ? null : digestOf(end.result),
        },
      });
    } catch {
      const { sentence } = errorCatalogue['store.write-failed'];
      return {
        kind: 'failed',
        code: 'store.write-failed',
        message: `The tool ran, but its result could not be logged and is withheld. ${sentence.replace(' Nothing was called.', '')}`,
        httpStatus: null,
      };
    }
    return outcome;
  };
}

function refused(error: unknown): ToolOutcome {
  const code = error instanceof AppError ? error.code : 'store.write-failed';
  return { kind: 'failed', code, message: errorCatalogue[code].sentence, httpStatus: null };
}

/** A stage cannot fake success: `completed` counts only when the executor made it. */
function honest(outcome: ToolOutcome): ToolOutcome {
  if (outcome.kind !== 'completed' || wasExecuted(outcome)) return outcome;
  return { kind: 'failed', code: 'internal', message: errorCatalogue.internal.sentence, httpStatus: null };
}

function intentRecord({ principal, call }: RunningCall, startedAt: string): CallRecord {
  const input = redactCredentials(call.input);
  return {
    id: call.id,
    userId: principal.userId,
    email: principal.email,
    front: call.front,
    via: principal.via.kind,
    connectorId: call.tool.connectorId,
    connectionId: call.tool.connectionId,
    connectorName: call.tool.connectorName,
    label: call.tool.label,
    toolName: call.tool.definition.name,
    conversationId: call.conversationId,
    input,
    result: null,
    state: 'running',
    errorCode: null,
    errorMessage: null,
    approver: null,
    approval: null,
    startedAt,
    milliseconds: null,
    inputBytes: Buffer.byteLength(JSON.stringify(call.input)),
    resultBytes: null,
    truncated: false,
  };
}

const facts = (record: CallRecord) => ({
  callId: record.id,
  front: record.front,
  connector: record.label,
  connectorId: record.connectorId,
  tool: record.toolName,
  inputDigest: digestOf(record.input),
});

function endRecord(
  intent: CallRecord,
  end: { readonly call: RunningCall; readonly outcome: ToolOutcome; readonly milliseconds: number },
): CallRecord {
  const { outcome, call } = end;
  const result = outcome.kind === 'completed' ? outcome.result : null;
  return {
    ...intent,
    state: outcome.kind,
    result,
    errorCode: outcome.kind === 'failed' ? outcome.code : null,
    errorMessage:
      outcome.kind === 'failed' || outcome.kind === 'authorization_required'
        ? outcome.message
        : outcome.kind === 'denied'
          ? outcome.reason
          : null,
    approver: call.approved.by,
    approval: call.approved.how,
    milliseconds: Math.round(end.milliseconds * 1000) / 1000,
    resultBytes: result === null ? null : Buffer.byteLength(JSON.stringify(result)),
    truncated: outcome.kind === 'completed' && outcome.truncated,
  };
}
