import { Navigate, useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ProblemNotice } from '../kit/empty-state.tsx';
import { Mark } from '../kit/jack.tsx';
import { useSessionState } from './session.tsx';
import { Shell } from './shell.tsx';

const SetUpPage = lazy(() => import('../setup/set-up-page.tsx').then((module) => ({ default: module.SetUpPage })));
const SignInPage = lazy(() => import('../setup/sign-in-page.tsx').then((module) => ({ default: module.SignInPage })));

/** Decides by the session what is shown: set-up, sign-in or the application. */
export function Root() {
  const session = useSessionState();
  const { pathname } = useLocation();
  if (session.isPending) return <Splash />;
  if (session.isError) {
    return (
      <main className="mx-auto max-w-lg p-8">
        <ProblemNotice error={session.error} onRetry={() => session.refetch()} />
      </main>
    );
  }
  const { person, setupNeeded } = session.data;
  if (person === null) {
    return <Suspense fallback={<Splash />}>{setupNeeded || pathname === '/setup' ? <SetUpPage /> : <SignInPage />}</Suspense>;
  }
  if (pathname === '/sign-in' || pathname === '/setup') return <Navigate to="/" replace />;
  return <Shell session={{ ...session.data, person }} />;
}

function Splash() {
  return (
    <div role="status" aria-label="Loading" className="flex h-full items-center justify-center">
      <span className="animate-wait">
        <Mark size={28} />
      </span>
    </div>
  );
}
