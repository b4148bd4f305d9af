import { Popover as RadixPopover } from 'radix-ui';
import { type ReactNode, useContext } from 'react';
import { classNames } from './class-names.ts';
import { popLook } from './menu.tsx';
import { PortalHost } from './portal-host.ts';

/** A small panel that hangs on `anchor`; what is in the anchor opens it. */
export function Popover({
  anchor,
  open,
  onOpenChange,
  label,
  side,
  className,
  children,
}: {
  readonly anchor: ReactNode;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly label: string;
  readonly side?: 'top' | 'bottom';
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const host = useContext(PortalHost);
  return (
    <RadixPopover.Root open={open} onOpenChange={onOpenChange}>
      <RadixPopover.Anchor asChild>{anchor}</RadixPopover.Anchor>
      <RadixPopover.Portal container={host}>
        <RadixPopover.Content
          aria-label={label}
          align="start"
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={classNames(popLook, 'w-80 max-w-[calc(100vw-16px)] p-1', className)}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
