import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CallView } from '../../contract/objects.ts';
import { ToolResultView } from '../chat/tool-result.tsx';
import { Badge } from '../kit/badge.tsx';
import { CopyButton } from '../kit/copy-button.tsx';
import { Sheet } from '../kit/dialog.tsx';
import { formatBytes, formatDuration, formatInstant } from '../kit/format.ts';
import { JsonView } from '../kit/json-view.tsx';
import { callStates, fronts } from './call-states.ts';

/** Everything that is known of one call. */
export function CallSheet({ call, onClose }: { readonly call: CallView | null; readonly onClose: () => void }) {
  return (
    <Sheet open={call !== null} onOpenChange={(open) => !open && onClose()} title={call?.toolName ?? 'Call'}>
      {call && <CallFacts call={call} />}
    </Sheet>
  );
}

function CallFacts({ call }: { readonly call: CallView }) {
  const state = callStates[call.state];
  return (
    <div className="flex flex-col gap-6">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-sm tabular-nums">
        <Fact name="State">
          <Badge tone={state.tone}>{state.word}</Badge>
        </Fact>
        <Fact name="Time">{formatInstant(call.startedAt)}</Fact>
        <Fact name="Latency">{call.milliseconds === null ? 'still running' : formatDuration(call.milliseconds)}</Fact>
        <Fact name="Who">
          {call.email} <span className="text-ink-faint">by {call.via}</span>
        </Fact>
        <Fact name="Front">{fronts[call.front]}</Fact>
        <Fact name="Connector">
          {call.connectorId === null ? (
            call.connectorName
          ) : (
            <Link
              to="/connectors/$connectorId"
              params={{ connectorId: call.connectorId }}
              className="underline decoration-live underline-offset-3"
            >
              {call.connectorName}
            </Link>
          )}
        </Fact>
        {call.conversationId && (
          <Fact name="Conversation">
            <Link
              to="/c/$conversationId"
              params={{ conversationId: call.conversationId }}
              className="underline decoration-live underline-offset-3"
            >
              Open it
            </Link>
          </Fact>
        )}
        {(call.approver || call.approval) && (
          <Fact name="Approval">
            {call.approval}
            {call.approver && <span className="text-ink-faint"> by {call.approver}</span>}
          </Fact>
        )}
        <Fact name="Sizes">
          {formatBytes(call.inputBytes)} in{call.resultBytes === null ? '' : `, ${formatBytes(call.resultBytes)} out`}
          {call.truncated && ', truncated'}
        </Fact>
        <Fact name="Id">
          <span className="inline-flex items-center gap-1 font-mono text-xs">
            {call.id} <CopyButton text={call.id} label="Copy id" />
          </span>
        </Fact>
      </dl>
      {call.errorCode && (
        <div className="rounded-lg border border-bad/40 bg-bad-soft px-4 py-3">
          <p className="text-base wrap-anywhere">{call.errorMessage}</p>
          <p className="font-mono text-xs text-bad-ink">{call.errorCode}</p>
        </div>
      )}
      <Part title="Request">
        <JsonView value={call.input} label="request" />
      </Part>
      {call.result && (
        <>
          <Part title="Result">
            <ToolResultView result={call.result} />
          </Part>
          <Part title="Raw result">
            <JsonView value={call.result} label="raw result" />
          </Part>
        </>
      )}
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="leading-5 text-ink-faint">{name}</dt>
      <dd className="min-w-0 leading-5 wrap-anywhere">{children}</dd>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 text-base font-semibold">{title}</h3>
      {children}
    </section>
  );
}
