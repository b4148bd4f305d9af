import { Plus } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import type { OfferedOperation } from '../../../../contract/offered-objects.ts';
import { Button } from '../../../kit/button.tsx';
import { TextInput } from '../../../kit/field.tsx';
import { isImplied, toggleField } from './operation-choice.ts';

type PickerProps = {
  readonly known: OfferedOperation['fields'];
  readonly fields: readonly string[];
  readonly onChange: (fields: readonly string[]) => void;
};

/** Which fields of the answer a model gets to see: those that the description names, and any other by its path. */
export function FieldPicker({ known, fields, onChange }: PickerProps) {
  const [typed, setTyped] = useState('');
  const others = fields.filter((field) => !known.some(({ path }) => path === field));
  const rows = [...known, ...others.map((path) => ({ path, type: '' }))];
  const add = () => {
    const path = typed.trim();
    if (path === '') return;
    if (!fields.includes(path)) onChange(toggleField(fields, path));
    setTyped('');
  };
  const addOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add();
  };
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-medium">Kept of the answer</legend>
      <p className="mb-2 text-sm text-ink-faint">
        {fields.length === 0 ? 'All of it. Tick fields to keep only those, which leaves models more room.' : 'Only what is ticked.'}
      </p>
      {rows.length > 0 && (
        <ul className="mb-2 grid max-h-64 gap-x-6 overflow-y-auto rounded-md border bg-raised px-3 py-2 sm:grid-cols-2">
          {rows.map(({ path, type }) => {
            const implied = isImplied(fields, path);
            return (
              <li key={path} className="min-w-0">
                <label className="flex items-start gap-2 py-1 text-sm">
                  <input
                    type="checkbox"
                    className="mt-0.5 size-4 shrink-0"
                    checked={implied || fields.includes(path)}
                    disabled={implied}
                    onChange={() => onChange(toggleField(fields, path))}
                  />
                  <span className="min-w-0">
                    <span className="font-mono text-xs wrap-anywhere text-ink">{path}</span>
                    {type !== '' && <span className="ml-2 text-xs text-ink-faint">{type}</span>}
                  </span>
                </label>
              </li>
            );
          })}
        </ul>
      )}
      <div className="flex max-w-80 gap-2">
        <TextInput
          aria-label="Path of another field"
          placeholder={rows.length === 0 ? 'Path of a field, such as entries.id' : 'Another, such as entries.id'}
          className="font-mono text-sm"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={addOnEnter}
        />
        <Button className="h-9!" onClick={add} disabled={typed.trim() === ''}>
          <Plus aria-hidden="true" className="size-3.5" /> Add
        </Button>
      </div>
    </fieldset>
  );
}
