import { Hand, Play, Square } from 'lucide-react';
import { type MouseEvent, useEffect, useId, useRef, useState } from 'react';
import type { ConnectorView, ToolView } from '../../../contract/objects.ts';
import { useChange } from '../../app/api.ts';
import { PersonCard } from '../../chat/person-card.tsx';
import { ReadableArguments } from '../../chat/readable-arguments.tsx';
import { ReconnectCard } from '../../chat/reconnect-card.tsx';
import { ToolCard } from '../../chat/tool-card.tsx';
import { Button } from '../../kit/button.tsx';
import { ProblemNotice } from '../../kit/empty-state.tsx';
import { LazySchemaForm } from '../../kit/schema-form/lazy-schema-form.tsx';
import { takeFocus } from '../../kit/take-focus.ts';
import { toItem, type Trial } from './trial-item.ts';

type Tried = { readonly connector: ConnectorView; readonly tool: ToolView };

/** A tool tried by hand, before it is switched on or after: a form of its schema, through the same stages as any other call. */
export function TryTool({ connector, tool, takesFocus }: Tried & { readonly takesFocus: boolean }) {
  const [trial, setTrial] = useState<Trial | null>(null);
  const headingId = useId();
  const running = useRef<AbortController>(null);
  // Whoever leaves the page does not wait for it.
  useEffect(() => () => running.current?.abort(), []);
  const call = useChange('callTool', { refreshes: ['listCalls', 'listApprovals', 'getConnector'], quiet: true });
  const { definition, enabled } = tool;
  const run = (input: Trial['input'], approvalId?: string) => {
    const begun: Trial = { input, startedAt: Date.now(), endedAt: null, answer: null };
    const { signal } = (running.current = new AbortController());
    setTrial(begun);
    call.mutate(
      { signal, path: { id: connector.id }, body: { tool: definition.name, input: { ...input }, approvalId, trial: true } },
      {
        onSuccess: (answer) => setTrial({ ...begun, endedAt: Date.now(), answer }),
        onError: () => setTrial(signal.aborted ? { ...begun, endedAt: Date.now() } : null),
      },
    );
  };
  const stop = ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
    running.current?.abort();
    // The button goes; whoever pressed it by keyboard stays here.
    currentTarget.closest('section')?.focus();
  };
  const wasStopped = trial !== null && trial.answer === null && trial.endedAt !== null;
  return (
    <section
      aria-labelledby={headingId}
      tabIndex={-1}
      ref={takesFocus ? takeFocus : undefined}
      className="relative flex flex-col gap-4 rounded-sm outline-none"
    >
      <h2 id={headingId} className="sr-only">
        Try {definition.name}
      </h2>
      {!enabled && (
        <p className="text-sm text-ink-soft">
          This tool is switched off, so no chat and no client can call it. You manage the connector and may try it; the log says so.
        </p>
      )}
      <LazySchemaForm
        label={`Arguments of ${definition.name}`}
        schema={definition.inputSchema}
        onSubmit={(input) => run(input)}
        footer={
          <div className="flex gap-2">
            <Button type="submit" look="primary" busy={call.isPending}>
              <Play aria-hidden="true" className="size-3.5" /> Run
            </Button>
            {call.isPending && (
              <Button onClick={stop}>
                <Square aria-hidden="true" className="size-3 fill-current" /> Stop
              </Button>
            )}
          </div>
        }
      />
      {call.isError && !wasStopped && <ProblemNotice error={call.error} />}
      {trial && <Outcome connector={connector} tool={tool} trial={trial} busy={call.isPending} onRun={run} />}
    </section>
  );
}

type OutcomeProps = Tried & {
  readonly trial: Trial;
  readonly busy: boolean;
  readonly onRun: (input: Trial['input'], approvalId?: string) => void;
};

/** What came of it, in the cards of a chat. */
function Outcome({ connector, tool, trial, busy, onRun }: OutcomeProps) {
  const item = toItem(trial, { connector, tool });
  const outcome = trial.answer?.outcome;
  const needs = item.patchbay?.needsSignIn;
  return (
    <div className="border-t pt-4">
      <p role="status" className="sr-only">
        {outcome !== undefined ? words[outcome.kind] : trial.endedAt === null ? 'Running' : 'Stopped'}
      </p>
      {outcome?.kind === 'approval_required' ? (
        <Question
          tool={tool}
          input={trial.input}
          approvalId={outcome.approvalId}
          busy={busy}
          onAllowed={() => onRun(trial.input, outcome.approvalId)}
        />
      ) : needs ? (
        <ReconnectCard item={item} needs={needs} busy={busy} onResume={() => onRun(trial.input)} />
      ) : (
        <ToolCard
          key={item.id}
          item={item}
          live={trial.endedAt === null ? { startedAt: trial.startedAt, progress: null } : null}
          startsOpen
        />
      )}
    </div>
  );
}

const words = {
  completed: 'Done',
  failed: 'Failed',
  denied: 'Denied',
  approval_required: 'Waits for your answer',
  authorization_required: 'Needs a sign-in',
} as const;

/** Policy asks here as everywhere. */
function Question({
  tool: { definition, readOnly },
  input,
  approvalId,
  busy,
  onAllowed,
}: {
  readonly tool: ToolView;
  readonly input: Trial['input'];
  readonly approvalId: string;
  readonly busy: boolean;
  readonly onAllowed: () => void;
}) {
  const [denied, setDenied] = useState(false);
  const answer = useChange('answerApproval', { refreshes: ['listApprovals'] });
  const path = { id: approvalId };
  if (denied) return <p className="text-base text-ink-soft">Not allowed. Nothing was called.</p>;
  return (
    <PersonCard icon={Hand} title={`Allow ${definition.title ?? definition.name}?`}>
      <p className="text-base text-ink-soft">
        {readOnly ? 'This connector asks before every call.' : 'This tool changes things, so the call waits for your answer.'}
      </p>
      <ReadableArguments value={input} />
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          busy={busy || answer.isPending}
          onClick={() => answer.mutate({ path, body: { decision: 'once' } }, { onSuccess: onAllowed })}
        >
          Allow once
        </Button>
        <Button
          look="danger"
          disabled={busy || answer.isPending}
          onClick={() => answer.mutate({ path, body: { decision: 'deny' } }, { onSuccess: () => setDenied(true) })}
        >
          Deny
        </Button>
      </div>
    </PersonCard>
  );
}
