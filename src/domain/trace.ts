import type { ConnectionId, ConnectorId, TraceId, UserId } from './ids.ts';
import type { Json } from './json.ts';

export type TraceStepName =
  | 'reach'
  | 'discover-resource'
  | 'discover-authorization-server'
  | 'register'
  | 'consent'
  | 'exchange'
  | 'refresh'
  | 'revoke'
  | 'initialize'
  | 'list-tools'
  | 'start-process';

/** One HTTP exchange (or a child's stderr) as evidence. Secrets are blanked before it gets here. */
export type TraceExchange = {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly body?: Json | string;
  };
  readonly response:
    | { readonly status: number; readonly headers: Record<string, string>; readonly body?: Json | string }
    | { readonly failure: string };
  readonly milliseconds: number;
};

export type TraceStep = {
  readonly name: TraceStepName;
  readonly outcome: 'succeeded' | 'failed' | 'skipped' | 'waiting';
  readonly startedAt: string;
  readonly milliseconds: number;
  /** What happened in one sentence; on failure also what to do about it. */
  readonly sentence: string;
  /** The stable error code of a failed step. */
  readonly code: string | null;
  readonly exchanges: readonly TraceExchange[];
};

/** One attempt to connect, step by step. */
export type Trace = {
  readonly id: TraceId;
  readonly connectorId: ConnectorId;
  readonly connectionId: ConnectionId | null;
  readonly userId: UserId;
  readonly purpose: 'connect' | 'refresh-tools' | 'refresh-token' | 'disconnect' | 'call';
  readonly startedAt: string;
  readonly outcome: 'succeeded' | 'failed' | 'waiting';
  readonly steps: readonly TraceStep[];
};

/** Collects the steps of one attempt; each recorded step is kept at once, so a crash loses none. */
export type TraceRecorder = {
  readonly id: TraceId;
  /** Runs `work` as one step. A thrown AppError becomes the failed step's sentence and rises again. */
  step<T>(name: TraceStepName, sentence: string, work: (note: StepNotes) => Promise<T>): Promise<T>;
  /** A fetch that records what it sends and receives into the step under way. */
  readonly recordingFetch: (fetch: typeof globalThis.fetch) => typeof globalThis.fetch;
  finish(outcome: Trace['outcome']): Promise<void>;
};

/** Lets a step say more than it planned to: a better sentence, or that it was skipped or waits for the person. */
export type StepNotes = {
  say(sentence: string, outcome?: 'succeeded' | 'skipped' | 'waiting'): void;
};
