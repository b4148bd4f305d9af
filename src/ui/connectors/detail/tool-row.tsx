import { ChevronRight, Play } from 'lucide-react';
import { useId, useState } from 'react';
import type { ConnectorView, ToolView } from '../../../contract/objects.ts';
import { useChange } from '../../app/api.ts';
import { EffectBadge } from '../../chat/effect-badge.tsx';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { classNames } from '../../kit/class-names.ts';
import { Select } from '../../kit/field.tsx';
import { JsonView } from '../../kit/json-view.tsx';
import { Switch } from '../../kit/switch.tsx';
import { Tabs } from '../../kit/tabs.tsx';
import { TryTool } from './try-tool.tsx';

/** One tool: its switch and permission, and below them its words, schemas and a form to try it. */
export function ToolRow({ connector, tool }: { readonly connector: ConnectorView; readonly tool: ToolView }) {
  const [open, setOpen] = useState(false);
  const [part, setPart] = useState<Part>('about');
  // Who presses Try goes on in the form; who walks through the tabs stays there.
  const [startsTrial, setStartsTrial] = useState(false);
  const panelId = useId();
  const change = useChange('changeTool', { refreshes: ['listTools'] });
  const { definition, enabled, permission, effectivePermission } = tool;
  const title = definition.title ?? definition.annotations?.title ?? definition.name;
  const path = { id: connector.id, tool: definition.name };
  // What was just chosen counts at once; the answer of the server confirms it.
  const isOn = change.isPending ? (change.variables.body.enabled ?? enabled) : enabled;
  const mayTry = tool.state === 'accepted' && (isOn || connector.mayEdit);
  const startTrial = () => {
    setPart('try');
    setStartsTrial(true);
    setOpen(true);
  };
  const inherited = { allow: 'runs', ask: 'asks', deny: 'refuses' }[effectivePermission];
  return (
    <li>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2.5">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={panelId}
          onClick={() => setOpen(!open)}
          className="flex min-w-0 flex-1 basis-56 items-start gap-2 rounded-sm text-left"
        >
          <ChevronRight
            aria-hidden="true"
            className={classNames('mt-0.5 size-4 shrink-0 text-ink-faint transition-transform', open && 'rotate-90')}
          />
          <span className={classNames('min-w-0', !isOn && 'text-ink-faint')}>
            <span className="flex flex-wrap items-center gap-x-2 text-base font-medium">
              {title}
              {title !== definition.name && <span className="font-mono text-xs font-normal text-ink-faint">{definition.name}</span>}
            </span>
            <span className="line-clamp-1 text-sm text-ink-soft">{definition.description}</span>
          </span>
        </button>
        <EffectBadge annotations={definition.annotations} />
        {tool.state === 'held' && <Badge tone="live">Held</Badge>}
        {mayTry && (
          <Button size="small" aria-label={`Try ${title}`} onClick={startTrial}>
            <Play aria-hidden="true" className="size-3" /> Try
          </Button>
        )}
        <Select
          compact
          aria-label={`Permission of ${title}`}
          className="w-34!"
          disabled={!connector.mayEdit}
          value={permission ?? 'inherit'}
          onChange={(event) => {
            const { value } = event.target;
            change.mutate({ path, body: { permission: value === 'ask' || value === 'allow' || value === 'deny' ? value : null } });
          }}
        >
          <option value="inherit">{permission === null ? `As set: ${inherited}` : 'As set above'}</option>
          <option value="ask">Ask</option>
          <option value="allow">Allow</option>
          <option value="deny">Deny</option>
        </Select>
        <Switch
          label={`${title} is available`}
          checked={isOn}
          disabled={!connector.mayEdit}
          onChange={(next) => change.mutate({ path, body: { enabled: next } })}
        />
      </div>
      {open && (
        <div id={panelId} className="border-t bg-paper px-4 pt-1 pb-4">
          <ToolDetail
            connector={connector}
            tool={tool}
            trial={mayTry ? { takesFocus: startsTrial } : null}
            part={part}
            onPart={(next) => {
              setPart(next);
              setStartsTrial(false);
            }}
          />
        </div>
      )}
    </li>
  );
}

type Part = 'about' | 'input' | 'output' | 'try';
type ToolDetailProps = {
  readonly connector: ConnectorView;
  readonly tool: ToolView;
  /** Null: this person may not try it. */
  readonly trial: { readonly takesFocus: boolean } | null;
  readonly part: Part;
  readonly onPart: (part: Part) => void;
};

function ToolDetail({ connector, tool, trial, part, onPart }: ToolDetailProps) {
  const { definition, hash } = tool;
  return (
    <Tabs
      size="small"
      label={`Parts of ${definition.name}`}
      value={part}
      onChange={onPart}
      tabs={[
        {
          key: 'about',
          label: 'About',
          content: (
            <div className="flex flex-col gap-3 text-sm">
              <p className="max-w-prose whitespace-pre-wrap">{definition.description || 'The server does not describe it.'}</p>
              <Hints annotations={definition.annotations} />
              <p className="font-mono text-xs wrap-anywhere text-ink-faint">sha256 {hash}</p>
            </div>
          ),
        },
        { key: 'input', label: 'Input schema', content: <JsonView value={definition.inputSchema} label="input schema" /> },
        ...(definition.outputSchema
          ? [
              {
                key: 'output' as const,
                label: 'Output schema',
                content: <JsonView value={definition.outputSchema} label="output schema" />,
              },
            ]
          : []),
        ...(trial ? [{ key: 'try' as const, label: 'Try it', content: <TryTool connector={connector} tool={tool} {...trial} /> }] : []),
      ]}
    />
  );
}

const hintWords = {
  readOnlyHint: 'only reads',
  destructiveHint: 'may destroy',
  idempotentHint: 'may be repeated',
  openWorldHint: 'reaches the open world',
} as const;

/** The four hints as the server claims them. */
function Hints({ annotations = {} }: { readonly annotations?: ToolView['definition']['annotations'] }) {
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-ink-soft">
      {Object.entries(hintWords).map(([hint, words]) => {
        const value = annotations[hint as keyof typeof hintWords];
        return (
          <div key={hint} className="flex gap-1.5">
            <dt className="text-ink-faint">{words}</dt>
            <dd>{value === undefined ? 'not said' : value ? 'yes' : 'no'}</dd>
          </div>
        );
      })}
    </dl>
  );
}
