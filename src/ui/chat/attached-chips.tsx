import { X } from 'lucide-react';
import type { ConnectorView } from '../../contract/objects.ts';
import { useConnecting } from '../connectors/connect-provider.tsx';
import { connectVerb, jackOf } from '../connectors/connection-status.ts';
import { Jack } from '../kit/jack.tsx';

/** The connectors that are plugged into this conversation. */
export function AttachedChips({
  connectors,
  onRemove,
}: {
  readonly connectors: readonly ConnectorView[];
  readonly onRemove: (connectorId: string) => void;
}) {
  const { connect } = useConnecting();
  if (connectors.length === 0) return null;
  return (
    <ul aria-label="Attached connectors" className="flex flex-wrap gap-1.5 px-3 pt-3">
      {connectors.map((connector) => {
        const verb = connectVerb(connector.status);
        const again = connector.connections[0];
        return (
          <li
            key={connector.id}
            className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-full border border-line-strong pr-1 pl-2 text-sm"
          >
            <Jack state={jackOf[connector.status]} size={12} />
            <span className="truncate">{connector.name}</span>
            {verb && (
              <button
                type="button"
                aria-label={`${verb} ${connector.name}`}
                onClick={() => connect(connector, again ? { connectionId: again.id } : {})}
                className="rounded-sm font-medium text-live-ink underline-offset-2 hover:underline"
              >
                {verb}
              </button>
            )}
            <button
              type="button"
              aria-label={`Detach ${connector.name}`}
              onClick={() => onRemove(connector.id)}
              className="flex size-5 items-center justify-center rounded-full text-ink-faint hover:bg-hover hover:text-ink"
            >
              <X className="size-3.5" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
