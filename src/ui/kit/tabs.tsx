import { Tabs as RadixTabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Tab<Key extends string> = {
  readonly key: Key;
  readonly label: ReactNode;
  readonly content: ReactNode;
};

/** Tabs along a thin line. Only the chosen one's content is mounted. */
export function Tabs<Key extends string>({
  tabs,
  value,
  onChange,
  label,
  size = 'medium',
}: {
  readonly tabs: readonly Tab<Key>[];
  readonly value: Key;
  readonly onChange: (key: Key) => void;
  readonly label: string;
  readonly size?: 'small' | 'medium';
}) {
  return (
    // Only keys of `tabs` ever become values.
    <RadixTabs.Root value={value} onValueChange={(key) => onChange(key as Key)}>
      <RadixTabs.List
        aria-label={label}
        className="flex gap-5 overflow-x-auto overflow-y-hidden border-b max-sm:gap-4 max-sm:scroll-pr-8 max-sm:pr-8 max-sm:[mask-image:linear-gradient(to_right,black_calc(100%_-_32px),transparent)]"
      >
        {tabs.map((tab) => (
          <RadixTabs.Trigger
            key={tab.key}
            ref={tab.key === value ? bringIntoView : undefined}
            value={tab.key}
            className={classNames(
              'relative inline-flex shrink-0 items-center gap-1.5 text-ink-soft transition-colors hover:text-ink data-[state=active]:font-medium data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-0 data-[state=active]:after:bottom-0 data-[state=active]:after:h-0.5 data-[state=active]:after:bg-ink focus-visible:-outline-offset-2',
              size === 'small' ? 'h-8 text-sm' : 'h-10 text-base',
            )}
          >
            {tab.label}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {tabs.map((tab) => (
        <RadixTabs.Content key={tab.key} value={tab.key} className={size === 'small' ? 'pt-3' : 'pt-5'}>
          {tab.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}

/** On a phone the chosen tab may lie beyond the edge. */
function bringIntoView(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
