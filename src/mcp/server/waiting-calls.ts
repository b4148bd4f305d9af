import type { UserId } from '../../domain/ids.ts';
import type { HeldCall } from './held-call.ts';

/** Whose call waits, and for which: only the same person, tool and arguments find it again. */
export type Claim = { readonly userId: UserId; readonly fingerprint: string };

/** Calls that wait for their client's next request, each under a handle that cannot be guessed. */
export type WaitingCalls = {
  put(call: HeldCall, claim: Claim): string;
  /** Takes it out: a handle works once. Null: it is unknown, too old, or somebody else's. */
  take(handle: string, claim: Claim): HeldCall | null;
  close(): void;
};

const patienceMilliseconds = 15 * 60_000;
/** Past this many of one person, the oldest is given up. */
const maxPerPerson = 64;

export function createWaitingCalls({ random }: { readonly random: (bytes: number) => Uint8Array }): WaitingCalls {
  const waiting = new Map<string, { readonly call: HeldCall; readonly claim: Claim; readonly timer: NodeJS.Timeout }>();
  const drop = (handle: string): HeldCall | null => {
    const found = waiting.get(handle);
    if (found === undefined) return null;
    clearTimeout(found.timer);
    waiting.delete(handle);
    return found.call;
  };
  return {
    put: (call, claim) => {
      const handle = Buffer.from(random(32)).toString('base64url');
      const timer = setTimeout(() => drop(handle)?.abandon(), patienceMilliseconds);
      timer.unref();
      waiting.set(handle, { call, claim, timer });
      const mine = [...waiting].filter(([, entry]) => entry.claim.userId === claim.userId);
      if (mine.length > maxPerPerson) drop(mine[0]?.[0] ?? '')?.abandon();
      return handle;
    },
    take: (handle, claim) => {
      const found = waiting.get(handle);
      if (found === undefined || found.claim.userId !== claim.userId || found.claim.fingerprint !== claim.fingerprint) return null;
      return drop(handle);
    },
    close: () => {
      for (const handle of waiting.keys()) drop(handle)?.abandon();
    },
  };
}
