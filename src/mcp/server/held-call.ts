import type { ElicitationAnswer, ElicitationRequest, ToolOutcome, ToolProgress } from '../../domain/tool.ts';

export type Ask = (request: ElicitationRequest) => Promise<ElicitationAnswer>;

/** How far a call got in one request of its client. */
export type Round =
  | { readonly kind: 'ended'; readonly outcome: ToolOutcome }
  | { readonly kind: 'asks'; readonly request: ElicitationRequest };

/** A call that goes on between the requests of its client: it asks, waits for the next request to bring the answer, and goes on. */
export type HeldCall = {
  /** Runs until the call ends or asks. While a round runs, its signal ends the call and its listener hears the progress. */
  next(round: { readonly signal: AbortSignal; readonly onProgress: (progress: ToolProgress) => void }): Promise<Round>;
  /** Answers what the last round asked. */
  answer(answer: ElicitationAnswer): void;
  abandon(): void;
};

type Question = { readonly request: ElicitationRequest; settle(answer: ElicitationAnswer): void };

export function holdCall(
  run: (around: {
    readonly signal: AbortSignal;
    readonly ask: Ask;
    readonly onProgress: (progress: ToolProgress) => void;
  }) => Promise<ToolOutcome>,
): HeldCall {
  const life = new AbortController();
  const questions: Question[] = [];
  let asked: Question | null = null;
  let wake = Promise.withResolvers<void>();
  let tell: (progress: ToolProgress) => void = () => {};

  const ask: Ask = (request) => {
    const { promise, resolve } = Promise.withResolvers<ElicitationAnswer>();
    questions.push({ request, settle: resolve });
    wake.resolve();
    return promise;
  };
  const ended = run({ signal: life.signal, ask, onProgress: (progress) => tell(progress) }).then(
    (outcome) => ({ kind: 'ended', outcome }) as const,
  );
  // A call that nobody waits for any more may still fail.
  ended.catch(() => {});
  life.signal.addEventListener('abort', () => {
    for (const question of [...questions.splice(0), ...(asked === null ? [] : [asked])]) question.settle({ action: 'cancel' });
  });

  async function nextQuestion(): Promise<Round> {
    while (questions.length === 0) {
      wake = Promise.withResolvers();
      await wake.promise;
    }
    asked = questions.shift() ?? null;
    return asked === null ? ended : { kind: 'asks', request: asked.request };
  }

  return {
    next: async ({ signal, onProgress }) => {
      tell = onProgress;
      const abort = () => life.abort(signal.reason);
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      try {
        return await (questions.length > 0 ? nextQuestion() : Promise.race([ended, nextQuestion()]));
      } finally {
        signal.removeEventListener('abort', abort);
        tell = () => {};
      }
    },
    answer: (answer) => {
      asked?.settle(answer);
      asked = null;
    },
    abandon: () => life.abort(new DOMException('Nobody came back with an answer.', 'AbortError')),
  };
}
