import { Check, ChevronRight } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { McpCallItem } from '../../contract/objects.ts';
import { Badge } from '../kit/badge.tsx';
import { classNames } from '../kit/class-names.ts';
import { formatDuration } from '../kit/format.ts';
import { Jack } from '../kit/jack.tsx';
import { CodeBlock, JsonView } from '../kit/json-view.tsx';
import { Tabs } from '../kit/tabs.tsx';
import type { LiveCall } from './chat-state.ts';
import { type CallPhase, failureOf, phaseOf, readArguments } from './describe-call.ts';
import { TextResult, ToolResultView } from './tool-result.tsx';

/** A tool call: one quiet line that opens into what was asked and what came back. */
export function ToolCard({
  item,
  live,
  startsOpen,
}: {
  readonly item: McpCallItem;
  readonly live: LiveCall | null;
  readonly startsOpen: boolean;
}) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const panelId = useId();
  const phase = phaseOf(item);
  const running = phase === 'running' || phase === 'preparing';
  // Unless the person has said otherwise, it opens by itself when there is something to see.
  const open = chosen ?? (startsOpen && !running);
  const failure = failureOf(item);
  return (
    <div className={classNames('relative overflow-hidden rounded-lg border bg-raised', running && 'border-live-line')}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={panelId}
        onClick={() => setChosen(!open)}
        className="flex min-h-9 w-full items-center gap-2.5 px-3 py-1.5 text-left text-sm focus-visible:-outline-offset-2"
      >
        <PhaseMark phase={phase} />
        <span className="min-w-0 flex-1 truncate">
          <span className="text-ink-faint">{item.patchbay?.connectorName ?? item.server_label}</span>
          <span className="text-ink-faint"> · </span>
          <span className="font-medium">{item.patchbay?.toolTitle ?? item.name}</span>
          {live?.progress?.message && <span className="text-ink-soft"> — {live.progress.message}</span>}
        </span>
        {item.patchbay?.truncated && <Badge title="The result was longer than the limit; its end was cut off.">Truncated</Badge>}
        <CallState item={item} live={live} />
        <ChevronRight
          aria-hidden="true"
          className={classNames('size-4 shrink-0 text-ink-faint transition-transform', open && 'rotate-90')}
        />
      </button>
      {running && <ProgressLine live={live} />}
      {failure && !open && <p className="border-t px-3 py-2 text-sm wrap-anywhere text-bad-ink">{clip(failure.sentence)}</p>}
      {open && (
        <div id={panelId} className="border-t px-3 pb-3">
          <CallDetail item={item} />
        </div>
      )}
    </div>
  );
}

const jacks = { preparing: 'plugged', running: 'plugged', waiting: 'loose', failed: 'faulty', stopped: 'off' } as const;

function PhaseMark({ phase }: { readonly phase: CallPhase }) {
  if (phase === 'done') return <Check aria-hidden="true" className="size-[13px] shrink-0 text-good" />;
  return (
    <span className={classNames('flex', (phase === 'running' || phase === 'preparing') && 'animate-pulse-live')}>
      <Jack state={jacks[phase]} size={13} />
    </span>
  );
}

function CallState({ item, live }: { readonly item: McpCallItem; readonly live: LiveCall | null }) {
  const phase = phaseOf(item);
  const duration = item.patchbay?.milliseconds;
  switch (phase) {
    case 'preparing':
    case 'running':
      return <span className="shrink-0 text-live-ink tabular-nums">{live ? <Elapsed since={live.startedAt} /> : 'Preparing'}</span>;
    case 'waiting':
      return <span className="shrink-0 text-live-ink">Needs sign-in</span>;
    case 'stopped':
      return <span className="shrink-0 text-ink-faint">Stopped</span>;
    case 'failed':
      return <span className="shrink-0 text-bad-ink tabular-nums">Failed{duration == null ? '' : ` · ${formatDuration(duration)}`}</span>;
    case 'done':
      return (
        <span className="shrink-0 text-ink-faint tabular-nums">
          <span className="sr-only">Done</span>
          {duration == null ? 'Done' : formatDuration(duration)}
        </span>
      );
    default:
      return phase satisfies never;
  }
}

function Elapsed({ since }: { readonly since: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
}

function ProgressLine({ live }: { readonly live: LiveCall | null }) {
  const { progress, total } = live?.progress ?? {};
  const share = progress !== undefined && total !== undefined && total > 0 ? Math.min(1, progress / total) : null;
  return (
    <div
      role="progressbar"
      aria-label="Progress of the call"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      className="absolute inset-x-0 bottom-0 h-0.5 overflow-hidden"
    >
      {share === null ? (
        <div className="h-full w-1/3 animate-sweep bg-live" />
      ) : (
        <div className="h-full bg-live transition-[width]" style={{ width: `${share * 100}%` }} />
      )}
    </div>
  );
}

function CallDetail({ item }: { readonly item: McpCallItem }) {
  const [tab, setTab] = useState<'result' | 'input' | 'raw'>('result');
  const failure = failureOf(item);
  const result = item.patchbay?.result ?? null;
  return (
    <Tabs
      size="small"
      label="Call"
      value={tab}
      onChange={setTab}
      tabs={[
        {
          key: 'result',
          label: 'Result',
          content: (
            <div className="flex flex-col gap-3">
              {failure && (
                <div className="rounded-md bg-bad-soft px-3 py-2">
                  <p className="text-base wrap-anywhere whitespace-pre-wrap">{failure.sentence}</p>
                  <p className="font-mono text-xs text-bad-ink">{failure.code}</p>
                </div>
              )}
              {result ? (
                <ToolResultView result={result} />
              ) : item.output ? (
                <TextResult text={item.output} />
              ) : (
                !failure && <p className="text-sm text-ink-faint">No result yet.</p>
              )}
              {item.patchbay?.truncated && (
                <p className="text-sm text-ink-soft">The result was longer than the limit of this connector. What follows was cut off.</p>
              )}
            </div>
          ),
        },
        { key: 'input', label: 'Input', content: <Arguments text={item.arguments} /> },
        { key: 'raw', label: 'Raw', content: <JsonView value={item} label="item" /> },
      ]}
    />
  );
}

/** Arguments as JSON, or as far as they have arrived. */
export function Arguments({ text }: { readonly text: string }) {
  const value = readArguments(text);
  return typeof value === 'string' ? <CodeBlock text={text} label="arguments" /> : <JsonView value={value} label="arguments" />;
}

function clip(text: string): string {
  return text.length > 240 ? `${text.slice(0, 240)}…` : text;
}
