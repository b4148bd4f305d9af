import type { CallView } from '../../contract/objects.ts';

/** What the log is narrowed to. Empty texts mean "any". */
export type CallFilter = {
  readonly connectorId: string;
  readonly tool: string;
  readonly state: string;
  readonly front: string;
  readonly search: string;
  /** ISO time that calls start from. */
  readonly from: string;
  readonly everyone: boolean;
};
export const noFilter: CallFilter = { connectorId: '', tool: '', state: '', front: '', search: '', from: '', everyone: false };

/** The filter as the query of the routes. */
export function queryOf(filter: CallFilter): Readonly<Record<string, string>> {
  const { everyone, ...texts } = filter;
  const entries = Object.entries(texts)
    .map(([key, value]) => [key, value.trim()] as const)
    .filter(([, value]) => value !== '');
  return { ...Object.fromEntries(entries), ...(everyone ? { everyone: 'true' } : {}) };
}

/** Would the server have listed this call? For calls that arrive live. */
export function fitsFilter(call: CallView, filter: CallFilter): boolean {
  const wanted = filter.search.trim().toLowerCase();
  return (
    (filter.connectorId === '' || call.connectorId === filter.connectorId) &&
    (filter.tool.trim() === '' || call.toolName.toLowerCase().includes(filter.tool.trim().toLowerCase())) &&
    (filter.state === '' || call.state === filter.state) &&
    (filter.front === '' || call.front === filter.front) &&
    (filter.from === '' || call.startedAt >= filter.from) &&
    (wanted === '' ||
      JSON.stringify([call.toolName, call.label, call.connectorName, call.email, call.input]).toLowerCase().includes(wanted))
  );
}

/** The list with a call that has just started or ended: in its old place, or on top. */
export function mergeCall(calls: readonly CallView[], call: CallView, filter: CallFilter): readonly CallView[] {
  const place = calls.findIndex(({ id }) => id === call.id);
  if (place !== -1) return calls.with(place, call);
  return fitsFilter(call, filter) ? [call, ...calls] : calls;
}
