import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useRoute } from '../app/api.ts';
import { useSession } from '../app/session.tsx';
import { IconButton } from '../kit/button.tsx';

const LoadSamples = lazy(() => import('../lake/load-samples.tsx').then((module) => ({ default: module.LoadSamples })));
const storageKey = 'patchbay-sample-offer-dismissed';

/** To the owner of a new installation: logs to try it with. It goes when it is dismissed, or once the lake holds rows. */
export function SampleOffer() {
  const { person } = useSession();
  const [dismissed, setDismissed] = useState(() => localStorage.getItem(storageKey) !== null);
  const wanted = person.role === 'owner' && !dismissed;
  const summary = useRoute('summarizeLake', { path: { workspace: 'default' } }, { enabled: wanted, staleTime: 60_000 });
  const [loaded, setLoaded] = useState(false);
  if (!wanted || summary.data === undefined || (summary.data.tables > 0 && !loaded)) return null;
  const dismiss = () => {
    localStorage.setItem(storageKey, 'yes');
    setDismissed(true);
  };
  return (
    <aside aria-label="Sample data" className="mx-auto flex max-w-xl flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border px-4 py-3">
      <p className="min-w-0 flex-1 basis-64 text-sm text-ink-soft">
        {loaded ? (
          <>
            A month of logs is in the lake. Ask it on the page{' '}
            <Link to="/lake" className="text-ink underline decoration-live underline-offset-3">
              Lake
            </Link>
            .
          </>
        ) : (
          'No logs yet? Load a month of a made-up company, with four attacks to find, and try the security data lake.'
        )}
      </p>
      {!loaded && (
        <Suspense>
          <LoadSamples workspaceId="default" onLoaded={() => setLoaded(true)} />
        </Suspense>
      )}
      <IconButton label="Dismiss" size="small" onClick={dismiss}>
        <X />
      </IconButton>
    </aside>
  );
}
