import { AppError, findAppError } from '../domain/errors.ts';
import type { Clock, ConnectionId, ConnectorId, NewId, TraceId, UserId } from '../domain/ids.ts';
import type { Trace, TraceExchange, TraceRecorder, TraceStep, TraceStepName } from '../domain/trace.ts';
import type { TraceStore } from '../store/traces.ts';
import { recordExchange } from './trace-exchange.ts';

export type TraceDeps = { readonly traces: TraceStore; readonly newId: NewId; readonly clock: Clock };

export type TraceSubject = {
  readonly connectorId: ConnectorId;
  readonly connectionId: ConnectionId | null;
  readonly userId: UserId;
  readonly purpose: Trace['purpose'];
  /** `failures`: routine attempts are kept only when something went wrong in them. */
  readonly keep?: 'always' | 'failures';
};

const maxExchangesPerStep = 40;
const maxOutput = 16_000;

/** Records one attempt to connect, step by step. */
export function startTrace(deps: TraceDeps, subject: TraceSubject): TraceRecorder {
  const { keep = 'always', ...rest } = subject;
  const trace: Trace = {
    ...rest,
    id: deps.newId<TraceId>('trace'),
    startedAt: new Date(deps.clock()).toISOString(),
    outcome: 'waiting',
    steps: [],
  };
  return createRecorder(deps, { trace, keep });
}

/** Goes on with an attempt that waited for the person's browser to come back. */
export function resumeTrace(deps: TraceDeps, trace: Trace): TraceRecorder {
  return createRecorder(deps, { trace, keep: 'always' });
}

function createRecorder(
  { traces, clock }: TraceDeps,
  { trace, keep }: { readonly trace: Trace; readonly keep: 'always' | 'failures' },
): TraceRecorder {
  // The step that waited for the person is told anew by the one that ends it.
  const steps: TraceStep[] = trace.steps.filter(({ name, outcome }) => !(name === 'consent' && outcome === 'waiting'));
  let exchanges: TraceExchange[] = [];
  let finished = false;

  const save = async (outcome: Trace['outcome']) => {
    if (keep === 'failures' && outcome !== 'failed') return;
    // A trace that cannot be written must not make a sign-in fail.
    await traces.save({ ...trace, outcome, steps: structuredClone(steps) }).catch(() => {});
  };

  return {
    id: trace.id,
    recordingFetch: (fetch) => async (input, init) => {
      if (finished || exchanges.length >= maxExchangesPerStep) return fetch(input, init);
      return recordExchange({ fetch, input, init, clock, into: exchanges });
    },
    step: async (name, sentence, work) => {
      const startedAt = clock();
      const own: TraceExchange[] = [];
      exchanges = own;
      let said: { readonly sentence: string; readonly outcome: TraceStep['outcome'] } = { sentence, outcome: 'succeeded' };
      const record = (end: { readonly sentence: string; readonly outcome: TraceStep['outcome']; readonly code: string | null }) =>
        steps.push({ name, ...end, startedAt: new Date(startedAt).toISOString(), milliseconds: clock() - startedAt, exchanges: own });
      try {
        const result = await work({ say: (text, outcome = 'succeeded') => void (said = { sentence: text, outcome }) });
        record({ ...said, code: null });
        await save('waiting');
        return result;
      } catch (error) {
        const failure = findAppError(error) ?? new AppError('internal', { cause: error });
        own.push(...outputOf(failure, name));
        record({ sentence: failure.message, outcome: 'failed', code: failure.code });
        await save('failed');
        throw error;
      }
    },
    finish: async (outcome) => {
      finished = outcome !== 'waiting';
      await save(outcome);
    },
  };
}

/** What a local command wrote before it failed is its evidence, as an exchange without an answer. */
function outputOf(failure: AppError, name: TraceStepName): readonly TraceExchange[] {
  const output = failure.detail['output'];
  if (name !== 'start-process' || typeof output !== 'string') return [];
  return [
    { request: { method: 'START', url: 'local command', headers: {} }, response: { failure: output.slice(-maxOutput) }, milliseconds: 0 },
  ];
}
