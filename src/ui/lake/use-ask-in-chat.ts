import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, refreshRoutes } from '../app/api.ts';
import { isAdministrator, useSession } from '../app/session.tsx';
import { useFirstMessages } from '../chat/first-message.tsx';
import { useToast } from '../kit/toast.tsx';

const builtin = 'data-exploration';

/** Opens a new chat with the lake plugged in and the query in its composer. The connector is added where a person may. */
export function useAskInChat(): (query: string) => Promise<void> {
  const { person } = useSession();
  const firstMessages = useFirstMessages();
  const navigate = useNavigate();
  const client = useQueryClient();
  const toast = useToast();
  return async (query) => {
    try {
      const id = await lakeConnector(isAdministrator(person));
      if (id === null) return toast.say('An admin has to add the connector "Security data lake" first; then a chat can ask it.');
      await refreshRoutes(client, ['listConnectors']);
      firstMessages.leaveDraft({ text: `Query the lake and say what this shows:\n\n\`\`\`kql\n${query}\n\`\`\`\n`, attached: [id] });
      await navigate({ to: '/' });
    } catch (error) {
      toast.complain(error);
    }
  };
}

async function lakeConnector(mayAdd: boolean): Promise<string | null> {
  const { connectors } = await api.call('listConnectors');
  const found = connectors.find(({ origin, enabled }) => origin.builtin === builtin && enabled);
  if (found === undefined && !mayAdd) return null;
  const connector =
    found ?? (await api.call('createConnector', { body: { name: 'Security data lake', origin: { kind: 'builtin', builtin } } }));
  if (connector.status !== 'Connected') await api.call('connect', { path: { id: connector.id }, body: {} });
  return connector.id;
}
