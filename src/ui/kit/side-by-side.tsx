import { useMemo } from 'react';
import { classNames } from './class-names.ts';
import { compareTexts, type DiffPart } from './compare-texts.ts';

/** Two texts beside each other, with the words that differ marked. On a narrow screen one scrolls sideways. */
export function SideBySide({ before, after }: { readonly before: string; readonly after: string }) {
  const rows = useMemo(() => compareTexts(before, after), [before, after]);
  return (
    <div tabIndex={0} role="group" aria-label="Before and after" className="max-h-120 overflow-auto">
      <table className="w-full min-w-150 table-fixed font-mono text-xs leading-5">
        <thead className="sr-only">
          <tr>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // Lines have no identity but their place.
            <tr key={index} className="align-top">
              <Side parts={row.before} tone="bad" />
              <Side parts={row.after} tone="good" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Side({ parts, tone }: { readonly parts: readonly DiffPart[] | null; readonly tone: 'good' | 'bad' }) {
  const changed = parts?.some(({ marked }) => marked) ?? false;
  const Mark = tone === 'bad' ? 'del' : 'ins';
  return (
    <td
      className={classNames(
        'px-3 wrap-anywhere whitespace-pre-wrap no-underline last:border-l',
        parts === null && 'bg-inset',
        changed && (tone === 'bad' ? 'bg-bad-soft' : 'bg-good-soft'),
      )}
    >
      {parts?.map(({ text, marked }, index) =>
        marked ? (
          <Mark key={index} className={classNames('rounded-sm no-underline', tone === 'bad' ? 'bg-bad/25' : 'bg-good/25')}>
            {text}
          </Mark>
        ) : (
          <span key={index}>{text}</span>
        ),
      )}
    </td>
  );
}
