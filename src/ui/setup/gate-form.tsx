import { type ComponentProps, type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../kit/button.tsx';
import { ProblemNotice } from '../kit/empty-state.tsx';
import { Field, TextInput } from '../kit/field.tsx';

/** A form before the page: it is busy while it is sent, and says what went wrong. */
export function GateForm({
  action,
  disabled = false,
  onSubmit,
  children,
}: {
  readonly action: string;
  readonly disabled?: boolean;
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await onSubmit();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {children}
      {error !== null && <ProblemNotice error={error} />}
      <Button type="submit" look="primary" size="large" busy={busy} disabled={disabled}>
        {action}
      </Button>
    </form>
  );
}

type GateFieldProps = Omit<ComponentProps<typeof TextInput>, 'onChange' | 'required'> & {
  readonly label: string;
  readonly hint?: string;
  readonly onChange: (value: string) => void;
};

/** One line of it; none may be left out. */
export function GateField({ label, hint, onChange, ...input }: GateFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => <TextInput {...control} {...input} required onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}
