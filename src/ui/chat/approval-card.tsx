import { Hand } from 'lucide-react';
import { useId, useState } from 'react';
import type { McpApprovalRequestItem } from '../../contract/objects.ts';
import { Button } from '../kit/button.tsx';
import { JsonView } from '../kit/json-view.tsx';
import { LazySchemaForm } from '../kit/schema-form/lazy-schema-form.tsx';
import { readArguments } from './describe-call.ts';
import { EffectBadge } from './effect-badge.tsx';
import { PersonCard } from './person-card.tsx';
import { ReadableArguments } from './readable-arguments.tsx';
import type { ChatActions } from './use-chat.ts';

type Decision = 'deny' | 'once' | 'conversation' | 'always';

/** A call that policy holds until the person has answered. */
export function ApprovalCard({
  item,
  busy,
  onAnswer,
}: {
  readonly item: McpApprovalRequestItem;
  readonly busy: boolean;
  readonly onAnswer: ChatActions['answerApproval'];
}) {
  const [editing, setEditing] = useState(false);
  const formId = useId();
  const detail = item.patchbay;
  const given = readArguments(item.arguments);
  const known = typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Readonly<Record<string, unknown>>) : {};
  const answer = (decision: Decision, edited?: Readonly<Record<string, unknown>>) =>
    onAnswer({ approvalId: item.id, decision, ...(edited === undefined ? {} : { arguments: { ...edited } }) });
  return (
    <PersonCard
      icon={Hand}
      title={
        <>
          Allow <em className="not-italic underline decoration-live decoration-2 underline-offset-4">{detail?.toolTitle ?? item.name}</em>{' '}
          on {detail?.connectorName ?? item.server_label}?
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        <EffectBadge annotations={detail?.annotations ?? null} />
        <span className="font-mono text-xs text-ink-faint">{item.name}</span>
      </div>
      {detail?.description && <p className="line-clamp-3 text-sm text-ink-soft">{detail.description}</p>}
      {editing ? (
        <LazySchemaForm
          label={`Arguments of ${item.name}`}
          schema={detail?.inputSchema ?? { type: 'object' }}
          given={known}
          onSubmit={(edited) => answer('once', edited)}
          footer={
            <div className="flex flex-wrap gap-2" id={formId}>
              <Button look="primary" type="submit" disabled={busy}>
                Allow once with these
              </Button>
              <Button onClick={() => setEditing(false)}>Back</Button>
            </div>
          }
        />
      ) : (
        <>
          {typeof given === 'string' ? <JsonView value={given} label="arguments" /> : <ReadableArguments value={known} />}
          <div className="flex flex-wrap items-center gap-2">
            <Button look="primary" disabled={busy} onClick={() => answer('once')}>
              Allow once
            </Button>
            <Button disabled={busy} onClick={() => answer('conversation')}>
              Allow in this conversation
            </Button>
            <Button disabled={busy} onClick={() => answer('always')}>
              Always allow this tool
            </Button>
            <Button look="danger" disabled={busy} onClick={() => answer('deny')}>
              Deny
            </Button>
            {detail && (
              <Button look="quiet" disabled={busy} onClick={() => setEditing(true)}>
                Edit arguments
              </Button>
            )}
          </div>
        </>
      )}
    </PersonCard>
  );
}

/** What became of a question that was answered. */
export function AnsweredApproval({ item }: { readonly item: McpApprovalRequestItem }) {
  const { answer, connectorName, toolTitle } = item.patchbay ?? {};
  if (!answer) return null;
  const words = { once: 'Allowed once', conversation: 'Allowed in this conversation', always: 'Always allowed', deny: 'Denied' };
  const said = new Map(Object.entries(words)).get(answer.decision) ?? (answer.approve ? 'Allowed' : 'Denied');
  return (
    <p className="px-3 text-sm text-ink-faint">
      {said}: {connectorName ?? item.server_label} · {toolTitle ?? item.name}
      {answer.reason ? ` (${answer.reason})` : ''}
    </p>
  );
}
