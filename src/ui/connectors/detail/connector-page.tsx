import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { ConnectorView } from '../../../contract/objects.ts';
import { useRoute } from '../../app/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { ProblemNotice, SkeletonRows } from '../../kit/empty-state.tsx';
import { Tabs } from '../../kit/tabs.tsx';
import { useTitle } from '../../kit/use-title.ts';
import { Tile } from '../../kit/tile.tsx';
import { ConnectButton } from '../connect-button.tsx';
import { jackOf, statusWords } from '../connection-status.ts';
import { StatusWord } from '../status-word.tsx';
import { AccountsTab } from './accounts-tab.tsx';
import { ChangesTab } from './changes-tab.tsx';
import { ToolsTab } from './tools-tab.tsx';

const CallLog = lazy(() => import('../../log/call-log.tsx').then((module) => ({ default: module.CallLog })));
const SettingsTab = lazy(() => import('./settings-tab.tsx').then((module) => ({ default: module.SettingsTab })));
const TraceTab = lazy(() => import('./trace-tab.tsx').then((module) => ({ default: module.TraceTab })));
const tabKeys = ['tools', 'changes', 'accounts', 'trace', 'log', 'settings'] as const;

/** One connector: its state, its tools, its accounts, its story. */
export function ConnectorPage() {
  const { connectorId } = useParams({ from: '/connectors/$connectorId' });
  const connector = useRoute('getConnector', { path: { id: connectorId } });
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto w-full max-w-5xl px-4 pt-6 pb-16 md:px-8 md:pt-8">
        <Link to="/connectors" className="mb-4 inline-flex items-center gap-1 rounded-sm text-sm text-ink-soft hover:text-ink">
          <ChevronLeft aria-hidden="true" className="size-4" /> Connectors
        </Link>
        {connector.isPending && <SkeletonRows rows={4} />}
        {connector.isError && <ProblemNotice error={connector.error} onRetry={() => connector.refetch()} />}
        {connector.isSuccess && <ConnectorDetail key={connector.data.id} connector={connector.data} />}
      </div>
    </div>
  );
}

function ConnectorDetail({ connector }: { readonly connector: ConnectorView }) {
  const search = useSearch({ from: '/connectors/$connectorId' });
  const navigate = useNavigate();
  useTitle(connector.name);
  const tab = tabKeys.find((key) => key === search.tab) ?? 'tools';
  const { id, name, iconUrl, description, location, status, statusDetail, heldCount, toolCount, connections } = connector;
  return (
    <>
      <header className="mb-6 flex flex-wrap items-start gap-4">
        <Tile name={name} iconUrl={iconUrl} jack={jackOf[status]} size={52} />
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl font-semibold tracking-tight">{name}</h1>
          {description && <p className="text-base text-ink-soft">{description}</p>}
          <p className="mt-0.5 font-mono text-xs wrap-anywhere text-ink-faint">{location}</p>
          <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
            <StatusWord status={status} words={statusWords(connector)} />
            {statusDetail && <span className="text-sm text-ink-soft">{statusDetail}</span>}
          </div>
        </div>
        <ConnectButton connector={connector} />
      </header>
      <Suspense fallback={<SkeletonRows rows={3} />}>
        <Tabs
          label={`Parts of ${name}`}
          value={tab}
          onChange={(key) =>
            navigate({
              to: '/connectors/$connectorId',
              params: { connectorId: id },
              search: key === 'tools' ? {} : { tab: key },
              replace: true,
            })
          }
          tabs={[
            { key: 'tools', label: <Counted label="Tools" count={toolCount} />, content: <ToolsTab connector={connector} /> },
            {
              key: 'changes',
              label: <>Changes {heldCount > 0 && <Badge tone="live">{heldCount}</Badge>}</>,
              content: <ChangesTab connector={connector} />,
            },
            {
              key: 'accounts',
              label: <Counted label="Accounts" count={connections.length} />,
              content: <AccountsTab connector={connector} />,
            },
            { key: 'trace', label: 'Trace', content: <TraceTab connectorId={id} /> },
            { key: 'log', label: 'Log', content: <CallLog connectorId={id} /> },
            { key: 'settings', label: 'Settings', content: <SettingsTab key={connector.createdAt} connector={connector} /> },
          ]}
        />
      </Suspense>
    </>
  );
}

function Counted({ label, count }: { readonly label: string; readonly count: number }) {
  return (
    <>
      {label} {count > 0 && <span className="text-sm font-normal text-ink-faint tabular-nums">{count}</span>}
    </>
  );
}
