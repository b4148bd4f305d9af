import type { ReactNode } from 'react';
import { Mark } from '../kit/jack.tsx';

/** The frame of the pages before one is signed in. */
export function GateFrame({
  title,
  sentence,
  children,
}: {
  readonly title: string;
  readonly sentence?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <main className="flex min-h-full items-center justify-center px-4 py-12">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5">
          <Mark size={24} />
          <span className="text-md font-semibold tracking-tight">Patchbay</span>
        </div>
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {sentence && <div className="mt-1 text-base text-ink-soft">{sentence}</div>}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  );
}
