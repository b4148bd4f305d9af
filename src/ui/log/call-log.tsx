import { useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { routePath } from '../../contract/client.ts';
import type { CallView } from '../../contract/objects.ts';
import { api, useRoute } from '../app/api.ts';
import { Button } from '../kit/button.tsx';
import { EmptyState, ProblemNotice, SkeletonRows } from '../kit/empty-state.tsx';
import { Switch } from '../kit/switch.tsx';
import { useToast } from '../kit/toast.tsx';
import { type CallFilter, mergeCall, noFilter, queryOf } from './call-filter.ts';
import { CallSheet } from './call-sheet.tsx';
import { CallTable } from './call-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { StripChart } from './strip-chart.tsx';
import { useLiveCalls } from './use-live-calls.ts';

const pageSize = 100;

/** The call log, of all connectors or of one. */
export function CallLog({ connectorId }: { readonly connectorId?: string }) {
  const [filter, setFilter] = useState<CallFilter>({ ...noFilter, connectorId: connectorId ?? '' });
  const [live, setLive] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  const client = useQueryClient();
  const wanted = useDeferredValue(filter);
  const query = useMemo(() => ({ ...queryOf(wanted), limit: pageSize }), [wanted]);
  const calls = useRoute('listCalls', { query });
  const older = useOlderCalls(query);
  const change = useCallback(
    (update: (calls: readonly CallView[]) => readonly CallView[]) =>
      client.setQueryData<{ readonly calls: readonly CallView[] }>(['listCalls', { query }], (now) => now && { calls: update(now.calls) }),
    [client, query],
  );
  useLiveCalls({
    live,
    everyone: wanted.everyone,
    onCall: useCallback((call: CallView) => change((now) => mergeCall(now, call, wanted)), [change, wanted]),
  });
  const all = [...(calls.data?.calls ?? []), ...older.calls];
  const narrowed = JSON.stringify(filter) !== JSON.stringify({ ...noFilter, connectorId: connectorId ?? '' });
  const liveId = connectorId ? 'live-connector' : 'live-log';
  return (
    <div className="flex flex-col gap-4">
      <FilterBar filter={filter} onChange={setFilter} fixedConnector={connectorId !== undefined}>
        <span className="flex items-center gap-2">
          <Switch id={liveId} checked={live} onChange={setLive} />
          <label htmlFor={liveId} className="text-sm">
            Live
          </label>
        </span>
        <Button asChild>
          <a href={routePath('exportCalls', { query: { ...query, limit: undefined } })} download="calls.ndjson">
            <Download className="size-3.5" /> NDJSON
          </a>
        </Button>
      </FilterBar>
      {calls.isPending && <SkeletonRows rows={8} height={36} />}
      {calls.isError && <ProblemNotice error={calls.error} onRetry={() => calls.refetch()} />}
      {calls.isSuccess && all.length === 0 && (
        <EmptyState
          title={narrowed ? 'No call fits' : 'No calls yet'}
          sentence={
            narrowed
              ? 'Widen the filter to see more.'
              : 'Attach a connector in a chat and ask something: each call is then listed here, with its request and its result.'
          }
          action={
            narrowed ? (
              <Button onClick={() => setFilter({ ...noFilter, connectorId: connectorId ?? '' })}>Clear the filter</Button>
            ) : undefined
          }
        />
      )}
      {all.length > 0 && (
        <>
          <StripChart calls={all} />
          <CallTable calls={all} onOpen={setOpenId} showConnector={connectorId === undefined} />
          {all.length >= pageSize && !older.atEnd && (
            <Button className="self-center" busy={older.busy} onClick={() => older.load(all.at(-1)?.id)}>
              Show older calls
            </Button>
          )}
        </>
      )}
      <CallSheet call={all.find(({ id }) => id === openId) ?? null} onClose={() => setOpenId(null)} />
    </div>
  );
}

/** The pages after the first. They belong to one filter and go when it changes. */
function useOlderCalls(query: Readonly<Record<string, unknown>>) {
  const key = JSON.stringify(query);
  const [pages, setPages] = useState<{ readonly key: string; readonly calls: readonly CallView[]; readonly atEnd: boolean }>({
    key,
    calls: [],
    atEnd: false,
  });
  const [busy, setBusy] = useState(false);
  const toast = useToast();
  const current = pages.key === key ? pages : { key, calls: [], atEnd: false };
  const load = async (before: string | undefined) => {
    setBusy(true);
    try {
      const { calls } = await api.call('listCalls', { query: { ...query, before } });
      setPages({ key, calls: [...current.calls, ...calls], atEnd: calls.length < pageSize });
    } catch (error) {
      toast.complain(error);
    } finally {
      setBusy(false);
    }
  };
  return { calls: current.calls, atEnd: current.atEnd, busy, load };
}
