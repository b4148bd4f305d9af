import { Link } from '@tanstack/react-router';
import { RefreshCw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { ConnectorView } from '../../../contract/objects.ts';
import { useChange, useRoute } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState, ProblemNotice, SkeletonRows } from '../../kit/empty-state.tsx';
import { controlLook } from '../../kit/field.tsx';
import { formatMoment } from '../../kit/format.ts';
import { Segmented } from '../../kit/switch.tsx';
import { useToast } from '../../kit/toast.tsx';
import { ToolRow } from './tool-row.tsx';

const levels = [
  { value: 'always-ask', label: 'Always ask' },
  { value: 'allow-reads', label: 'Allow reads' },
  { value: 'allow-all', label: 'Allow all' },
] as const;
const levelSentences = {
  'always-ask': 'Every call waits for an answer.',
  'allow-reads': 'Tools that only read run at once; all others ask. A tool that does not say counts as one that changes things.',
  'allow-all': 'Nothing asks, also what deletes. Only for servers that you trust wholly.',
} as const;

/** The tools with their switches and permissions. */
export function ToolsTab({ connector }: { readonly connector: ConnectorView }) {
  const [search, setSearch] = useState('');
  const path = { id: connector.id };
  const tools = useRoute('listTools', { path });
  const toast = useToast();
  const refresh = useChange('refreshTools', { refreshes: ['listTools', 'getConnector', 'listConnectors', 'listTraces'] });
  const change = useChange('changeConnector', { refreshes: ['getConnector', 'listConnectors', 'listTools'] });
  const settled = (tools.data?.tools ?? []).filter(({ change: kind }) => kind !== 'added' && kind !== 'removed');
  const wanted = search.trim().toLowerCase();
  const shown = settled.filter(({ definition: { name, title = '', description = '' } }) =>
    `${name} ${title} ${description}`.toLowerCase().includes(wanted),
  );
  const readAgain = () =>
    refresh.mutate(
      { path },
      {
        onSuccess: ({ added, changed, removed }) =>
          toast.say(added + changed + removed === 0 ? 'Nothing has changed.' : `${added} added, ${changed} changed, ${removed} removed.`),
      },
    );
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3 rounded-lg border bg-raised p-4">
        <div className="min-w-0 flex-1 basis-60">
          <p className="text-base font-medium">What may run without asking</p>
          <p className="text-sm text-ink-soft">{levelSentences[connector.permission]}</p>
        </div>
        <Segmented
          label="Permission level"
          value={connector.permission}
          choices={levels.map((level) => ({ ...level, disabled: !connector.mayEdit }))}
          onChange={(permission) => change.mutate({ path, body: { permission } })}
        />
      </div>
      {connector.heldCount > 0 && (
        <Link
          to="/connectors/$connectorId"
          params={{ connectorId: connector.id }}
          search={{ tab: 'changes' }}
          className="flex items-center gap-2.5 rounded-lg border border-live-line bg-live-soft px-4 py-3 text-base hover:border-live"
        >
          <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-live-ink" />
          <span>
            {connector.heldCount === 1 ? 'One tool was' : `${connector.heldCount} tools were`} added, changed or removed by the server and
            cannot be called until you have looked.
          </span>
        </Link>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="search"
          aria-label="Search tools"
          placeholder="Search tools"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className={`${controlLook} h-8 max-w-72 text-sm`}
        />
        <span className="flex-1" />
        {connector.toolsRefreshedAt && (
          <span className="text-sm text-ink-faint tabular-nums">Read {formatMoment(connector.toolsRefreshedAt)}</span>
        )}
        <Button onClick={readAgain} busy={refresh.isPending}>
          <RefreshCw className="size-3.5" /> Refresh
        </Button>
      </div>
      {refresh.isError && <ProblemNotice error={refresh.error} onRetry={readAgain} />}
      {tools.isPending && <SkeletonRows rows={5} />}
      {tools.isError && <ProblemNotice error={tools.error} onRetry={() => tools.refetch()} />}
      {tools.isSuccess && settled.length === 0 && (
        <EmptyState
          title="No tools yet"
          sentence={
            connector.status === 'Connected'
              ? 'The server listed none. Press Refresh to ask again.'
              : 'Tools are read from the server once it is connected. Connect it above.'
          }
        />
      )}
      {tools.isSuccess && settled.length > 0 && shown.length === 0 && <p className="text-base text-ink-soft">No tool has these words.</p>}
      {shown.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border bg-raised">
          {shown.map((tool) => (
            <ToolRow key={tool.definition.name} connector={connector} tool={tool} />
          ))}
        </ul>
      )}
      {connector.instructions && (
        <details className="text-sm text-ink-soft">
          <summary className="rounded-sm font-medium">What the server tells models about itself</summary>
          <p className="mt-2 border-l pl-3 whitespace-pre-wrap">{connector.instructions}</p>
        </details>
      )}
    </div>
  );
}
