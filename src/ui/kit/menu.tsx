import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type ReactNode, useContext } from 'react';
import { classNames } from './class-names.ts';
import { PortalHost } from './portal-host.ts';

export const popLook = 'z-50 animate-appear rounded-lg border bg-raised shadow-pop';
export const menuRow =
  'flex min-h-8 w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-base text-ink outline-none select-none data-[highlighted]:bg-hover data-[state=open]:bg-hover data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0';

/** A menu under a button. `trigger` must take a ref: one of our buttons. `onClosed` is called as the focus goes back to it. */
export function Menu({
  trigger,
  align = 'start',
  side,
  className,
  onClosed,
  children,
}: {
  readonly trigger: ReactNode;
  readonly align?: 'start' | 'end';
  readonly side?: 'top' | 'bottom';
  readonly className?: string;
  readonly onClosed?: () => void;
  readonly children: ReactNode;
}) {
  const host = useContext(PortalHost);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={host}>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={onClosed}
          className={classNames(popLook, 'max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto p-1', className)}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** One thing to do. */
export function MenuItem({
  onSelect,
  danger = false,
  disabled,
  children,
}: {
  readonly onSelect: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <DropdownMenu.Item onSelect={onSelect} disabled={disabled} className={classNames(menuRow, danger && 'text-bad-ink')}>
      {children}
    </DropdownMenu.Item>
  );
}

/** One of several: the chosen one has a tick. */
export function MenuChoices({
  value,
  onChange,
  choices,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly choices: readonly { readonly value: string; readonly label: ReactNode; readonly note?: ReactNode }[];
}) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onChange}>
      {choices.map((choice) => (
        <DropdownMenu.RadioItem key={choice.value} value={choice.value} className={classNames(menuRow, 'items-start pr-3')}>
          <span className="flex h-5 w-4 items-center">
            <DropdownMenu.ItemIndicator>
              <Check />
            </DropdownMenu.ItemIndicator>
          </span>
          <span className="flex flex-col">
            {choice.label}
            {choice.note && <span className="text-sm text-ink-faint">{choice.note}</span>}
          </span>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

/** A thin line between groups. */
export function MenuLine() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}
