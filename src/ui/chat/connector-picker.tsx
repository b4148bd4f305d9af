import { Link } from '@tanstack/react-router';
import { Check, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ConnectorView } from '../../contract/objects.ts';
import { useRoute } from '../app/api.ts';
import { useConnecting } from '../connectors/connect-provider.tsx';
import { connectVerb, jackOf } from '../connectors/connection-status.ts';
import { Jack } from '../kit/jack.tsx';
import { menuRow } from '../kit/menu.tsx';
import { Tile } from '../kit/tile.tsx';

/** The connectors to attach, with their state. One that needs a sign-in is connected first. */
export function ConnectorPicker({ attached, onToggle }: { readonly attached: readonly string[]; readonly onToggle: (id: string) => void }) {
  const [search, setSearch] = useState('');
  const connectors = useRoute('listConnectors');
  const wanted = search.trim().toLowerCase();
  const shown = (connectors.data?.connectors ?? []).filter(({ name, slug }) => `${name} ${slug}`.toLowerCase().includes(wanted));
  return (
    <>
      <input
        type="search"
        aria-label="Search connectors"
        placeholder="Search connectors"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        className="mb-1 h-8 w-full rounded-md bg-inset px-2.5 text-base"
      />
      {connectors.isPending && <p className="px-2 py-1.5 text-sm text-ink-faint">Reading the connectors…</p>}
      {connectors.isError && <p className="px-2 py-1.5 text-sm text-bad-ink">The connectors could not be read.</p>}
      {connectors.isSuccess && shown.length === 0 && (
        <p className="px-2 py-1.5 text-sm text-ink-faint">
          {wanted === '' ? 'There are no connectors yet.' : 'No connector has this name.'}
        </p>
      )}
      <ul aria-label="Connectors to attach" className="max-h-[min(320px,40dvh)] overflow-y-auto">
        {shown.map((connector) => (
          <ConnectorRow key={connector.id} connector={connector} attached={attached.includes(connector.id)} onToggle={onToggle} />
        ))}
      </ul>
      <div className="-mx-1 mt-1 border-t px-1 pt-1">
        <Link to="/connectors/new" className={`${menuRow} hover:bg-hover`}>
          <Plus /> Add connector
        </Link>
      </div>
    </>
  );
}

function ConnectorRow({
  connector,
  attached,
  onToggle,
}: {
  readonly connector: ConnectorView;
  readonly attached: boolean;
  readonly onToggle: (id: string) => void;
}) {
  const { connect, waiting } = useConnecting();
  const verb = connectVerb(connector.status);
  const off = connector.status === 'Disabled by admin' || connector.status === 'Admin approval required';
  const choose = async () => {
    if (verb === null || attached) return onToggle(connector.id);
    const again = connector.connections[0];
    if (await connect(connector, again ? { connectionId: again.id } : {})) onToggle(connector.id);
  };
  return (
    <li>
      <button
        type="button"
        aria-pressed={attached}
        disabled={off}
        onClick={choose}
        className={`${menuRow} hover:bg-hover disabled:text-ink-faint`}
      >
        <Tile name={connector.name} iconUrl={connector.iconUrl} size={24} />
        <span className="min-w-0 flex-1 truncate">{connector.name}</span>
        {verb !== null && !attached ? (
          <span className="text-sm text-live-ink">{waiting.has(connector.id) ? 'Waiting…' : verb}</span>
        ) : (
          !attached && <span className="text-sm text-ink-faint">{connector.status}</span>
        )}
        {attached ? (
          <Check aria-hidden="true" className="text-live-ink" />
        ) : (
          <Jack state={jackOf[connector.status]} size={13} className="size-3.25!" />
        )}
      </button>
    </li>
  );
}
