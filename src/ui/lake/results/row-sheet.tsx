import type { Answer } from '../../charts/chart-model.ts';
import { CopyButton } from '../../kit/copy-button.tsx';
import { Sheet } from '../../kit/dialog.tsx';
import { JsonView } from '../../kit/json-view.tsx';
import { cellText } from '../../kit/table.ts';

/** One row with all of its values; what is dynamic is shown as the JSON it is. */
export function RowSheet({
  columns,
  row,
  place,
  onClose,
}: {
  readonly columns: Answer['columns'];
  readonly row: readonly unknown[] | null;
  readonly place: number;
  readonly onClose: () => void;
}) {
  const object = () => Object.fromEntries(columns.map(({ name }, index) => [name, row?.[index] ?? null]));
  return (
    <Sheet open={row !== null} onOpenChange={(open) => !open && onClose()} title={`Row ${place + 1}`}>
      {row !== null && (
        <>
          <div className="mb-3">
            <CopyButton words label="Copy as JSON" text={() => JSON.stringify(object(), null, 2)} />
          </div>
          <dl className="divide-y">
            {columns.map(({ name, type }, index) => (
              <div key={`${index} ${name}`} className="grid gap-x-4 py-2 sm:grid-cols-[200px_1fr]">
                <dt className="text-sm wrap-anywhere text-ink-soft">
                  {name} <span className="text-xs text-ink-faint">{type}</span>
                </dt>
                <dd className="min-w-0 text-sm wrap-anywhere">
                  {typeof row[index] === 'object' && row[index] !== null ? (
                    <JsonView value={row[index]} label={name} />
                  ) : (
                    cellText(row[index]) || <span className="text-ink-faint">empty</span>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Sheet>
  );
}
