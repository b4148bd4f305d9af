import { ChevronRight, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import type { ConversationItem, McpListToolsItem } from '../../contract/objects.ts';
import { AnsweredApproval, ApprovalCard } from './approval-card.tsx';
import type { LiveCall } from './chat-state.ts';
import { LazyMarkdown } from './lazy-markdown.tsx';
import { ProposalCard } from './proposal-card.tsx';
import { ReconnectCard } from './reconnect-card.tsx';
import { ToolCard } from './tool-card.tsx';
import type { ChatActions } from './use-chat.ts';

/** One item of the conversation. */
export const ItemView = memo(function ItemView({
  item,
  reasoning,
  live,
  ran,
  proposed,
  busy,
  streaming,
  actions,
}: {
  readonly item: ConversationItem;
  readonly reasoning: string | null;
  readonly live: LiveCall | null;
  /** An approval whose call is in the conversation. */
  readonly ran: boolean;
  /** A call that the person ran from the router's form. */
  readonly proposed: boolean;
  readonly busy: boolean;
  readonly streaming: boolean;
  readonly actions: ChatActions;
}) {
  switch (item.type) {
    case 'message':
      return item.role === 'assistant' ? <Answer item={item} streaming={streaming && item.status === 'in_progress'} /> : null;
    case 'reasoning':
      return <Reasoning text={reasoning ?? item.summary.map(({ text }) => text).join('\n\n')} />;
    case 'mcp_list_tools':
      return <ListedTools item={item} />;
    case 'mcp_call': {
      const needs = item.patchbay?.needsSignIn;
      if (needs) return <ReconnectCard item={item} needs={needs} busy={busy} onResume={actions.resume} />;
      return <ToolCard item={item} live={live} startsOpen={proposed} />;
    }
    case 'mcp_approval_request': {
      const { patchbay } = item;
      if (ran) return null;
      if (patchbay?.answer) return <AnsweredApproval item={item} />;
      if (patchbay?.why === 'proposal') return <ProposalCard item={item} detail={patchbay} busy={busy} onAnswer={actions.answerApproval} />;
      return <ApprovalCard item={item} busy={busy} onAnswer={actions.answerApproval} />;
    }
    case 'function_call':
    case 'function_call_output':
    case 'mcp_approval_response':
      return null;
    default:
      return item satisfies never;
  }
});

function Answer({
  item,
  streaming,
}: {
  readonly item: Extract<ConversationItem, { readonly type: 'message'; readonly role: 'assistant' }>;
  readonly streaming: boolean;
}) {
  return (
    <div className="text-md">
      {item.content.map((part, index) =>
        part.type === 'output_text' ? (
          <LazyMarkdown key={index} text={part.text} streaming={streaming} />
        ) : (
          <p key={index} className="text-ink-soft">
            {part.refusal}
          </p>
        ),
      )}
    </div>
  );
}

function Reasoning({ text }: { readonly text: string }) {
  if (text.trim() === '') return null;
  return (
    <details className="group text-sm text-ink-faint">
      <summary className="inline-flex list-none items-center gap-1.5 rounded-sm hover:text-ink-soft">
        <ChevronRight aria-hidden="true" className="size-3.5 transition-transform group-open:rotate-90" /> Thoughts
      </summary>
      <div className="mt-2 border-l pl-3 leading-5 whitespace-pre-wrap">{text}</div>
    </details>
  );
}

function ListedTools({ item }: { readonly item: McpListToolsItem }) {
  const server = item.patchbay?.connectorName ?? item.server_label;
  if (item.error) {
    return (
      <p className="flex items-start gap-2 px-3 text-sm text-bad-ink">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        <span>
          The tools of {server} could not be read: {item.error}
        </span>
      </p>
    );
  }
  return (
    <p className="px-3 text-xs text-ink-faint">
      Read {item.tools.length} {item.tools.length === 1 ? 'tool' : 'tools'} from {server}
    </p>
  );
}
