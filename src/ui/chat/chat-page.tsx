import { useParams } from '@tanstack/react-router';
import { ArrowDown } from 'lucide-react';
import { useChange } from '../app/api.ts';
import { Button } from '../kit/button.tsx';
import { ProblemNotice, SkeletonRows } from '../kit/empty-state.tsx';
import { useTitle } from '../kit/use-title.ts';
import { Composer } from './composer.tsx';
import { Transcript } from './transcript.tsx';
import { useChat } from './use-chat.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

/** A conversation. */
export function ChatPage() {
  const { conversationId } = useParams({ from: '/c/$conversationId' });
  return <Conversation key={conversationId} conversationId={conversationId} />;
}

function Conversation({ conversationId }: { readonly conversationId: string }) {
  const { conversation, state, actions, busy } = useChat(conversationId);
  const change = useChange('changeConversation', { refreshes: ['getConversation', 'listConversations'] });
  const { scroller, content, away, toEnd } = useStickToEnd();
  const title = conversation.data?.title;
  useTitle(title);
  // What was just chosen counts at once; the answer of the server confirms it.
  const chosen = change.isPending ? change.variables.body : {};
  const attached = chosen.attached ?? conversation.data?.attached ?? [];
  const model = chosen.model ?? conversation.data?.model ?? null;
  const path = { id: conversationId };
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">{title || 'New chat'}</h1>
      <div ref={scroller} className="relative min-h-0 flex-1 overflow-y-auto">
        <div ref={content} className="mx-auto w-full max-w-3xl px-4 pt-8 pb-10">
          {conversation.isPending && <SkeletonRows rows={3} height={64} />}
          {conversation.isError && <ProblemNotice error={conversation.error} onRetry={() => conversation.refetch()} />}
          {conversation.isSuccess && <Transcript state={state} actions={actions} />}
        </div>
      </div>
      <div className="relative mx-auto w-full max-w-3xl px-4 pb-4">
        {away && (
          <Button size="small" onClick={toEnd} className="absolute -top-10 left-1/2 -translate-x-1/2 rounded-full bg-raised">
            <ArrowDown className="size-3.5" /> To the end
          </Button>
        )}
        <Composer
          attached={attached}
          onAttach={(next) => change.mutate({ path, body: { attached: [...next] } })}
          model={model}
          onModel={(next) => change.mutate({ path, body: { model: next } })}
          busy={busy}
          onSend={(message) => {
            toEnd();
            actions.say(message);
          }}
          onStop={actions.stop}
          placeholder="Reply, or type @ for a connector"
        />
      </div>
      <div aria-live="polite" className="sr-only">
        {busy ? 'Answering' : state.turn.kind === 'ended' ? 'The answer is complete.' : ''}
      </div>
    </div>
  );
}
