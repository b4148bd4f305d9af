import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Person, SessionState } from '../../contract/objects.ts';
import { api, useRoute } from './api.ts';

/** Who is signed in, and what this installation allows. */
export type SignedIn = SessionState & { readonly person: Person };
export const SessionContext = createContext<SignedIn | null>(null);

export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession outside of the signed-in part of the page');
  return session;
}

export function useSessionState() {
  return useRoute('getSession', undefined, { staleTime: 60_000 });
}

export function isAdministrator(person: Person): boolean {
  return person.role === 'owner' || person.role === 'admin';
}

/** Signs out and forgets everything that was read. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await api.call('signOut');
    client.clear();
    window.location.assign('/sign-in');
  };
}
