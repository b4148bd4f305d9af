import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

const looks = {
  primary: 'bg-action text-on-action hover:bg-action-hover',
  plain: 'border border-line-strong bg-raised text-ink shadow-low hover:bg-inset',
  quiet: 'text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink',
  live: 'border border-live-line bg-live-soft text-live-ink hover:border-live',
  danger: 'border border-line-strong bg-raised text-bad-ink shadow-low hover:border-bad hover:bg-bad-soft',
} as const;
const sizes = { small: 'h-7 gap-1.5 px-2.5 text-sm', medium: 'h-8 gap-2 px-3 text-sm', large: 'h-10 gap-2 px-4 text-base' } as const;

export type ButtonProps = ComponentProps<'button'> & {
  readonly look?: keyof typeof looks;
  readonly size?: keyof typeof sizes;
  /** Renders the child (a link, say) with the looks of a button. */
  readonly asChild?: boolean;
  readonly busy?: boolean;
};

/** A button with words. */
export function Button({ look = 'plain', size = 'medium', asChild = false, busy = false, className, disabled, ...rest }: ButtonProps) {
  const Element = asChild ? Slot.Root : 'button';
  return (
    <Element
      type={asChild ? undefined : 'button'}
      disabled={asChild ? undefined : disabled || busy}
      aria-busy={busy || undefined}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-md font-medium transition-colors disabled:opacity-50 [&_svg]:shrink-0',
        looks[look],
        sizes[size],
        busy && 'animate-wait',
        className,
      )}
      {...rest}
    />
  );
}

/** A button with an icon only; `label` is what it says to those who cannot see it, and its tooltip. */
export function IconButton({
  label,
  look = 'quiet',
  size = 'medium',
  className,
  ...rest
}: Omit<ButtonProps, 'asChild' | 'busy'> & { readonly label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-md transition-colors disabled:opacity-40 [&_svg]:size-4',
        looks[look],
        size === 'small' ? 'size-7' : size === 'large' ? 'size-10' : 'size-8',
        className,
      )}
      {...rest}
    />
  );
}
