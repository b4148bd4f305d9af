import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { PageFailed, PageMissing } from './page-failed.tsx';
import { Root } from './root.tsx';

const root = createRootRoute({ component: Root, notFoundComponent: PageMissing, errorComponent: PageFailed });
const page = { getParentRoute: () => root } as const;

const newChat = createRoute({
  ...page,
  path: '/',
  component: lazyRouteComponent(() => import('../chat/new-chat-page.tsx'), 'NewChatPage'),
});
const chat = createRoute({
  ...page,
  path: '/c/$conversationId',
  component: lazyRouteComponent(() => import('../chat/chat-page.tsx'), 'ChatPage'),
});
const connectors = createRoute({
  ...page,
  path: '/connectors',
  component: lazyRouteComponent(() => import('../connectors/connectors-page.tsx'), 'ConnectorsPage'),
});
const newConnector = createRoute({
  ...page,
  path: '/connectors/new',
  component: lazyRouteComponent(() => import('../connectors/new-connector-page.tsx'), 'NewConnectorPage'),
});
const connector = createRoute({
  ...page,
  path: '/connectors/$connectorId',
  validateSearch: ({ tab }: { readonly tab?: unknown }) => (typeof tab === 'string' ? { tab } : {}),
  component: lazyRouteComponent(() => import('../connectors/detail/connector-page.tsx'), 'ConnectorPage'),
});
const lake = createRoute({ ...page, path: '/lake', component: lazyRouteComponent(() => import('../lake/lake-page.tsx'), 'LakePage') });
const log = createRoute({ ...page, path: '/log', component: lazyRouteComponent(() => import('../log/log-page.tsx'), 'LogPage') });
const approvals = createRoute({
  ...page,
  path: '/approvals',
  component: lazyRouteComponent(() => import('../approvals/approvals-page.tsx'), 'ApprovalsPage'),
});
const settings = createRoute({
  ...page,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
});
/** These two draw nothing of their own: Root shows the sign-in and the set-up for them. */
const signIn = createRoute({ ...page, path: '/sign-in', component: () => null });
const setup = createRoute({ ...page, path: '/setup', component: () => null });

export function createPageRouter() {
  return createRouter({
    routeTree: root.addChildren([newChat, chat, connectors, newConnector, connector, lake, log, approvals, settings, signIn, setup]),
    // A page that breaks leaves the navigation standing.
    defaultErrorComponent: PageFailed,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
