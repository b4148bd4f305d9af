import { Link } from '@tanstack/react-router';
import { Cable, DatabaseSearch, ListChecks, LogOut, type LucideIcon, ScrollText, Settings, SquarePen } from 'lucide-react';
import type { ReactNode } from 'react';
import { ConversationList } from '../chat/conversation-list.tsx';
import { classNames } from '../kit/class-names.ts';
import { Mark } from '../kit/jack.tsx';
import { Menu, MenuItem, MenuLine } from '../kit/menu.tsx';
import { useRoute } from './api.ts';
import { useSession, useSignOut } from './session.tsx';

const rowLook =
  'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-base text-ink-soft transition-colors hover:bg-hover hover:text-ink [&_svg]:size-4';

/** Where one can go, and the conversations. */
export function Sidebar() {
  const approvals = useRoute('listApprovals', undefined, { refetchInterval: 15_000 });
  const waiting = approvals.data?.pending.length ?? 0;
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-14 shrink-0 items-center gap-2.5 px-4">
        <Mark />
        <span className="text-md font-semibold tracking-tight">Patchbay</span>
      </div>
      <nav aria-label="Pages" className="flex flex-col gap-0.5 px-2">
        <NavigationLink to="/" icon={SquarePen} exact>
          New chat
        </NavigationLink>
        <NavigationLink to="/connectors" icon={Cable}>
          Connectors
        </NavigationLink>
        <NavigationLink to="/lake" icon={DatabaseSearch}>
          Lake
        </NavigationLink>
        <NavigationLink to="/approvals" icon={ListChecks}>
          Approvals
          {waiting > 0 && (
            <span className="ml-auto rounded-full border border-live-line bg-live-soft px-1.5 text-xs font-medium text-live-ink tabular-nums">
              {waiting}
              <span className="sr-only"> waiting</span>
            </span>
          )}
        </NavigationLink>
        <NavigationLink to="/log" icon={ScrollText}>
          Log
        </NavigationLink>
        <NavigationLink to="/settings" icon={Settings}>
          Settings
        </NavigationLink>
      </nav>
      <ConversationList />
      <PersonMenu />
    </div>
  );
}

function NavigationLink({
  to,
  icon: Icon,
  exact = false,
  children,
}: {
  readonly to: '/' | '/connectors' | '/lake' | '/approvals' | '/log' | '/settings';
  readonly icon: LucideIcon;
  readonly exact?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Link to={to} activeOptions={{ exact }} className={rowLook} activeProps={{ className: 'bg-pressed text-ink! font-medium' }}>
      <Icon aria-hidden="true" />
      {children}
    </Link>
  );
}

function PersonMenu() {
  const { person, version } = useSession();
  const signOut = useSignOut();
  return (
    <div className="shrink-0 border-t p-2">
      <Menu
        side="top"
        className="w-60"
        trigger={
          <button type="button" className={classNames(rowLook, 'h-10 w-full')}>
            <span className="flex size-6 items-center justify-center rounded-full border border-line-strong text-xs font-medium">
              {(person.name || person.email)[0]?.toUpperCase()}
            </span>
            <span className="min-w-0 flex-1 truncate text-left">{person.name || person.email}</span>
          </button>
        }
      >
        <div className="px-2 py-1.5 text-sm text-ink-soft">
          <p className="truncate text-ink">{person.email}</p>
          <p className="text-ink-faint">
            {person.role} · Patchbay {version}
          </p>
        </div>
        <MenuLine />
        <MenuItem onSelect={signOut}>
          <LogOut /> Sign out
        </MenuItem>
      </Menu>
    </div>
  );
}
