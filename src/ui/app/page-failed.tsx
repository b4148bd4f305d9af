import { Link } from '@tanstack/react-router';
import { Button } from '../kit/button.tsx';
import { EmptyState, ProblemNotice } from '../kit/empty-state.tsx';

/** An address that leads nowhere. */
export function PageMissing() {
  return (
    <div className="mx-auto max-w-xl p-8">
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="There is no page here"
        sentence="The address may be mistyped, or what it showed was deleted."
        action={
          <Button asChild>
            <Link to="/">Go to the chat</Link>
          </Button>
        }
      />
    </div>
  );
}

/** A page that broke. */
export function PageFailed({ error }: { readonly error: unknown }) {
  return (
    <div className="mx-auto max-w-xl p-8">
      <ProblemNotice error={error} onRetry={() => window.location.reload()} />
    </div>
  );
}
