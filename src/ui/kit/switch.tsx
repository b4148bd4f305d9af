import { Switch as RadixSwitch } from 'radix-ui';
import type { ReactNode } from 'react';

/** On or off, at once. Amber when on: it is live. */
export function Switch({
  checked,
  onChange,
  label,
  disabled,
  id,
}: {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Said to those who cannot see it; leave out when a visible label points here by `id`. */
  readonly label?: string;
  readonly disabled?: boolean;
  readonly id?: string;
}) {
  return (
    <RadixSwitch.Root
      id={id}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      className="relative h-[18px] w-8 shrink-0 rounded-full border border-line-strong bg-inset transition-colors data-[state=checked]:border-live data-[state=checked]:bg-live disabled:opacity-50"
    >
      <RadixSwitch.Thumb className="block size-3 translate-x-[3px] rounded-full bg-ink-faint transition-transform data-[state=checked]:translate-x-[15px] data-[state=checked]:bg-[oklch(0.2_0.01_70)]" />
    </RadixSwitch.Root>
  );
}

/** A switch with its name and a sentence, as settings have them. */
export function SwitchRow({
  id,
  title,
  sentence,
  checked,
  onChange,
  disabled,
}: {
  readonly id: string;
  readonly title: string;
  readonly sentence: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}) {
  return (
    <div className="flex items-start gap-6">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="text-base font-medium">
          {title}
        </label>
        <p className="text-sm text-ink-soft">{sentence}</p>
      </div>
      <Switch id={id} checked={checked} onChange={onChange} disabled={disabled} />
    </div>
  );
}

/** A few choices side by side, one of them chosen. */
export function Segmented<Value extends string>({
  value,
  onChange,
  choices,
  label,
}: {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly disabled?: boolean }[];
  readonly label: string;
}) {
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="inline-flex max-w-full flex-wrap gap-0.5 rounded-md border border-line-strong bg-inset p-0.5"
    >
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="relative inline-flex h-7 items-center rounded-sm px-3 text-sm text-ink-soft transition-colors hover:text-ink has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-low has-disabled:opacity-50 has-focus-visible:outline-2 has-focus-visible:outline-live"
        >
          <input
            type="radio"
            className="sr-only"
            name={label}
            checked={choice.value === value}
            disabled={choice.disabled}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </div>
  );
}
