import { RotateCcw } from 'lucide-react';
import { memo } from 'react';
import type { ConversationItem } from '../../contract/objects.ts';
import { IconButton } from '../kit/button.tsx';
import { CopyButton } from '../kit/copy-button.tsx';
import { type ChatState, isBusy } from './chat-state.ts';
import { ElicitationCard } from './elicitation-card.tsx';
import { answerText, splitExchanges } from './exchanges.ts';
import { ItemView } from './item-view.tsx';
import { collectSources, Sources } from './sources.tsx';
import { TurnNotice } from './turn-notice.tsx';
import type { ChatActions } from './use-chat.ts';

/** The whole conversation. */
export function Transcript({ state, actions }: { readonly state: ChatState; readonly actions: ChatActions }) {
  const exchanges = splitExchanges(state.items);
  const busy = isBusy(state);
  return (
    <div className="flex flex-col gap-8">
      {exchanges.map(({ question, items }, index) => {
        const last = index === exchanges.length - 1;
        const settled = !(last && busy);
        const text = settled ? answerText(items) : '';
        return (
          // By its place, which stays: a question has another id once it is stored, and what a person opened would close.
          <article key={index} className="flex flex-col gap-3">
            {question && <Question item={question} />}
            {items.map((item) => (
              <ItemView
                key={item.id}
                item={item}
                reasoning={state.reasoning.get(item.id) ?? null}
                live={state.calls.get(item.id) ?? null}
                ran={item.type === 'mcp_approval_request' && hasRun(item.id, items)}
                proposed={item.type === 'mcp_call' && wasProposed(item.approval_request_id ?? null, items)}
                busy={busy}
                streaming={last && busy}
                actions={actions}
              />
            ))}
            {last && state.elicitations.map(({ elicitation }) => <ElicitationCard key={elicitation.id} elicitation={elicitation} />)}
            {last && <TurnNotice state={state} />}
            {settled && <Sources sources={collectSources(items)} />}
            {settled && items.length > 0 && (
              <div className="-ml-1.5 flex gap-0.5">
                {text !== '' && <CopyButton text={text} label="Copy answer" />}
                {last && (
                  <IconButton label="Regenerate" size="small" onClick={actions.regenerate}>
                    <RotateCcw />
                  </IconButton>
                )}
              </div>
            )}
          </article>
        );
      })}
    </div>
  );
}

function hasRun(approvalId: string, items: readonly ConversationItem[]): boolean {
  return items.some((item) => item.type === 'mcp_call' && item.approval_request_id === approvalId);
}

const Question = memo(function Question({ item }: { readonly item: ConversationItem }) {
  if (item.type !== 'message' || item.role === 'assistant') return null;
  return (
    <div className="flex flex-col items-end gap-2">
      <h2 className="sr-only">You said</h2>
      {item.content.map((part, index) =>
        part.type === 'input_image' ? (
          <img key={index} src={part.image_url ?? ''} alt="Attached by you" className="max-h-60 max-w-full rounded-lg border" />
        ) : (
          <div
            key={index}
            className="max-w-[85%] rounded-xl rounded-br-sm border bg-pressed px-4 py-2.5 text-md wrap-anywhere whitespace-pre-wrap"
          >
            {part.text}
          </div>
        ),
      )}
    </div>
  );
});

/** A call that the person ran from the router's form: its result is the answer, so it stands open. */
function wasProposed(approvalId: string | null, items: readonly ConversationItem[]): boolean {
  return (
    approvalId !== null &&
    items.some((item) => item.type === 'mcp_approval_request' && item.id === approvalId && item.patchbay?.why === 'proposal')
  );
}
