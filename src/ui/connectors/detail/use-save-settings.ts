import type { ConnectorView } from '../../../contract/objects.ts';
import { useChange } from '../../app/api.ts';
import { useToast } from '../../kit/toast.tsx';

type Settings = Readonly<Record<string, unknown>>;

/** The settings of a ready-made connector as they are stored: what lies in the vault is not among them. */
export function settingsOf({ origin: { settings } }: ConnectorView): Settings {
  return typeof settings === 'object' && settings !== null ? { ...settings } : {};
}

/** Saves some of the settings and leaves the others as they are; `undefined` takes one away. */
export function useSaveSettings(connector: ConnectorView) {
  const toast = useToast();
  const change = useChange('changeConnector', {
    refreshes: ['getConnector', 'listConnectors', 'listTools', 'listOperations'],
    quiet: true,
  });
  const save = (changed: Settings, { onSuccess }: { readonly onSuccess?: () => void } = {}) => {
    const entries = Object.entries({ ...settingsOf(connector), ...changed }).filter(([, value]) => value !== undefined);
    change.mutate(
      // A form gives JSON; the connector's own schema judges it.
      { path: { id: connector.id }, body: { settings: Object.fromEntries(entries) as Record<string, never> } },
      {
        onSuccess: () => {
          toast.say('Saved.');
          onSuccess?.();
        },
      },
    );
  };
  return { save, isPending: change.isPending, error: change.isError ? change.error : null };
}
