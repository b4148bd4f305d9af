import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ConnectorView } from '../../contract/objects.ts';
import { api, refreshRoutes } from '../app/api.ts';
import { useToast } from '../kit/toast.tsx';
import { HeaderDialog } from './header-dialog.tsx';
import { waitForConnection } from './wait-for-connection.ts';

export type ConnectOptions = {
  /** Sign in again on this connection; without it a new account is added. */
  readonly connectionId?: string;
  readonly scopes?: readonly string[];
};
type Connectable = Pick<ConnectorView, 'id' | 'name' | 'auth' | 'connections'>;
type Connecting = {
  /** Resolves true when connected. Open it from a click: it may open a window. */
  readonly connect: (connector: Connectable, options?: ConnectOptions) => Promise<boolean>;
  /** Connectors whose sign-in window is open. */
  readonly waiting: ReadonlySet<string>;
};
type HeaderQuestion = { readonly connector: Connectable; readonly answer: (connected: boolean) => void };

const ConnectContext = createContext<Connecting>({ connect: async () => false, waiting: new Set() });

export function useConnecting(): Connecting {
  return useContext(ConnectContext);
}

/** Connects from anywhere on the page: by sign-in in a window of its own, by a header's value, or at once. */
export function ConnectProvider({ children }: { readonly children: ReactNode }) {
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const [question, setQuestion] = useState<HeaderQuestion | null>(null);
  const waits = useRef(new Map<string, AbortController>());
  const client = useQueryClient();
  const toast = useToast();

  const value = useMemo<Connecting>(() => {
    const refresh = () => refreshRoutes(client, ['listConnectors', 'getConnector', 'listTools', 'listTraces']);
    const signIn = async (connector: Connectable, options: ConnectOptions) => {
      // Opened before anything is awaited, or the browser takes it for an advertisement.
      const needsWindow = connector.auth.kind === 'oauth' || connector.auth.kind === 'mixed';
      const popup = needsWindow ? window.open('about:blank', `patchbay-${connector.id}`, 'popup,width=560,height=720') : null;
      waits.current.get(connector.id)?.abort();
      const controller = new AbortController();
      waits.current.set(connector.id, controller);
      try {
        const answer = await api.call('connect', {
          path: { id: connector.id },
          body: {
            connectionId: options.connectionId,
            scopes: options.scopes === undefined ? undefined : [...options.scopes],
            returnTo: window.location.pathname,
          },
        });
        if (answer.kind === 'connected') {
          popup?.close();
          return true;
        }
        if (popup === null) {
          window.location.assign(answer.url);
          return false;
        }
        popup.location.href = answer.url;
        setWaiting((ids) => new Set(ids).add(connector.id));
        const outcome = await waitForConnection(connector.id, {
          connectionId: answer.connection.id,
          wasConnected: answer.connection.status === 'Connected',
          signal: controller.signal,
        });
        if (outcome.kind === 'failed')
          toast.complain(new Error(outcome.message ?? 'The sign-in did not succeed. The trace says where it stopped.'));
        return outcome.kind === 'connected';
      } catch (error) {
        popup?.close();
        toast.complain(error);
        return false;
      } finally {
        if (waits.current.get(connector.id) === controller) {
          setWaiting((ids) => new Set([...ids].filter((id) => id !== connector.id)));
        }
        void refresh();
      }
    };
    const askForHeader = (connector: Connectable) =>
      new Promise<boolean>((resolve) =>
        setQuestion({
          connector,
          answer: (connected) => {
            setQuestion(null);
            resolve(connected);
            void refresh();
          },
        }),
      );
    return {
      waiting,
      connect: (connector, options = {}) => (connector.auth.kind === 'header' ? askForHeader(connector) : signIn(connector, options)),
    };
  }, [waiting, client, toast]);

  // A window that was opened by another tab of ours also says when it is done.
  useEffect(() => {
    const channel = new BroadcastChannel('patchbay-connections');
    channel.addEventListener('message', () => void refreshRoutes(client, ['listConnectors', 'getConnector', 'listTools', 'listTraces']));
    return () => channel.close();
  }, [client]);

  return (
    <ConnectContext value={value}>
      {children}
      {question && <HeaderDialog key={question.connector.id} connector={question.connector} onDone={question.answer} />}
    </ConnectContext>
  );
}
