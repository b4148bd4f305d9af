import { Button } from '../kit/button.tsx';
import { useSamples } from './use-samples.ts';

/** The button that fills an empty lake, with how far it is. */
export function LoadSamples({ workspaceId, onLoaded }: { readonly workspaceId: string; readonly onLoaded?: () => void }) {
  const { progress, load } = useSamples(workspaceId);
  const start = async () => {
    if (await load()) onLoaded?.();
  };
  if (progress === null) {
    return (
      <Button look="primary" onClick={start}>
        Load sample data
      </Button>
    );
  }
  const percent = Math.round((progress.done / progress.of) * 100);
  return (
    <div className="flex w-64 flex-col gap-1.5">
      <div
        role="progressbar"
        aria-label="Loading sample data"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1.5 overflow-hidden rounded-full bg-pressed"
      >
        <div className="h-full rounded-full bg-live transition-[width]" style={{ width: `${Math.max(4, percent)}%` }} />
      </div>
      <p className="text-center text-sm text-ink-soft" role="status">
        {progress.table === '' ? 'Making a month of logs' : `Taking in ${progress.table}`}
      </p>
    </div>
  );
}
