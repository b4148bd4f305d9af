import { isAdministrator, useSession } from '../app/session.tsx';
import { CodeBlock } from '../kit/json-view.tsx';
import { LoadSamples } from './load-samples.tsx';

const ingest = `npm run patchbay -- lake ingest SigninLogs signins.ndjson
curl -H "Authorization: Bearer $PATCHBAY_KEY" -H "Content-Type: application/x-ndjson" \\
  --data-binary @signins.ndjson ${window.location.origin}/api/v1/lake/default/tables/SigninLogs/rows`;

/** The lake before anything is in it: try it with sample data, or take logs in. */
export function LakeEmpty({ workspaceId }: { readonly workspaceId: string }) {
  const { person } = useSession();
  const mayFill = isAdministrator(person);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-2xl flex-col gap-8 px-5 py-10">
        <section className="flex flex-col items-center gap-3 text-center">
          <h2 className="text-lg font-semibold tracking-tight">The lake is empty</h2>
          <p className="max-w-lg text-base text-ink-soft">
            {mayFill
              ? 'Sample data are a month of a made-up company: sign-ins, mail, processes and connections, with four attacks to find.'
              : 'Nothing has been taken in yet. An admin can load sample data or send logs here.'}
          </p>
          {mayFill && <LoadSamples workspaceId={workspaceId} />}
        </section>
        {mayFill && (
          <section>
            <h3 className="mb-1 text-sm font-semibold">Or take your own logs in</h3>
            <p className="mb-2 text-sm text-ink-soft">
              NDJSON, JSON, CSV, Parquet and Windows events, plain or packed, from a file or over HTTP. The Logs Ingestion API of Azure
              Monitor is spoken as well.
            </p>
            <CodeBlock text={ingest} label="commands that take logs in" />
          </section>
        )}
      </div>
    </div>
  );
}
