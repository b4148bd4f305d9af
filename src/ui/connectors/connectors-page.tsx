import { Link } from '@tanstack/react-router';
import { FileUp, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import type { ConnectorView } from '../../contract/objects.ts';
import { useRoute } from '../app/api.ts';
import { useSession } from '../app/session.tsx';
import { Badge } from '../kit/badge.tsx';
import { Button } from '../kit/button.tsx';
import { EmptyState, ProblemNotice, SkeletonRows } from '../kit/empty-state.tsx';
import { controlLook, Select } from '../kit/field.tsx';
import { Page } from '../kit/page.tsx';
import { Tile } from '../kit/tile.tsx';
import { ConnectButton } from './connect-button.tsx';
import { jackOf, statusWords } from './connection-status.ts';
import { ImportDialog } from './import-dialog.tsx';
import { ReadyMade } from './ready-made.tsx';
import { StatusWord } from './status-word.tsx';

const filters = ['All', 'Connected', 'Needs attention', 'Changed tools'] as const;
type Filter = (typeof filters)[number];

/** All connectors, with where each stands. */
export function ConnectorsPage() {
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('All');
  const [importing, setImporting] = useState(false);
  const { person } = useSession();
  const connectors = useRoute('listConnectors');
  const all = connectors.data?.connectors ?? [];
  const shown = all.filter((connector) => fits(connector, search, filter));
  return (
    <Page
      title="Connectors"
      sentence="Connect a tool once; then use it in the chat, through the API and from any MCP client."
      actions={
        <>
          {person.role === 'owner' && (
            <Button onClick={() => setImporting(true)}>
              <FileUp className="size-4" /> Import
            </Button>
          )}
          <Button asChild look="primary">
            <Link to="/connectors/new">
              <Plus className="size-4" /> Add custom connector
            </Link>
          </Button>
        </>
      }
    >
      {connectors.isPending && <SkeletonRows rows={4} height={72} />}
      {connectors.isError && <ProblemNotice error={connectors.error} onRetry={() => connectors.refetch()} />}
      {connectors.isSuccess && all.length === 0 && (
        <EmptyState
          title="No connectors yet"
          sentence="Add a ready-made one, an MCP server by its address, or the configuration file of another client."
          action={
            <Button asChild>
              <Link to="/connectors/new">Add custom connector</Link>
            </Button>
          }
        />
      )}
      {connectors.isSuccess && (
        <div className="mb-4 flex flex-wrap gap-2">
          <label className="relative min-w-0 flex-1 basis-40">
            <span className="sr-only">Search connectors</span>
            <Search aria-hidden="true" className="absolute top-2 left-2.5 size-4 text-ink-faint" />
            <input
              type="search"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              placeholder="Search connectors"
              className={`${controlLook} h-8 pl-9 text-sm`}
            />
          </label>
          {all.length > 0 && (
            <Select
              compact
              aria-label="Show"
              className="w-auto!"
              value={filter}
              onChange={(event) => setFilter(filters.find((name) => name === event.target.value) ?? 'All')}
            >
              {filters.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </div>
      )}
      {all.length > 0 && (
        <>
          {shown.length === 0 && (
            <p className="py-8 text-center text-base text-ink-soft">None of your connectors fits. Change the search or the filter.</p>
          )}
          <ul className="grid grid-cols-1 gap-3 lg:grid-cols-2">
            {shown.map((connector) => (
              <ConnectorCard key={connector.id} connector={connector} />
            ))}
          </ul>
        </>
      )}
      {connectors.isSuccess && (
        <div className="mt-10">
          <ReadyMade offered={connectors.data.offered} search={search} />
        </div>
      )}
      <ImportDialog open={importing} onOpenChange={setImporting} />
    </Page>
  );
}

function ConnectorCard({ connector }: { readonly connector: ConnectorView }) {
  const { id, name, iconUrl, description, location, status, statusDetail, toolCount, toolsRefreshedAt, heldCount } = connector;
  return (
    <li className="relative flex items-start gap-3.5 rounded-lg border bg-raised p-4 transition-colors hover:border-line-strong">
      <Tile name={name} iconUrl={iconUrl} jack={jackOf[status]} size={40} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2">
          <Link
            to="/connectors/$connectorId"
            params={{ connectorId: id }}
            className="line-clamp-2 text-base font-semibold wrap-anywhere after:absolute after:inset-0 after:rounded-lg"
          >
            {name}
          </Link>
          {heldCount > 0 && <Badge tone="live">{heldCount} changed</Badge>}
        </div>
        <p className="line-clamp-3 text-sm wrap-anywhere text-ink-soft">{description || location}</p>
        <p className="mt-1.5 flex flex-wrap items-center gap-x-3 text-sm text-ink-faint">
          <StatusWord status={status} words={statusWords(connector)} />
          {toolsRefreshedAt !== null && (
            <span>
              {toolCount} {toolCount === 1 ? 'tool' : 'tools'}
            </span>
          )}
        </p>
        {statusDetail && <p className="mt-1 line-clamp-2 text-sm text-ink-soft">{statusDetail}</p>}
      </div>
      <div className="relative">
        <ConnectButton connector={connector} size="small" />
      </div>
    </li>
  );
}

function fits({ name, description, location, status, heldCount }: ConnectorView, search: string, filter: Filter): boolean {
  const wanted = search.trim().toLowerCase();
  if (!`${name} ${description} ${location}`.toLowerCase().includes(wanted)) return false;
  switch (filter) {
    case 'All':
      return true;
    case 'Connected':
      return status === 'Connected';
    case 'Needs attention':
      return status === 'Needs sign-in' || status === 'Reconnect' || status === 'Error';
    case 'Changed tools':
      return heldCount > 0;
    default:
      return filter satisfies never;
  }
}
