import { ChevronRight } from 'lucide-react';
import { memo, useId, useState } from 'react';
import type { OfferedOperation } from '../../../../contract/offered-objects.ts';
import { classNames } from '../../../kit/class-names.ts';
import { Field, TextInput } from '../../../kit/field.tsx';
import { FieldPicker } from './field-picker.tsx';
import type { Choice } from './operation-choice.ts';

type RowProps = {
  readonly operation: OfferedOperation;
  /** Empty: it is not chosen. Keys of what `onChange` gives back. */
  readonly choices: readonly Choice[];
  readonly faults: ReadonlyMap<Choice, string>;
  readonly onTick: (operation: OfferedOperation, chosen: boolean) => void;
  readonly onChange: (before: Choice, after: Choice) => void;
};

/** One operation: its tick, and below it what its tool is called and keeps. */
export const OperationRow = memo(function OperationRow({ operation, choices, faults, onTick, onChange }: RowProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { method, path, title, reason, toolName } = operation;
  // Without a title of its own, it is called by method and path, which stand there anyway.
  const hasTitle = title !== '' && title !== operation.operation;
  const chosen = choices.length > 0;
  const isFaulty = choices.some((choice) => faults.has(choice));
  const said = choices.flatMap(({ name, fields }) => [
    ...(name === undefined || name === '' ? [] : [name]),
    ...(fields.length === 0 ? [] : [`${fields.length} ${fields.length === 1 ? 'field' : 'fields'}`]),
  ]);
  const expanded = chosen && (open || isFaulty);
  return (
    <li className="[contain-intrinsic-size:auto_52px] [content-visibility:auto]">
      <div className="flex items-start gap-2 py-2 pr-2 pl-3">
        <label className="flex min-w-0 flex-1 items-start gap-3">
          <input
            type="checkbox"
            className="mt-0.5 size-4 shrink-0"
            checked={chosen}
            disabled={reason !== null && !chosen}
            aria-describedby={reason === null ? undefined : `${id}-reason`}
            onChange={(event) => onTick(operation, event.target.checked)}
          />
          <span className="min-w-0 flex-1">
            {hasTitle && <span className={classNames('block text-base', reason === null ? 'text-ink' : 'text-ink-faint')}>{title}</span>}
            <span className="flex items-baseline gap-2 font-mono text-xs text-ink-faint">
              <Method name={method} />
              <span className="min-w-0 wrap-anywhere">{path}</span>
            </span>
          </span>
        </label>
        {chosen && (
          <button
            type="button"
            aria-expanded={expanded}
            aria-controls={`${id}-panel`}
            onClick={() => setOpen(!open)}
            className="relative inline-flex min-h-7 max-w-[45%] shrink-0 items-center gap-1 rounded-md px-1.5 text-sm text-ink-soft transition-colors hover:bg-hover hover:text-ink"
          >
            {said.length > 0 ? (
              <span className="truncate font-mono text-xs max-sm:sr-only">{said.join(', ')}</span>
            ) : (
              <span className="max-sm:sr-only">Adjust</span>
            )}
            <span className="sr-only">: name and fields of {hasTitle ? title : operation.operation}</span>
            <ChevronRight aria-hidden="true" className={classNames('size-4 shrink-0 transition-transform', expanded && 'rotate-90')} />
          </button>
        )}
      </div>
      {reason !== null && (
        <p id={`${id}-reason`} className="-mt-1 pr-3 pb-2 pl-10 text-sm wrap-anywhere text-ink-soft">
          {reason}
        </p>
      )}
      {expanded && (
        <div id={`${id}-panel`} className="flex flex-col gap-6 border-t bg-paper py-4 pr-3 pl-4 sm:pl-10">
          {choices.map((choice, index) => (
            // Several tools of one operation are told apart by their order alone.
            <div key={index} className="flex flex-col gap-4">
              <Field label="Name of the tool" hint="Empty: by what the description calls it." error={faults.get(choice) ?? null}>
                {(control) => (
                  <TextInput
                    {...control}
                    className="max-w-80 font-mono text-sm"
                    spellCheck={false}
                    placeholder={toolName ?? ''}
                    value={choice.name ?? ''}
                    onChange={(event) => onChange(choice, { ...choice, name: event.target.value })}
                  />
                )}
              </Field>
              <FieldPicker known={operation.fields} fields={choice.fields} onChange={(fields) => onChange(choice, { ...choice, fields })} />
            </div>
          ))}
        </div>
      )}
    </li>
  );
});

const tones: Readonly<Record<string, string>> = {
  get: 'text-good-ink',
  delete: 'text-bad-ink',
  head: 'text-good-ink',
  options: 'text-good-ink',
};

function Method({ name }: { readonly name: string }) {
  return <span className={classNames('w-12 shrink-0 font-medium uppercase', tones[name] ?? 'text-live-ink')}>{name}</span>;
}
