import { useSession } from '../app/session.tsx';
import { CopyButton } from '../kit/copy-button.tsx';

/** Where sign-ins return, to be registered at the vendor. It is what the sign-in sends, whatever address the page was opened at. */
export function RedirectAddress() {
  const { redirectAddress } = useSession();
  return (
    <div>
      <p className="flex items-center gap-2 rounded-md border bg-inset py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">{redirectAddress}</code>
        <CopyButton text={redirectAddress} label="Copy the redirect address" />
      </p>
      {!isTaken(redirectAddress) && (
        <p className="mt-1.5 text-sm text-bad-ink">
          Vendors take https only, but for this machine itself. Set <code className="font-mono text-xs">PATCHBAY_URL</code> to an https
          address first.
        </p>
      )}
    </div>
  );
}

/** RFC 8252 §7.3, §8.3: plain http is for the loopback interface. */
function isTaken(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
