import { X } from 'lucide-react';
import { AlertDialog as RadixAlert, Dialog as RadixDialog } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { Button, IconButton } from './button.tsx';
import { classNames } from './class-names.ts';

const scrim = 'fixed inset-0 z-40 animate-appear bg-scrim';
const widths = { small: 'max-w-md', medium: 'max-w-xl', large: 'max-w-3xl' } as const;

/** A window in the middle, for one task. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  width = 'medium',
  footer,
  children,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly width?: keyof typeof widths;
  readonly footer?: ReactNode;
  readonly children?: ReactNode;
}) {
  const focus = useFocusReturn();
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={scrim} />
        <RadixDialog.Content
          {...focus}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={classNames(
            'fixed left-1/2 top-1/2 z-50 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border bg-raised shadow-pop',
            widths[width],
          )}
        >
          <header className="flex items-start gap-3 border-b px-5 py-4">
            <div className="min-w-0 flex-1">
              <RadixDialog.Title className="text-md font-semibold">{title}</RadixDialog.Title>
              {description && <RadixDialog.Description className="text-sm text-ink-soft">{description}</RadixDialog.Description>}
            </div>
            <RadixDialog.Close asChild>
              <IconButton label="Close" size="small">
                <X />
              </IconButton>
            </RadixDialog.Close>
          </header>
          {children && <div className="min-h-0 flex-1 overflow-y-auto px-5 py-5">{children}</div>}
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

/** A panel from the right, for looking at one row of a list. */
export function Sheet({
  open,
  onOpenChange,
  title,
  children,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const focus = useFocusReturn();
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={scrim} />
        <RadixDialog.Content
          {...focus}
          aria-describedby={undefined}
          className="fixed inset-y-0 right-0 z-50 flex w-full max-w-2xl animate-slide flex-col border-l bg-raised shadow-pop"
        >
          <header className="flex items-center gap-3 border-b px-5 py-3">
            <RadixDialog.Title className="min-w-0 flex-1 truncate text-md font-semibold">{title}</RadixDialog.Title>
            <RadixDialog.Close asChild>
              <IconButton label="Close" size="small">
                <X />
              </IconButton>
            </RadixDialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

/** Asks before something is lost. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  sentence,
  action,
  onConfirm,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly sentence: ReactNode;
  /** The verb on the button: "Delete". */
  readonly action: string;
  readonly onConfirm: () => void;
}) {
  const focus = useFocusReturn();
  return (
    <RadixAlert.Root open={open} onOpenChange={onOpenChange}>
      <RadixAlert.Portal>
        <RadixAlert.Overlay className={scrim} />
        <RadixAlert.Content
          {...focus}
          className="fixed left-1/2 top-1/2 z-50 w-[calc(100vw-24px)] max-w-md -translate-x-1/2 -translate-y-1/2 rounded-lg border bg-raised p-5 shadow-pop"
        >
          <RadixAlert.Title className="text-md font-semibold">{title}</RadixAlert.Title>
          <RadixAlert.Description className="mt-1 text-base text-ink-soft">{sentence}</RadixAlert.Description>
          <div className="mt-5 flex justify-end gap-2">
            <RadixAlert.Cancel asChild>
              <Button>Cancel</Button>
            </RadixAlert.Cancel>
            <RadixAlert.Action asChild>
              <Button look="danger" onClick={onConfirm}>
                {action}
              </Button>
            </RadixAlert.Action>
          </div>
        </RadixAlert.Content>
      </RadixAlert.Portal>
    </RadixAlert.Root>
  );
}

/** A dialog that no trigger of its own opened would leave the keyboard at the top of the page: it goes back to where it was. */
function useFocusReturn() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return;
      event.preventDefault();
      opener.current.focus();
    },
  };
}
