import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What needs a person: the only thing in a conversation that stands out. */
export function PersonCard({
  icon: Icon,
  title,
  children,
}: {
  readonly icon: LucideIcon;
  readonly title: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="rounded-lg border border-live-line bg-live-soft">
      <h3 className="flex items-start gap-2.5 px-4 pt-3.5 text-base font-semibold">
        <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-live-ink" />
        <span className="min-w-0 wrap-anywhere">{title}</span>
      </h3>
      <div className="flex flex-col gap-3 px-4 pt-1.5 pb-4">{children}</div>
    </section>
  );
}
