import { ChevronRight, ExternalLink } from 'lucide-react';
import type { RegistrationView } from '../../contract/offered-objects.ts';
import { CopyButton } from '../kit/copy-button.tsx';
import { type LightPart, readLightText } from '../kit/light-text.ts';
import { RedirectAddress } from './redirect-address.tsx';

type Permission = RegistrationView['permissions'][number];
const groups: readonly { readonly needed: Permission['needed']; readonly title: string }[] = [
  { needed: 'always', title: 'Always' },
  { needed: 'to-read', title: 'To read' },
  { needed: 'to-write', title: 'To write, once you switch that on' },
];

/** How to get a client at the vendor, in numbered steps; folded away where there is one already. */
export function RegistrationSteps({
  registration,
  folded = false,
}: {
  readonly registration: RegistrationView;
  readonly folded?: boolean;
}) {
  const { at, documentation, steps } = registration;
  return (
    <details className="group" open={!folded}>
      <summary className="flex list-none items-center gap-2 rounded-sm px-4 py-3 text-base font-medium">
        <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-faint transition-transform group-open:rotate-90" />
        Register Patchbay at {at}
        <span className="ml-auto shrink-0 text-sm font-normal text-ink-faint max-sm:hidden">{steps.length} steps, once</span>
      </summary>
      <ol className="flex flex-col gap-4 border-t px-4 py-4">
        {steps.map(({ says, shows }, index) => (
          <li key={says} className="flex gap-3">
            <span
              aria-hidden="true"
              className="flex size-6 shrink-0 items-center justify-center rounded-full border border-line-strong text-xs font-medium text-ink-soft tabular-nums"
            >
              {index + 1}
            </span>
            <div className="min-w-0 flex-1 pt-0.5">
              <p className="text-base wrap-anywhere">
                {readLightText(says).map((part, place) => (
                  // The parts of a sentence never change their places.
                  <Part key={`${place}`} part={part} />
                ))}
              </p>
              {shows === 'redirect-address' && (
                <div className="mt-2">
                  <RedirectAddress />
                </div>
              )}
              {shows === 'permissions' && <Permissions permissions={registration.permissions} />}
            </div>
          </li>
        ))}
      </ol>
      <p className="border-t px-4 py-2.5 text-sm text-ink-soft">
        <Link href={documentation}>What {at} says about it</Link>
      </p>
    </details>
  );
}

function Permissions({ permissions }: { readonly permissions: readonly Permission[] }) {
  return (
    <div className="mt-2 rounded-md border bg-inset">
      {groups.map(({ needed, title }) => {
        const members = permissions.filter((permission) => permission.needed === needed);
        if (members.length === 0) return null;
        return (
          <section key={needed} className="border-b px-3 py-2 last:border-b-0">
            <div className="flex items-center justify-between gap-2">
              <h3 className="text-sm font-medium text-ink-soft">{title}</h3>
              <CopyButton text={members.map(({ scope }) => scope).join('\n')} label={`Copy the permissions: ${title}`} />
            </div>
            <dl className="flex flex-col gap-1.5 pb-1">
              {members.map(({ scope, called, words }) => (
                <div key={scope}>
                  <dt className="font-mono text-xs wrap-anywhere">{called ?? scope}</dt>
                  <dd className="text-sm text-ink-soft">{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </div>
  );
}

function Part({ part }: { readonly part: LightPart }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'bold':
      return <strong className="font-semibold">{part.text}</strong>;
    case 'code':
      return <code className="rounded-sm bg-inset px-1 font-mono text-xs">{part.text}</code>;
    case 'link':
      return <Link href={part.href}>{part.text}</Link>;
  }
}

function Link({ href, children }: { readonly href: string; readonly children: React.ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="rounded-sm font-medium text-live-ink underline underline-offset-2 hover:text-ink"
    >
      {children}
      <ExternalLink aria-label="(opens in a new tab)" className="ml-1 inline size-3 align-[-1px]" />
    </a>
  );
}
