import { Play } from 'lucide-react';
import { useState } from 'react';
import type { ToolDefinitionView } from '../../../contract/objects.ts';
import type { RouteAnswer } from '../../../contract/routes.ts';
import { useChange } from '../../app/api.ts';
import { ToolResultView } from '../../chat/tool-result.tsx';
import { Button } from '../../kit/button.tsx';
import { ProblemNotice } from '../../kit/empty-state.tsx';
import { JsonView } from '../../kit/json-view.tsx';
import { LazySchemaForm } from '../../kit/schema-form/lazy-schema-form.tsx';

type Input = Readonly<Record<string, unknown>>;
type Outcome = RouteAnswer<'callTool'>['outcome'];

/** Calls a tool by hand, through the same stages as any other call. */
export function TryTool({ connectorId, definition }: { readonly connectorId: string; readonly definition: ToolDefinitionView }) {
  const [input, setInput] = useState<Input>({});
  const call = useChange('callTool', { refreshes: ['listCalls', 'listApprovals', 'getConnector'], quiet: true });
  const approve = useChange('answerApproval', { refreshes: ['listApprovals'] });
  const run = (wanted: Input, approvalId?: string) => {
    setInput(wanted);
    call.mutate({ path: { id: connectorId }, body: { tool: definition.name, input: { ...wanted }, approvalId } });
  };
  const allowOnce = async (approvalId: string) => {
    await approve.mutateAsync({ path: { id: approvalId }, body: { decision: 'once' } });
    run(input, approvalId);
  };
  return (
    <div className="flex flex-col gap-4">
      <LazySchemaForm
        label={`Arguments of ${definition.name}`}
        schema={definition.inputSchema}
        onSubmit={(wanted) => run(wanted)}
        footer={
          <div>
            <Button type="submit" look="primary" busy={call.isPending}>
              <Play className="size-3.5" /> Run
            </Button>
          </div>
        }
      />
      {call.isError && <ProblemNotice error={call.error} />}
      {call.data && (
        <section aria-label="Outcome" aria-live="polite" className="border-t pt-4">
          <OutcomeView outcome={call.data.outcome} busy={approve.isPending || call.isPending} onAllow={allowOnce} />
        </section>
      )}
    </div>
  );
}

function OutcomeView({
  outcome,
  busy,
  onAllow,
}: {
  readonly outcome: Outcome;
  readonly busy: boolean;
  readonly onAllow: (approvalId: string) => void;
}) {
  switch (outcome.kind) {
    case 'completed':
      return (
        <div className="flex flex-col gap-4">
          {outcome.result.isError && <p className="text-base text-bad-ink">The tool says that it failed.</p>}
          {outcome.truncated && <p className="text-sm text-ink-soft">The result was longer than the limit; its end was cut off.</p>}
          <ToolResultView result={outcome.result} />
          <details className="text-sm">
            <summary className="rounded-sm text-ink-soft">Raw result</summary>
            <JsonView value={outcome.result} label="raw result" className="mt-2" />
          </details>
        </div>
      );
    case 'failed':
      return <OutcomeNotice sentence={outcome.message} code={outcome.code} />;
    case 'denied':
      return <OutcomeNotice sentence={outcome.reason} code="call.denied" />;
    case 'authorization_required':
      return <OutcomeNotice sentence={outcome.message} code="connection.needs_sign_in" />;
    case 'approval_required':
      return (
        <div className="flex flex-wrap items-center gap-3 rounded-lg border border-live-line bg-live-soft px-4 py-3">
          <p className="min-w-0 flex-1 basis-60 text-base">This tool changes things, so the call waits for your answer.</p>
          <Button look="primary" busy={busy} onClick={() => onAllow(outcome.approvalId)}>
            Allow once
          </Button>
        </div>
      );
    default:
      return outcome satisfies never;
  }
}

function OutcomeNotice({ sentence, code }: { readonly sentence: string; readonly code: string }) {
  return (
    <div className="rounded-lg border border-bad/40 bg-bad-soft px-4 py-3">
      <p className="text-base wrap-anywhere">{sentence}</p>
      <p className="font-mono text-xs text-bad-ink">{code}</p>
    </div>
  );
}
