import { ChevronDown, Clock } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../kit/button.tsx';
import { classNames } from '../kit/class-names.ts';
import { Field, TextInput } from '../kit/field.tsx';
import { Popover } from '../kit/popover.tsx';
import { describeRange, spans, type TimeRange } from './time-range.ts';

const choices: readonly TimeRange[] = [{ kind: 'query' }, ...spans.map(([span]) => ({ kind: 'last', span }) as const)];

/** The time that a question is about, as one of the usual spans or between two times (UTC). */
export function TimeRangeMenu({ range, onChange }: { readonly range: TimeRange; readonly onChange: (range: TimeRange) => void }) {
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const choose = (next: TimeRange) => {
    onChange(next);
    setOpen(false);
  };
  const ready = from !== '' && to !== '' && from < to;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Time range"
      className="w-72"
      anchor={
        <Button look="plain" aria-expanded={open} aria-label={`Time range: ${describeRange(range)}`} onClick={() => setOpen(!open)}>
          <Clock className="size-4 text-ink-faint" />
          <span className="max-w-52 truncate">{describeRange(range)}</span>
          <ChevronDown className="size-3.5 text-ink-faint" />
        </Button>
      }
    >
      <ul>
        {choices.map((choice) => {
          const chosen = JSON.stringify(choice) === JSON.stringify(range);
          return (
            <li key={describeRange(choice)}>
              <button
                type="button"
                aria-pressed={chosen}
                onClick={() => choose(choice)}
                className={classNames(
                  'flex h-8 w-full items-center rounded-md px-2 text-base hover:bg-hover',
                  chosen && 'bg-pressed font-medium',
                )}
              >
                {describeRange(choice)}
              </button>
            </li>
          );
        })}
      </ul>
      <form
        className="mt-1 flex flex-col gap-2 border-t p-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) choose({ kind: 'between', from: `${from}:00Z`, to: `${to}:00Z` });
        }}
      >
        <Field label="From (UTC)">
          {(control) => <TextInput {...control} type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />}
        </Field>
        <Field label="To (UTC)" error={from !== '' && to !== '' && from >= to ? 'The end must be after the start.' : null}>
          {(control) => <TextInput {...control} type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} />}
        </Field>
        <Button type="submit" disabled={!ready}>
          Use these times
        </Button>
      </form>
    </Popover>
  );
}
