import { useMemo, useState } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';
import { paintJson } from './paint-json.ts';

const firstCharacters = 20_000;
const paints = {
  key: 'text-ink',
  string: 'text-good-ink',
  number: 'text-live-ink',
  word: 'text-live-ink',
  plain: 'text-ink-faint',
} as const;

/** A JSON value, pretty-printed and coloured. A very long one shows its beginning first. */
export function JsonView({
  value,
  label = 'JSON',
  className,
}: {
  readonly value: unknown;
  readonly label?: string;
  readonly className?: string;
}) {
  const text = useMemo(() => (value === undefined ? 'undefined' : JSON.stringify(value, null, 2)), [value]);
  const [whole, setWhole] = useState(false);
  const shown = whole ? text : text.slice(0, firstCharacters);
  const parts = useMemo(() => paintJson(shown), [shown]);
  return (
    <CodeFrame text={text} label={label} className={className}>
      {parts.map(({ kind, text: part }, index) => (
        // The parts never move: their place is their identity.
        <span key={index} className={paints[kind]}>
          {part}
        </span>
      ))}
      {shown.length < text.length && (
        <Button size="small" className="mt-2 flex font-sans" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString('en')} characters
        </Button>
      )}
    </CodeFrame>
  );
}

/** Code or raw text, with a button that copies it. */
export function CodeBlock({
  text,
  label = 'Code',
  className,
}: {
  readonly text: string;
  readonly label?: string;
  readonly className?: string;
}) {
  return (
    <CodeFrame text={text} label={label} className={className}>
      {text}
    </CodeFrame>
  );
}

function CodeFrame({
  text,
  label,
  className,
  children,
}: {
  readonly text: string;
  readonly label: string;
  readonly className?: string;
  readonly children: React.ReactNode;
}) {
  return (
    <div className={classNames('group/code relative rounded-md border bg-inset', className)}>
      <pre
        // A region that scrolls must be reachable by keyboard.
        tabIndex={0}
        role="group"
        aria-label={label}
        className="max-h-96 overflow-auto px-3 py-2.5 pr-10 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
      >
        {children}
      </pre>
      <div className="absolute top-1 right-1">
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
    </div>
  );
}
