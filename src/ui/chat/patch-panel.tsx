import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useRoute } from '../app/api.ts';
import { useConnecting } from '../connectors/connect-provider.tsx';
import { connectVerb } from '../connectors/connection-status.ts';
import { classNames } from '../kit/class-names.ts';
import { Jack } from '../kit/jack.tsx';

const shown = 8;

/** The connectors as a row of jacks: press one to plug it into the chat that begins. */
export function PatchPanel({ attached, onToggle }: { readonly attached: readonly string[]; readonly onToggle: (id: string) => void }) {
  const { data } = useRoute('listConnectors');
  const { connect } = useConnecting();
  if (data === undefined) return <div className="h-16" />;
  const usable = data.connectors.filter(({ enabled, status }) => enabled && status !== 'Admin approval required').slice(0, shown);
  return (
    <div className="flex flex-col items-center gap-3">
      {usable.length === 0 && (
        <p className="max-w-md text-center text-base text-ink-soft">
          Nothing is connected yet. Add a connector (mail, files, a tracker, any MCP server) and its tools can be used here.
        </p>
      )}
      <ul aria-label="Connectors" className="flex flex-wrap justify-center gap-2">
        {usable.map((connector) => {
          const plugged = attached.includes(connector.id);
          const verb = connectVerb(connector.status);
          const again = connector.connections[0];
          const press = async () => {
            if (plugged || verb === null) return onToggle(connector.id);
            if (await connect(connector, again ? { connectionId: again.id } : {})) onToggle(connector.id);
          };
          return (
            <li key={connector.id}>
              <button
                type="button"
                aria-pressed={plugged}
                onClick={press}
                className={classNames(
                  'inline-flex h-8 items-center gap-2 rounded-full border px-3 text-sm transition-colors hover:bg-hover',
                  plugged ? 'border-live-line bg-live-soft text-ink' : 'text-ink-soft',
                )}
              >
                <Jack state={plugged ? 'plugged' : verb === 'Reconnect' ? 'loose' : 'open'} size={13} />
                {connector.name}
                {verb && !plugged && <span className="text-ink-faint">{verb}</span>}
              </button>
            </li>
          );
        })}
        <li>
          <Link
            to={usable.length === 0 ? '/connectors/new' : '/connectors'}
            className="inline-flex h-8 items-center gap-1.5 rounded-full border border-dashed border-line-strong px-3 text-sm text-ink-soft transition-colors hover:bg-hover hover:text-ink"
          >
            <Plus className="size-3.5" /> {usable.length === 0 ? 'Add a connector' : 'More'}
          </Link>
        </li>
      </ul>
    </div>
  );
}
