import './app.css';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from '../contract/client.ts';
import { createPageRouter } from './app/router.tsx';
import { ToastProvider } from './kit/toast.tsx';

const router = createPageRouter();
const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      // The session ended elsewhere: read who is signed in, which shows the sign-in page.
      if (error instanceof ApiError && error.problem.status === 401) void queries.invalidateQueries({ queryKey: ['getSession'] });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => !(error instanceof ApiError) && count < 2,
    },
  },
});

// After an update of the server the old page's parts are gone: load the new page, once.
window.addEventListener('vite:preloadError', () => {
  const lately = Number(sessionStorage.getItem('patchbay-reloaded') ?? 0) > Date.now() - 10_000;
  sessionStorage.setItem('patchbay-reloaded', String(Date.now()));
  if (!lately) window.location.reload();
});

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Application />);

function Application() {
  return (
    <StrictMode>
      <QueryClientProvider client={queries}>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </QueryClientProvider>
    </StrictMode>
  );
}
