import { Link } from '@tanstack/react-router';
import { Check, ImagePlus, MoreHorizontal, Plus } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { ConnectorView } from '../../contract/objects.ts';
import { useRoute } from '../app/api.ts';
import { useConnecting } from '../connectors/connect-provider.tsx';
import { connectVerb, jackOf } from '../connectors/connection-status.ts';
import { IconButton } from '../kit/button.tsx';
import { Menu, MenuItem, MenuLine, menuRow, SubMenu } from '../kit/menu.tsx';
import { Tile } from '../kit/tile.tsx';

/** The (+) of the composer: images, and under More the connectors. */
export function AttachMenu({
  attached,
  onToggle,
  onAddImages,
}: {
  readonly attached: readonly string[];
  readonly onToggle: (connectorId: string) => void;
  readonly onAddImages: () => void;
}) {
  return (
    <Menu
      side="top"
      trigger={
        <IconButton label="Add images and connectors">
          <Plus />
        </IconButton>
      }
    >
      <MenuItem onSelect={onAddImages}>
        <ImagePlus /> Add images
      </MenuItem>
      <SubMenu
        className="w-80"
        label={
          <>
            <MoreHorizontal /> More
          </>
        }
      >
        <ConnectorChoices attached={attached} onToggle={onToggle} />
      </SubMenu>
    </Menu>
  );
}

function ConnectorChoices({ attached, onToggle }: { readonly attached: readonly string[]; readonly onToggle: (id: string) => void }) {
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
        // Letters are for this field; arrows, Escape and Tab stay the menu's.
        onKeyDown={(event) => (event.key.length === 1 || event.key === 'Backspace') && event.stopPropagation()}
        className="mb-1 h-8 w-full rounded-md bg-inset px-2.5 text-base"
      />
      {connectors.isPending && <p className="px-2 py-1.5 text-sm text-ink-faint">Reading the connectors…</p>}
      {connectors.isError && <p className="px-2 py-1.5 text-sm text-bad-ink">The connectors could not be read.</p>}
      {connectors.isSuccess && shown.length === 0 && (
        <p className="px-2 py-1.5 text-sm text-ink-faint">
          {wanted === '' ? 'There are no connectors yet.' : 'No connector has this name.'}
        </p>
      )}
      {shown.map((connector) => (
        <ConnectorChoice key={connector.id} connector={connector} attached={attached.includes(connector.id)} onToggle={onToggle} />
      ))}
      <MenuLine />
      <DropdownMenu.Item asChild className={menuRow}>
        <Link to="/connectors/new">
          <Plus /> Add connector
        </Link>
      </DropdownMenu.Item>
    </>
  );
}

function ConnectorChoice({
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
    <DropdownMenu.CheckboxItem
      checked={attached}
      disabled={off}
      // The menu stays open: several may be wanted. A sign-in opens a window anyway.
      onSelect={(event) => {
        event.preventDefault();
        void choose();
      }}
      className={menuRow}
    >
      <Tile name={connector.name} iconUrl={connector.iconUrl} jack={jackOf[connector.status]} size={24} />
      <span className="min-w-0 flex-1 truncate">{connector.name}</span>
      {verb !== null && !attached ? (
        <span className="text-sm text-live-ink">{waiting.has(connector.id) ? 'Waiting…' : verb}</span>
      ) : (
        off && <span className="text-sm text-ink-faint">{connector.status}</span>
      )}
      {attached && <Check className="text-live-ink" />}
    </DropdownMenu.CheckboxItem>
  );
}
