import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api, refreshRoutes } from '../app/api.ts';
import { useToast } from '../kit/toast.tsx';
import { Composer } from './composer.tsx';
import { type Message, useFirstMessages } from './first-message.tsx';
import { PatchPanel } from './patch-panel.tsx';
import { SampleOffer } from './sample-offer.tsx';

/** The empty chat. The conversation is made when the first message is sent. */
export function NewChatPage() {
  const firstMessages = useFirstMessages();
  const [draft] = useState(firstMessages.draft);
  // Once it is here it is this page's; the next empty chat is empty.
  useEffect(() => firstMessages.clearDraft(), [firstMessages]);
  const [attached, setAttached] = useState<readonly string[]>(draft?.attached ?? []);
  const [model, setModel] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const send = async (message: Message) => {
    setSending(true);
    try {
      const conversation = await api.call('createConversation', { body: { model, attached: [...attached] } });
      client.setQueryData(['getConversation', { path: { id: conversation.id } }], conversation);
      firstMessages.leave(conversation.id, message);
      await navigate({ to: '/c/$conversationId', params: { conversationId: conversation.id } });
      await refreshRoutes(client, ['listConversations']);
    } catch (error) {
      toast.complain(error);
      setSending(false);
    }
  };
  const toggle = (id: string) => setAttached((ids) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]));
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex min-h-full w-full max-w-3xl flex-col justify-center gap-6 px-4 pt-10 pb-[12vh]">
        <h1 className="text-center text-2xl font-semibold tracking-tight">What shall we look at?</h1>
        <Composer
          initialText={draft?.text}
          attached={attached}
          onAttach={setAttached}
          model={model}
          onModel={setModel}
          busy={sending}
          onSend={send}
          onStop={() => {}}
        />
        <PatchPanel attached={attached} onToggle={toggle} />
        <SampleOffer />
      </div>
    </div>
  );
}
