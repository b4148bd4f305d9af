import { BookOpen, ChevronDown, History, MessageSquare, Play, Square, Table2, Wrench } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '../kit/button.tsx';
import { Select } from '../kit/field.tsx';
import { formatDuration } from '../kit/format.ts';
import { Menu, MenuItem } from '../kit/menu.tsx';
import type { TimeRange } from './time-range.ts';
import { TimeRangeMenu } from './time-range-menu.tsx';
import type { QueryState } from './use-lake-query.ts';

export type Example = { readonly title: string; readonly query: string };

/** What one does with a query: run it, choose where and when, and take it elsewhere. */
export function LakeToolbar({
  workspaces,
  workspaceId,
  onWorkspace,
  range,
  onRange,
  state,
  onRun,
  onCancel,
  examples,
  onExample,
  onTables,
  onHistory,
  onAsk,
  onSave,
}: {
  readonly workspaces: readonly { readonly id: string; readonly name: string }[];
  readonly workspaceId: string;
  readonly onWorkspace: (id: string) => void;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
  readonly state: QueryState;
  readonly onRun: () => void;
  readonly onCancel: () => void;
  readonly examples: readonly Example[];
  readonly onExample: (query: string) => void;
  readonly onTables: () => void;
  readonly onHistory: () => void;
  readonly onAsk: () => void;
  /** Null where queries cannot be saved as tools. */
  readonly onSave: () => void;
}) {
  return (
    <div role="group" aria-label="Query" className="flex flex-wrap items-center gap-2 border-b px-3 py-2">
      <span className="lg:hidden">
        <IconButton label="Tables" look="plain" onClick={onTables}>
          <Table2 />
        </IconButton>
      </span>
      {state.phase === 'running' ? (
        <Button look="live" onClick={onCancel}>
          <Square className="size-3.5 fill-current" /> Cancel <Elapsed since={state.startedAt} />
        </Button>
      ) : (
        <Button look="primary" onClick={onRun} title="Shift+Enter or Ctrl+Enter">
          <Play className="size-3.5 fill-current" /> Run
        </Button>
      )}
      <TimeRangeMenu range={range} onChange={onRange} />
      {workspaces.length > 1 && (
        <Select compact aria-label="Workspace" className="w-40!" value={workspaceId} onChange={(event) => onWorkspace(event.target.value)}>
          {workspaces.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <span className="flex-1" />
      {examples.length > 0 && (
        <Menu
          align="end"
          trigger={
            <Button look="quiet">
              <BookOpen className="size-4" /> Examples <ChevronDown className="size-3.5" />
            </Button>
          }
        >
          {examples.map(({ title, query }) => (
            <MenuItem key={title} onSelect={() => onExample(query)}>
              {title}
            </MenuItem>
          ))}
        </Menu>
      )}
      <IconButton label="History" onClick={onHistory}>
        <History />
      </IconButton>
      <IconButton label="Ask about this in chat" onClick={onAsk}>
        <MessageSquare />
      </IconButton>
      <IconButton label="Save as tool" onClick={onSave}>
        <Wrench />
      </IconButton>
    </div>
  );
}

function Elapsed({ since }: { readonly since: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return <span className="min-w-10 text-right tabular-nums">{formatDuration(Math.max(0, now - since))}</span>;
}
