import type { ReactNode } from 'react';
import { useRoute } from '../app/api.ts';
import { isAdministrator, useSession } from '../app/session.tsx';
import { controlLook, Select } from '../kit/field.tsx';
import type { CallFilter } from './call-filter.ts';
import { callStates, fronts } from './call-states.ts';

const spans = [
  { hours: 1, label: 'Last hour' },
  { hours: 24, label: 'Last 24 hours' },
  { hours: 24 * 7, label: 'Last 7 days' },
  { hours: 24 * 30, label: 'Last 30 days' },
] as const;
const look = 'w-auto! max-w-40';

/** What the log is narrowed by. */
export function FilterBar({
  filter,
  onChange,
  fixedConnector,
  children,
}: {
  readonly filter: CallFilter;
  readonly onChange: (filter: CallFilter) => void;
  readonly fixedConnector: boolean;
  /** What else belongs into the row. */
  readonly children: ReactNode;
}) {
  const { person } = useSession();
  const connectors = useRoute('listConnectors', undefined, { enabled: !fixedConnector });
  const set = (part: Partial<CallFilter>) => onChange({ ...filter, ...part });
  return (
    <div role="search" aria-label="Filter of the log" className="flex min-w-0 flex-wrap items-center gap-2">
      <input
        type="search"
        aria-label="Search in calls"
        placeholder="Search"
        value={filter.search}
        onChange={(event) => set({ search: event.target.value })}
        className={`${controlLook} h-8 w-40! text-sm`}
      />
      {!fixedConnector && (
        <Select
          compact
          aria-label="Connector"
          className={look}
          value={filter.connectorId}
          onChange={(event) => set({ connectorId: event.target.value })}
        >
          <option value="">All connectors</option>
          {connectors.data?.connectors.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <input
        type="search"
        aria-label="Tool"
        placeholder="Tool"
        value={filter.tool}
        onChange={(event) => set({ tool: event.target.value })}
        className={`${controlLook} h-8 w-28! text-sm`}
      />
      <Select compact aria-label="State" className={look} value={filter.state} onChange={(event) => set({ state: event.target.value })}>
        <option value="">Any state</option>
        {Object.entries(callStates).map(([state, { word }]) => (
          <option key={state} value={state}>
            {word}
          </option>
        ))}
      </Select>
      <Select compact aria-label="Front" className={look} value={filter.front} onChange={(event) => set({ front: event.target.value })}>
        <option value="">Any front</option>
        {Object.entries(fronts).map(([front, word]) => (
          <option key={front} value={front}>
            {word}
          </option>
        ))}
      </Select>
      <Select
        compact
        aria-label="Time"
        className={look}
        onChange={(event) => {
          const hours = Number(event.target.value);
          set({ from: hours === 0 ? '' : new Date(Date.now() - hours * 3_600_000).toISOString() });
        }}
        defaultValue="0"
      >
        <option value="0">Any time</option>
        {spans.map(({ hours, label }) => (
          <option key={hours} value={hours}>
            {label}
          </option>
        ))}
      </Select>
      {isAdministrator(person) && (
        <Select
          compact
          aria-label="Whose calls"
          className={look}
          value={filter.everyone ? 'everyone' : 'mine'}
          onChange={(event) => set({ everyone: event.target.value === 'everyone' })}
        >
          <option value="mine">My calls</option>
          <option value="everyone">Everyone’s calls</option>
        </Select>
      )}
      <div className="ml-auto flex items-center gap-4">{children}</div>
    </div>
  );
}
