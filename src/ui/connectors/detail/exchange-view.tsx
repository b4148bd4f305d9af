import type { TraceView } from '../../../contract/objects.ts';
import { classNames } from '../../kit/class-names.ts';
import { formatDuration } from '../../kit/format.ts';
import { CodeBlock, JsonView } from '../../kit/json-view.tsx';

type Exchange = TraceView['steps'][number]['exchanges'][number];

/** One HTTP exchange as evidence: request and answer, secrets already blanked. */
export function ExchangeView({ exchange: { request, response, milliseconds } }: { readonly exchange: Exchange }) {
  const failure = 'failure' in response ? response.failure : null;
  const status = 'status' in response ? response.status : null;
  return (
    <details className="group rounded-md border bg-paper text-sm">
      <summary className="flex min-h-8 list-none items-center gap-2 px-2.5 py-1 font-mono text-xs">
        <span className={classNames('tabular-nums', failure !== null || (status ?? 0) >= 400 ? 'text-bad-ink' : 'text-good-ink')}>
          {status ?? 'none'}
        </span>
        <span className="font-medium">{request.method}</span>
        <span className="min-w-0 flex-1 truncate text-ink-soft" title={request.url}>
          {request.url}
        </span>
        <span className="text-ink-faint tabular-nums">{formatDuration(milliseconds)}</span>
      </summary>
      <div className="grid gap-4 border-t p-3 lg:grid-cols-2">
        <Half title="Request" headers={request.headers} body={request.body}>
          <p className="font-mono text-xs wrap-anywhere">
            {request.method} {request.url}
          </p>
        </Half>
        {'failure' in response ? (
          <div>
            <h4 className="mb-1 font-medium">No answer</h4>
            <p className="font-mono text-xs wrap-anywhere text-bad-ink">{response.failure}</p>
          </div>
        ) : (
          <Half title={`Answer ${response.status}`} headers={response.headers} body={response.body} />
        )}
      </div>
    </details>
  );
}

function Half({
  title,
  headers,
  body,
  children,
}: {
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly children?: React.ReactNode;
}) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <h4 className="font-medium">{title}</h4>
      {children}
      <dl className="font-mono text-xs leading-5">
        {Object.entries(headers).map(([name, value]) => (
          <div key={name} className="flex gap-2">
            <dt className="shrink-0 text-ink-faint">{name}</dt>
            <dd className="min-w-0 wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {body !== undefined &&
        (typeof body === 'string' ? (
          <CodeBlock text={body} label={`body of ${title}`} />
        ) : (
          <JsonView value={body} label={`body of ${title}`} />
        ))}
    </div>
  );
}
