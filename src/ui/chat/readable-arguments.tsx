import { JsonView } from '../kit/json-view.tsx';

/** Arguments as a list of names and values: what a person has to read before allowing a call. */
export function ReadableArguments({ value }: { readonly value: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(value);
  if (entries.length === 0) return <p className="text-sm text-ink-soft">It is called without arguments.</p>;
  return (
    <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5 rounded-md border border-live-line bg-raised px-3 py-2.5 text-sm max-sm:grid-cols-1">
      {entries.map(([name, entry]) => (
        <div key={name} className="contents max-sm:block">
          <dt className="font-mono text-xs leading-5 text-ink-faint">{name}</dt>
          <dd className="max-h-60 min-w-0 overflow-y-auto wrap-anywhere whitespace-pre-wrap">
            {typeof entry === 'object' && entry !== null ? <JsonView value={entry} label={name} /> : String(entry)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
