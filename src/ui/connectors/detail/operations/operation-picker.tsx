import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { ConnectorView } from '../../../../contract/objects.ts';
import type { OfferedOperation } from '../../../../contract/offered-objects.ts';
import { Button } from '../../../kit/button.tsx';
import { ProblemNotice } from '../../../kit/empty-state.tsx';
import { controlLook } from '../../../kit/field.tsx';
import { Segmented } from '../../../kit/switch.tsx';
import {
  canBeTool,
  type Choice,
  choicesOf,
  filterOperations,
  missingChoices,
  nameFaults,
  readChoices,
  setChosen,
  type ShownKind,
  writeChoices,
} from './operation-choice.ts';
import { MissingOperations } from './missing-operations.tsx';
import { OperationRow } from './operation-row.tsx';
import { settingsOf, useSaveSettings } from '../use-save-settings.ts';

/** All operations of a description to tick, hundreds of them too. */
export function OperationPicker({
  connector,
  operations,
}: {
  readonly connector: ConnectorView;
  readonly operations: readonly OfferedOperation[];
}) {
  const [choices, setChoices] = useState(() => readChoices(settingsOf(connector)['operations'], operations));
  const [saved, setSaved] = useState(choices);
  const [words, setWords] = useState('');
  const [kind, setKind] = useState<ShownKind>('all');
  const { save, isPending, error } = useSaveSettings(connector);
  const deferredWords = useDeferredValue(words);
  const shown = useMemo(
    // What is unticked while only chosen ones are shown would vanish under the finger, so they are those that were.
    () => filterOperations(operations, { words: deferredWords, kind, choices: saved }),
    [operations, deferredWords, kind, saved],
  );
  const faults = useMemo(() => nameFaults(choices), [choices]);
  const byOperation = useMemo(
    () => new Map(operations.map((operation) => [operation, choicesOf(choices, operation)])),
    [operations, choices],
  );
  const missing = missingChoices(choices, operations);
  const possible = operations.filter(canBeTool).length;
  const chosen = operations.filter((operation) => (byOperation.get(operation)?.length ?? 0) > 0).length;
  const tick = useCallback(
    (operation: OfferedOperation, next: boolean) => setChoices((before) => setChosen(before, { operations: [operation], chosen: next })),
    [],
  );
  const change = useCallback(
    (before: Choice, after: Choice) => setChoices((all) => all.map((choice) => (choice === before ? after : choice))),
    [],
  );
  const submit = () => save({ operations: writeChoices(choices, operations) }, { onSuccess: () => setSaved(choices) });
  const isNameable = /^\S+$|^[A-Z]+ \/\S*$/.test(words.trim()) && missing.every(({ operation }) => operation !== words.trim());
  const none = choices.length === 0;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="search"
          aria-label="Search operations"
          placeholder="Search operations"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          className={`${controlLook} h-8 min-w-0 flex-1 basis-56 text-sm`}
        />
        <Segmented
          label="Which operations are shown"
          value={kind}
          choices={[
            { value: 'all', label: `All ${operations.length}` },
            { value: 'chosen', label: 'Chosen' },
            { value: 'impossible', label: 'Not possible', disabled: possible === operations.length },
          ]}
          onChange={(next) => {
            setSaved(choices);
            setKind(next);
          }}
        />
      </div>
      <div className="overflow-hidden rounded-lg border bg-raised">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-inset px-3 py-2 text-sm">
          <TickAll
            operations={shown}
            chosen={(operation) => (byOperation.get(operation)?.length ?? 0) > 0}
            onChange={(next) => setChoices(setChosen(choices, { operations: shown, chosen: next }))}
          />
          <p aria-live="polite" className="ml-auto text-ink-soft tabular-nums">
            {chosen} of {possible} chosen
          </p>
        </div>
        {shown.length === 0 ? (
          <div className="flex flex-col items-center gap-2 px-3 py-6 text-center text-sm text-ink-soft">
            <p>{words.trim() === '' ? 'There are none of this kind.' : 'No operation has these words.'}</p>
            {/* Of a document with thousands, only those are kept that were chosen when it was read. */}
            {isNameable && (
              <Button size="small" onClick={() => setChoices([...choices, { operation: words.trim(), fields: [] }])}>
                Choose it for the next description
              </Button>
            )}
          </div>
        ) : (
          <ul
            aria-label="Operations"
            // Where nothing in it can be reached, it can be itself, to scroll it by keyboard.
            tabIndex={shown.some(canBeTool) ? undefined : 0}
            className="max-h-[min(560px,70dvh)] divide-y divide-line overflow-y-auto overscroll-contain"
          >
            {shown.map((operation) => (
              <OperationRow
                key={operation.operation}
                operation={operation}
                choices={byOperation.get(operation) ?? []}
                faults={faults}
                onTick={tick}
                onChange={change}
              />
            ))}
          </ul>
        )}
      </div>
      <MissingOperations missing={missing} onRemove={(gone) => setChoices(choices.filter((choice) => choice !== gone))} />
      {error !== null && <ProblemNotice error={error} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" busy={isPending} disabled={none || faults.size > 0} onClick={submit}>
          Save operations
        </Button>
        <p role="status" className="text-sm text-ink-soft">
          {none && 'Tick at least one: with none, all would become tools.'}
          {faults.size > 0 && 'A name above needs another look.'}
        </p>
      </div>
    </div>
  );
}

type TickAllProps = {
  readonly operations: readonly OfferedOperation[];
  readonly chosen: (operation: OfferedOperation) => boolean;
  readonly onChange: (chosen: boolean) => void;
};

/** One tick for all that are shown. */
function TickAll({ operations, chosen, onChange }: TickAllProps) {
  const tick = useRef<HTMLInputElement>(null);
  const possible = operations.filter(canBeTool);
  const ticked = possible.filter(chosen).length;
  const some = ticked > 0 && ticked < possible.length;
  useEffect(() => {
    if (tick.current !== null) tick.current.indeterminate = some;
  }, [some, possible.length]);
  if (possible.length === 0) return <p className="font-medium">None of these can become a tool</p>;
  return (
    <label className="flex items-center gap-3 font-medium">
      <input
        ref={tick}
        type="checkbox"
        className="size-4 shrink-0"
        checked={ticked === possible.length}
        onChange={(event) => onChange(event.target.checked)}
      />
      All shown ({possible.length})
    </label>
  );
}
