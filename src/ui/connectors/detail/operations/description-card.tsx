import { useState } from 'react';
import type { ConnectorView } from '../../../../contract/objects.ts';
import type { OfferedOperation } from '../../../../contract/offered-objects.ts';
import { Button } from '../../../kit/button.tsx';
import { canBeTool } from './operation-choice.ts';
import { ReplaceDescription } from './replace-description.tsx';
import { settingsOf } from '../use-save-settings.ts';

/** What is described, and where the description came from; its text is for machines and not shown. */
export function DescriptionCard({
  connector,
  api,
  operations,
  onReplaced,
}: {
  readonly connector: ConnectorView;
  readonly api: string;
  readonly operations: readonly OfferedOperation[];
  readonly onReplaced: () => void;
}) {
  const [replacing, setReplacing] = useState(false);
  const { documentUrl } = settingsOf(connector);
  const impossible = operations.filter((operation) => !canBeTool(operation)).length;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border bg-raised p-4">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-base font-medium">{api}</p>
        <p className="text-sm text-ink-soft">
          {operations.length === 1 ? 'One operation' : `${operations.length} operations`}
          {impossible > 0 && `, ${impossible} of them cannot be called from here`}
        </p>
        {typeof documentUrl === 'string' && <p className="mt-0.5 font-mono text-xs wrap-anywhere text-ink-faint">{documentUrl}</p>}
      </div>
      <Button onClick={() => setReplacing(true)}>Replace</Button>
      {replacing && <ReplaceDescription connector={connector} onClose={() => setReplacing(false)} onReplaced={onReplaced} />}
    </div>
  );
}
