import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export const controlLook =
  'w-full rounded-md border border-line-strong bg-raised px-2.5 text-base text-ink transition-colors hover:border-ink-faint focus-visible:outline-offset-0 aria-invalid:border-bad disabled:bg-inset disabled:text-ink-faint';

export type FieldControl = {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
  readonly 'aria-required'?: true;
};

/** A labelled control with its hint and its error. `children` gets the ids to put on the control. */
export function Field({
  label,
  hint,
  error,
  required = false,
  trailing,
  className,
  children,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly required?: boolean;
  readonly trailing?: ReactNode;
  readonly className?: string;
  readonly children: (control: FieldControl) => ReactNode;
}) {
  const id = useId();
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(' ');
  return (
    <div className={classNames('flex flex-col gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className={classNames('text-sm font-medium text-ink', required && 'required-mark')}>
          {label}
        </label>
        {trailing}
      </div>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': required || undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-ink-faint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-sm text-bad-ink">
          {error}
        </p>
      )}
    </div>
  );
}

/** A line of text. */
export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <input type="text" autoComplete="off" className={classNames(controlLook, 'h-9', className)} {...rest} />;
}

/** Several lines of text. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={3} className={classNames(controlLook, 'resize-y py-2', className)} {...rest} />;
}

/** The system's own choice list: it works everywhere, also on a phone. */
export function Select({ className, compact = false, ...rest }: ComponentProps<'select'> & { readonly compact?: boolean }) {
  return <select className={classNames(controlLook, compact ? 'h-8 text-sm' : 'h-9', 'pr-1', className)} {...rest} />;
}

/** A tick with a sentence. */
export function Checkbox({ children, className, ...rest }: ComponentProps<'input'>) {
  return (
    <label className={classNames('flex items-start gap-2.5 text-base', className)}>
      <input type="checkbox" className="mt-0.5 size-4 shrink-0" {...rest} />
      <span>{children}</span>
    </label>
  );
}
