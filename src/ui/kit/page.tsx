import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { useTitle } from './use-title.ts';

/** The frame of every page beside the chat: a heading, what one can do, and the content. */
export function Page({
  title,
  sentence,
  actions,
  wide = false,
  children,
}: {
  readonly title: string;
  readonly sentence?: ReactNode;
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  useTitle(title);
  return (
    <div className="h-full overflow-y-auto">
      <div className={classNames('mx-auto w-full px-4 pt-6 pb-16 md:px-8 md:pt-10', wide ? 'max-w-[1400px]' : 'max-w-5xl')}>
        <header className="mb-6 flex flex-wrap items-end gap-x-4 gap-y-3">
          <div className="min-w-0 flex-1 basis-60">
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {sentence && <p className="text-base text-ink-soft">{sentence}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}

/** A part of a page under its own heading. */
export function Section({
  title,
  sentence,
  actions,
  children,
}: {
  readonly title: string;
  readonly sentence?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="mb-10">
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="text-md font-semibold">{title}</h2>
          {sentence && <p className="text-sm text-ink-soft">{sentence}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
