import type { CallView } from '../../contract/objects.ts';
import { Badge } from '../kit/badge.tsx';
import { classNames } from '../kit/class-names.ts';
import { formatBytes, formatDuration, formatInstant } from '../kit/format.ts';
import { callStates, fronts } from './call-states.ts';

const cell = 'px-3 py-1.5 text-left align-middle font-normal whitespace-nowrap';
/** Columns that a phone has no room for; the sheet has them all. */
const wide = `${cell} max-md:hidden`;

/** Calls in a dense table. Each row opens. */
export function CallTable({
  calls,
  onOpen,
  showConnector,
}: {
  readonly calls: readonly CallView[];
  readonly onOpen: (id: string) => void;
  readonly showConnector: boolean;
}) {
  return (
    <div className="overflow-x-auto rounded-lg border bg-raised">
      <table className="w-full border-collapse text-sm tabular-nums">
        <thead className="text-ink-soft">
          <tr className="border-b [&>th]:font-medium">
            <th scope="col" className={wide}>
              Time
            </th>
            <th scope="col" className={cell}>
              Tool
            </th>
            {showConnector && (
              <th scope="col" className={wide}>
                Connector
              </th>
            )}
            <th scope="col" className={cell}>
              State
            </th>
            <th scope="col" className={wide}>
              Who
            </th>
            <th scope="col" className={wide}>
              Front
            </th>
            <th scope="col" className={`${cell} text-right`}>
              Latency
            </th>
            <th scope="col" className={`${wide} text-right`}>
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <CallRow key={call.id} call={call} onOpen={onOpen} showConnector={showConnector} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CallRow({
  call,
  onOpen,
  showConnector,
}: {
  readonly call: CallView;
  readonly onOpen: (id: string) => void;
  readonly showConnector: boolean;
}) {
  const state = callStates[call.state];
  return (
    <tr className="relative border-b last:border-b-0 hover:bg-hover">
      <td className={`${wide} text-ink-faint`}>{formatInstant(call.startedAt)}</td>
      <td className={`${cell} max-w-60`}>
        <button
          type="button"
          onClick={() => onOpen(call.id)}
          className="block max-w-full truncate rounded-sm font-mono text-xs font-medium after:absolute after:inset-0"
        >
          {call.toolName}
        </button>
        <span className="block truncate text-xs text-ink-faint md:hidden">
          {showConnector && `${call.connectorName} · `}
          {formatInstant(call.startedAt)}
        </span>
      </td>
      {showConnector && <td className={wide}>{call.connectorName}</td>}
      <td className={cell}>
        <span className="inline-flex items-center gap-1.5">
          <Badge tone={state.tone} className={classNames(call.state === 'running' && 'animate-wait')}>
            {state.word}
          </Badge>
          {call.truncated && <span className="text-xs text-ink-faint max-md:hidden">truncated</span>}
        </span>
      </td>
      <td className={`${wide} max-w-48 truncate text-ink-soft`}>{call.email}</td>
      <td className={`${wide} text-ink-soft`}>{fronts[call.front]}</td>
      <td className={`${cell} text-right`}>{call.milliseconds === null ? '' : formatDuration(call.milliseconds)}</td>
      <td className={`${wide} text-right text-ink-soft`}>{call.resultBytes === null ? '' : formatBytes(call.resultBytes)}</td>
    </tr>
  );
}
