import { lazy, Suspense } from 'react';
import type { ConnectorView, ToolView } from '../../../contract/objects.ts';
import { useChange, useRoute } from '../../app/api.ts';
import { EffectBadge } from '../../chat/effect-badge.tsx';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { EmptyState, ProblemNotice, SkeletonRows } from '../../kit/empty-state.tsx';
import { toolText } from './tool-text.ts';

const SideBySide = lazy(() => import('../../kit/side-by-side.tsx').then((module) => ({ default: module.SideBySide })));
const words = { added: 'Added', changed: 'Changed', removed: 'Removed', none: '' } as const;

/** What the server changed since its tools were last accepted. None of it runs before a person has looked. */
export function ChangesTab({ connector }: { readonly connector: ConnectorView }) {
  const path = { id: connector.id };
  const tools = useRoute('listTools', { path });
  const accept = useChange('acceptTools', { refreshes: ['listTools', 'getConnector', 'listConnectors'] });
  const waiting = (tools.data?.tools ?? []).filter(({ change }) => change !== 'none');
  if (tools.isPending) return <SkeletonRows rows={3} height={120} />;
  if (tools.isError) return <ProblemNotice error={tools.error} onRetry={() => tools.refetch()} />;
  if (waiting.length === 0) {
    return (
      <EmptyState
        title="Nothing waits for you"
        sentence="When the server adds, changes or removes a tool, it is held and shown here, old beside new, until you accept it."
      />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-60 text-base text-ink-soft">
          Read what is new as you would read a stranger’s instructions: models follow these words.
        </p>
        {connector.mayEdit && (
          <Button look="primary" busy={accept.isPending} onClick={() => accept.mutate({ path, body: {} })}>
            Accept all {waiting.length}
          </Button>
        )}
      </div>
      {waiting.map((tool) => (
        <Change key={tool.definition.name} tool={tool}>
          {connector.mayEdit && (
            <Button
              size="small"
              busy={accept.isPending}
              aria-label={`Accept ${tool.definition.name}`}
              onClick={() => accept.mutate({ path, body: { names: [tool.definition.name] } })}
            >
              Accept
            </Button>
          )}
        </Change>
      ))}
    </div>
  );
}

function Change({ tool, children }: { readonly tool: ToolView; readonly children: React.ReactNode }) {
  const { definition, previous, change } = tool;
  const before = change === 'removed' ? toolText(previous ?? definition) : previous === null ? '' : toolText(previous);
  const after = change === 'removed' ? '' : toolText(definition);
  return (
    <section aria-label={`${words[change]} ${definition.name}`} className="overflow-hidden rounded-lg border bg-raised">
      <header className="flex flex-wrap items-center gap-2 border-b px-4 py-2.5">
        <Badge tone={change === 'removed' ? 'bad' : change === 'added' ? 'good' : 'live'}>{words[change]}</Badge>
        <h2 className="min-w-0 font-mono text-sm font-medium wrap-anywhere">{definition.name}</h2>
        <EffectBadge annotations={definition.annotations} />
        <span className="flex-1" />
        {children}
      </header>
      <Suspense fallback={<SkeletonRows rows={1} height={80} />}>
        <SideBySide before={before} after={after} />
      </Suspense>
    </section>
  );
}
