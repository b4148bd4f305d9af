import { createContext, type ReactNode, useContext, useMemo, useRef } from 'react';

export type Message = { readonly text: string; readonly images: readonly string[] };
/** A chat that another page begins: what stands in the composer, and what is plugged in. */
export type Draft = { readonly text: string; readonly attached: readonly string[] };
type FirstMessages = {
  readonly leave: (conversationId: string, message: Message) => void;
  /** Gives the message once. */
  readonly take: (conversationId: string) => Message | null;
  readonly leaveDraft: (draft: Draft) => void;
  /** The draft for the empty chat, until it is cleared. */
  readonly draft: () => Draft | null;
  readonly clearDraft: () => void;
};
const FirstMessageContext = createContext<FirstMessages>({
  leave: () => {},
  take: () => null,
  leaveDraft: () => {},
  draft: () => null,
  clearDraft: () => {},
});

/** Carries the message that makes a conversation from the empty page to the conversation's own, and drafts to the empty page. */
export function FirstMessageProvider({ children }: { readonly children: ReactNode }) {
  const messages = useRef(new Map<string, Message>());
  const draft = useRef<Draft | null>(null);
  const value = useMemo<FirstMessages>(
    () => ({
      leave: (id, message) => messages.current.set(id, message),
      take: (id) => {
        const message = messages.current.get(id) ?? null;
        messages.current.delete(id);
        return message;
      },
      leaveDraft: (left) => {
        draft.current = left;
      },
      draft: () => draft.current,
      clearDraft: () => {
        draft.current = null;
      },
    }),
    [],
  );
  return <FirstMessageContext value={value}>{children}</FirstMessageContext>;
}

export function useFirstMessages(): FirstMessages {
  return useContext(FirstMessageContext);
}
