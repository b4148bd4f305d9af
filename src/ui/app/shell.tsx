import { Outlet, useLocation } from '@tanstack/react-router';
import { Menu as MenuIcon } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { Suspense, useState } from 'react';
import { ConnectProvider } from '../connectors/connect-provider.tsx';
import { FirstMessageProvider } from '../chat/first-message.tsx';
import { IconButton } from '../kit/button.tsx';
import { SkeletonRows } from '../kit/empty-state.tsx';
import { Mark } from '../kit/jack.tsx';
import { PortalHost } from '../kit/portal-host.ts';
import { SessionContext, type SignedIn } from './session.tsx';
import { Sidebar } from './sidebar.tsx';

/** The signed-in application: the sidebar (a drawer on narrow screens) beside the page. */
export function Shell({ session }: { readonly session: SignedIn }) {
  // The page that the drawer was opened on: going to another one closes it.
  const [drawerOn, setDrawerOn] = useState<string | null>(null);
  const [host, setHost] = useState<HTMLElement | null>(null);
  const { pathname } = useLocation();
  const setDrawer = (open: boolean) => setDrawerOn(open ? pathname : null);
  return (
    <SessionContext value={session}>
      <ConnectProvider>
        <FirstMessageProvider>
          <PortalHost value={host}>
            <a
              href="#content"
              className="sr-only z-60 rounded-md bg-action px-3 py-2 text-on-action focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
            >
              Skip to the page
            </a>
            <div className="flex h-full flex-col md:flex-row">
              <header className="flex h-12 shrink-0 items-center gap-2 border-b bg-panel px-2 md:hidden">
                <IconButton label="Open navigation" onClick={() => setDrawer(true)}>
                  <MenuIcon />
                </IconButton>
                <Mark size={18} />
                <span className="font-semibold tracking-tight">Patchbay</span>
              </header>
              <aside aria-label="Sidebar" className="hidden w-66 shrink-0 border-r bg-panel md:block">
                <Sidebar />
              </aside>
              <main id="content" ref={setHost} className="min-h-0 min-w-0 flex-1">
                <Suspense fallback={<PageLoading />}>
                  <Outlet />
                </Suspense>
              </main>
            </div>
            <Dialog.Root open={drawerOn === pathname} onOpenChange={setDrawer}>
              <Dialog.Portal>
                <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim md:hidden" />
                <Dialog.Content
                  aria-describedby={undefined}
                  // The search field would raise the keyboard of a phone.
                  onOpenAutoFocus={(event) => event.preventDefault()}
                  className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] animate-appear border-r bg-panel md:hidden"
                >
                  <Dialog.Title className="sr-only">Navigation</Dialog.Title>
                  <PortalHost value={null}>
                    <Sidebar />
                  </PortalHost>
                </Dialog.Content>
              </Dialog.Portal>
            </Dialog.Root>
          </PortalHost>
        </FirstMessageProvider>
      </ConnectProvider>
    </SessionContext>
  );
}

function PageLoading() {
  return (
    <div className="mx-auto max-w-5xl p-8">
      <SkeletonRows rows={4} />
    </div>
  );
}
