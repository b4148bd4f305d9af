import type { TurnEnd } from '../domain/turn-event.ts';
import type { StepEnd } from './model.ts';
import type { Pending } from './pending.ts';

/** What the loop knows after a step. */
export type StepFacts = {
  /** Steps made so far, this one included. */
  readonly steps: number;
  readonly maxSteps: number;
  readonly maxToolCalls: number | null;
  readonly end: StepEnd;
  /** Calls that the step made, and that ran. */
  readonly calls: number;
  /** The model wanted more calls than `max_tool_calls` lets it; the surplus was not run. */
  readonly refusedCalls: number;
  readonly functionCalls: number;
  readonly pending: Pending;
  /** The limit whose closing step this was: the model had no tools and was told to answer with what it has. */
  readonly closing: 'max-steps' | 'max-tool-calls' | null;
};

export type NextStep =
  | { readonly kind: 'go-on' }
  /** One last step without tools, so that what was found out is not lost. */
  | { readonly kind: 'close'; readonly limit: 'max-steps' | 'max-tool-calls' }
  | { readonly kind: 'end'; readonly end: TurnEnd };

/** Decides what follows a step. */
export function decideNext(facts: StepFacts): NextStep {
  const end = (turnEnd: TurnEnd): NextStep => ({ kind: 'end', end: turnEnd });
  if (facts.end === 'length')
    return end({
      kind: 'stopped-at-limit',
      limit: 'max-output-tokens',
      sentence: 'The answer reached its limit of output tokens and stops here.',
    });
  if (facts.end === 'content-filter')
    return end({
      kind: 'stopped-at-limit',
      limit: 'content-filter',
      sentence: "The model's provider stopped the answer by its content filter.",
    });
  if (facts.closing !== null) return end(limitReached(facts.closing, facts));
  if (facts.pending.approval) return end({ kind: 'waiting', for: 'approval' });
  if (facts.pending.signIn) return end({ kind: 'waiting', for: 'sign-in' });
  if (facts.functionCalls > 0) return end({ kind: 'waiting', for: 'function-output' });
  if (facts.refusedCalls > 0) return { kind: 'close', limit: 'max-tool-calls' };
  if (facts.calls === 0) return end({ kind: 'completed' });
  if (facts.steps >= facts.maxSteps - 1) return { kind: 'close', limit: 'max-steps' };
  return { kind: 'go-on' };
}

/** The limit in words: for the person, and for the model in its closing step. */
export function limitSentence(limit: 'max-steps' | 'max-tool-calls', limits: Pick<StepFacts, 'maxSteps' | 'maxToolCalls'>): string {
  return limit === 'max-steps'
    ? `This turn reached its limit of ${limits.maxSteps} steps and stops here.`
    : `This turn reached its limit of ${limits.maxToolCalls ?? 0} tool calls and stops here.`;
}

function limitReached(limit: 'max-steps' | 'max-tool-calls', facts: StepFacts): TurnEnd {
  return { kind: 'stopped-at-limit', limit, sentence: limitSentence(limit, facts) };
}
