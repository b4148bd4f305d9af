import { X } from 'lucide-react';
import { IconButton } from '../../../kit/button.tsx';
import type { Choice } from './operation-choice.ts';

/** What was chosen and is no longer described: it makes no tool, and stays until somebody takes it away. */
export function MissingOperations({
  missing,
  onRemove,
}: {
  readonly missing: readonly Choice[];
  readonly onRemove: (choice: Choice) => void;
}) {
  if (missing.length === 0) return null;
  return (
    <div className="rounded-lg border border-live-line bg-live-soft px-3 py-2">
      <p className="text-sm text-ink">Chosen, but not in the description:</p>
      <ul>
        {missing.map((choice, index) => (
          <li key={index} className="flex items-center gap-2">
            <span className="min-w-0 flex-1 font-mono text-xs wrap-anywhere text-ink">{choice.operation}</span>
            <IconButton label={`Remove ${choice.operation}`} size="small" onClick={() => onRemove(choice)}>
              <X />
            </IconButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
