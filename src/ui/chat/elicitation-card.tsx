import { ExternalLink, MessageCircleQuestion } from 'lucide-react';
import { useState } from 'react';
import type { ElicitationAnswer, PendingElicitation } from '../../contract/objects.ts';
import { useChange } from '../app/api.ts';
import { Button } from '../kit/button.tsx';
import { LazySchemaForm } from '../kit/schema-form/lazy-schema-form.tsx';
import { PersonCard } from './person-card.tsx';

/** A question that a running tool asks: a form, or an address to visit. */
export function ElicitationCard({ elicitation }: { readonly elicitation: PendingElicitation }) {
  const send = useChange('answerElicitation');
  const answer = (body: ElicitationAnswer) => send.mutate({ path: { id: elicitation.id }, body });
  const busy = send.isPending || send.isSuccess;
  const { request, connectorName } = elicitation;
  const refuse = (
    <>
      <Button disabled={busy} onClick={() => answer({ action: 'decline' })}>
        Decline
      </Button>
      <Button look="quiet" disabled={busy} onClick={() => answer({ action: 'cancel' })}>
        Cancel
      </Button>
    </>
  );
  return (
    <PersonCard icon={MessageCircleQuestion} title={`${connectorName} asks`}>
      <p className="text-base wrap-anywhere whitespace-pre-wrap">{request.message}</p>
      {request.mode === 'form' ? (
        <div className="rounded-md border border-live-line bg-raised p-4">
          <LazySchemaForm
            label={`Question from ${connectorName}`}
            schema={request.requestedSchema}
            // The form gives plain JSON.
            onSubmit={(content) =>
              answer({ action: 'accept', content: content as NonNullable<(ElicitationAnswer & { action: 'accept' })['content']> })
            }
            footer={
              <div className="flex flex-wrap items-center gap-2">
                <Button look="primary" type="submit" disabled={busy}>
                  Send answer
                </Button>
                {refuse}
              </div>
            }
          />
          <p className="mt-3 text-sm text-ink-faint">The answer goes to {connectorName}. Do not give passwords here.</p>
        </div>
      ) : (
        <UrlQuestion url={request.url} connectorName={connectorName} busy={busy} onVisited={() => answer({ action: 'accept' })}>
          {refuse}
        </UrlQuestion>
      )}
    </PersonCard>
  );
}

function UrlQuestion({
  url,
  connectorName,
  busy,
  onVisited,
  children,
}: {
  readonly url: string;
  readonly connectorName: string;
  readonly busy: boolean;
  readonly onVisited: () => void;
  readonly children: React.ReactNode;
}) {
  const [visited, setVisited] = useState(false);
  const safe = /^https?:\/\//i.test(url);
  const host = URL.canParse(url) ? new URL(url).host : url;
  return (
    <>
      <div className="rounded-md border border-live-line bg-raised px-3 py-2.5">
        <p className="text-sm text-ink-soft">
          {connectorName} asks you to visit <strong className="font-semibold text-ink">{host}</strong>:
        </p>
        <p className="font-mono text-xs wrap-anywhere">{url}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {safe && (
          <Button
            look={visited ? 'plain' : 'primary'}
            disabled={busy}
            onClick={() => {
              window.open(url, '_blank', 'noopener,noreferrer');
              setVisited(true);
            }}
          >
            <ExternalLink className="size-3.5" /> Open in a new tab
          </Button>
        )}
        {visited && (
          <Button look="primary" disabled={busy} onClick={onVisited}>
            I am done there
          </Button>
        )}
        {children}
      </div>
    </>
  );
}
