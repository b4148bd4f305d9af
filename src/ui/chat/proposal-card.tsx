import { Play, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { McpApprovalRequestItem } from '../../contract/objects.ts';
import { Button } from '../kit/button.tsx';
import { LazySchemaForm } from '../kit/schema-form/lazy-schema-form.tsx';
import { readArguments } from './describe-call.ts';
import { EffectBadge } from './effect-badge.tsx';
import { PersonCard } from './person-card.tsx';
import type { ChatActions } from './use-chat.ts';

type Detail = NonNullable<McpApprovalRequestItem['patchbay']>;
type Candidate = Omit<NonNullable<Detail['alternatives']>[number], 'arguments'> & {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly missing: readonly string[];
};

/** What the built-in router proposes: the tool as a form, filled as far as the router is certain. */
export function ProposalCard({
  item,
  detail,
  busy,
  onAnswer,
}: {
  readonly item: McpApprovalRequestItem;
  readonly detail: Detail;
  readonly busy: boolean;
  readonly onAnswer: ChatActions['answerApproval'];
}) {
  const candidates = listCandidates(item, detail);
  const [chosen, setChosen] = useState(0);
  const tool = candidates[chosen] ?? candidates[0];
  if (tool === undefined) return null;
  const writes = tool.annotations?.readOnlyHint !== true;
  const run = (edited: Readonly<Record<string, unknown>>) =>
    onAnswer({
      approvalId: item.id,
      decision: 'once',
      arguments: { ...edited },
      ...(chosen === 0 ? {} : { label: tool.serverLabel, tool: tool.name }),
    });
  return (
    <PersonCard icon={SlidersHorizontal} title={`${tool.title ?? tool.name} on ${tool.connectorName}`}>
      <div className="flex flex-wrap items-center gap-2">
        <EffectBadge annotations={tool.annotations} />
        <span className="font-mono text-xs text-ink-faint">{tool.name}</span>
      </div>
      {tool.description && <p className="line-clamp-4 text-sm whitespace-pre-line text-ink-soft">{tool.description}</p>}
      {candidates.length > 1 && (
        <div role="radiogroup" aria-label="Tools that fit" className="flex flex-wrap gap-1.5">
          {candidates.map((candidate, index) => (
            <label
              key={`${candidate.serverLabel}/${candidate.name}`}
              className="inline-flex min-h-7 items-center rounded-md border border-line-strong bg-raised px-2.5 py-0.5 text-sm text-ink-soft transition-colors hover:text-ink has-checked:border-ink has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-live"
            >
              <input
                type="radio"
                className="sr-only"
                name={`tool-${item.id}`}
                checked={index === chosen}
                onChange={() => setChosen(index)}
              />
              {candidate.title ?? candidate.name}
              {candidate.connectorName !== detail.connectorName && <span className="ml-1.5 text-ink-faint">{candidate.connectorName}</span>}
            </label>
          ))}
        </div>
      )}
      <div className="rounded-md border border-live-line bg-raised p-4">
        <LazySchemaForm
          key={chosen}
          label={`Arguments of ${tool.name}`}
          schema={tool.inputSchema}
          given={tool.arguments}
          missing={tool.missing}
          onSubmit={run}
          footer={
            <div className="flex flex-wrap items-center gap-2">
              <Button look="primary" type="submit" disabled={busy}>
                <Play className="size-3.5" /> Run
              </Button>
              <Button look="quiet" disabled={busy} onClick={() => onAnswer({ approvalId: item.id, decision: 'deny' })}>
                Do not run
              </Button>
              {writes && <span className="text-sm text-live-ink">Running it may change things on {tool.connectorName}.</span>}
            </div>
          }
        />
      </div>
    </PersonCard>
  );
}

function listCandidates(item: McpApprovalRequestItem, detail: Detail): readonly Candidate[] {
  const given = readArguments(item.arguments);
  const first: Candidate = {
    serverLabel: item.server_label,
    name: item.name,
    title: detail.toolTitle,
    connectorName: detail.connectorName,
    arguments: typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : {},
    inputSchema: detail.inputSchema,
    description: detail.description,
    annotations: detail.annotations,
    missing: detail.missing ?? [],
  };
  return [first, ...(detail.alternatives ?? []).map((alternative) => ({ ...alternative, missing: openFields(alternative) }))];
}

/** The required fields that an alternative's arguments leave open. */
function openFields({ inputSchema, arguments: given }: NonNullable<Detail['alternatives']>[number]): readonly string[] {
  const required = Array.isArray(inputSchema.required) ? inputSchema.required : [];
  return required.filter((name): name is string => typeof name === 'string' && given[name] === undefined);
}
