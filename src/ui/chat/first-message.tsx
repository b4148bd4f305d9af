import { createContext, type ReactNode, useContext, useMemo, useRef } from 'react';

export type Message = { readonly text: string; readonly images: readonly string[] };
type FirstMessages = {
  readonly leave: (conversationId: string, message: Message) => void;
  /** Gives the message once. */
  readonly take: (conversationId: string) => Message | null;
};
const FirstMessageContext = createContext<FirstMessages>({ leave: () => {}, take: () => null });

/** Carries the message that makes a conversation from the empty page to the conversation's own. */
export function FirstMessageProvider({ children }: { readonly children: ReactNode }) {
  const messages = useRef(new Map<string, Message>());
  const value = useMemo<FirstMessages>(
    () => ({
      leave: (id, message) => messages.current.set(id, message),
      take: (id) => {
        const message = messages.current.get(id) ?? null;
        messages.current.delete(id);
        return message;
      },
    }),
    [],
  );
  return <FirstMessageContext value={value}>{children}</FirstMessageContext>;
}

export function useFirstMessages(): FirstMessages {
  return useContext(FirstMessageContext);
}
