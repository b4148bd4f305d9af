import { classNames } from '../kit/class-names.ts';
import { CodeBlock, JsonView } from '../kit/json-view.tsx';
import { LazyMarkdown } from './lazy-markdown.tsx';
import { isCode, type SplitFields, splitFields } from './split-fields.ts';

/** A value as a person reads it: facts beside their names, texts as texts, and only the rest as JSON. */
export function StructuredView({ value, label }: { readonly value: unknown; readonly label: string }) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return <JsonView value={value} label={label} />;
  const split = splitFields({ ...value });
  const { facts, texts, rest } = split;
  return (
    <div className="flex flex-col gap-3">
      {facts.length > 0 && <Facts facts={facts} label={label} />}
      {texts.map(([name, text]) => (
        <section key={name} aria-label={name} className="min-w-0">
          {texts.length > 1 && <p className="mb-1 font-mono text-xs text-ink-faint">{name}</p>}
          {isCode(split) ? <CodeBlock text={text} label={name} /> : <Prose text={text} />}
        </section>
      ))}
      {rest !== null && <JsonView value={rest} label={label} />}
    </div>
  );
}

/** Text of a tool or a document, as Markdown. */
export function Prose({ text }: { readonly text: string }) {
  return (
    <div className="text-base leading-6">
      <LazyMarkdown text={text} />
    </div>
  );
}

function Facts({ facts, label }: { readonly facts: SplitFields['facts']; readonly label: string }) {
  return (
    <dl aria-label={label} className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="font-mono text-xs leading-5 wrap-anywhere text-ink-faint">{name}</dt>
          <dd className={classNames('min-w-0 wrap-anywhere', typeof value === 'number' && 'tabular-nums')}>
            <Fact value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Fact({ value }: { readonly value: SplitFields['facts'][number][1] }) {
  if (value === null || value === '') return <span className="text-ink-faint">none</span>;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' && /^https?:\/\/\S+$/i.test(value))
    return (
      <a href={value} target="_blank" rel="noopener noreferrer" className="underline decoration-live underline-offset-3">
        {value}
      </a>
    );
  return String(value);
}
