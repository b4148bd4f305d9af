import { Agent } from 'undici';
import { AppError } from '../domain/errors.ts';
import { type AllowList, judgeHost, parseAllowList } from './address.ts';
import { createGuardedLookup, refusedAddress } from './guarded-lookup.ts';
import { readOutgoing, type Outgoing } from './outgoing.ts';
import { planRedirect } from './redirect.ts';
import { sendRequest } from './send-request.ts';

export type GuardedFetchOptions = {
  /** Hosts, addresses and ranges that may be reached although they are private. */
  readonly allowPrivate?: readonly string[];
  /** Bound of a whole body, and of each event of an event stream. */
  readonly maxResponseBytes?: number;
  readonly connectTimeoutMilliseconds?: number;
  readonly maxRedirects?: number;
};

/** A fetch for addresses that people and servers name: it reaches nothing private, and `close` ends its connections. */
export type GuardedFetch = typeof globalThis.fetch & { close(): Promise<void> };

/**
 * A fetch on pooled undici connections that checks the host as written, every address it resolves to, and every redirect,
 * and connects to the checked address (MCP security best practices › SSRF). There is no timeout of its own but for
 * connecting: slow answers end by the caller's signal, which each request follows with a signal of its own.
 */
export function createGuardedFetch({
  allowPrivate = [],
  maxResponseBytes = 20_000_000,
  connectTimeoutMilliseconds = 10_000,
  maxRedirects = 5,
}: GuardedFetchOptions = {}): GuardedFetch {
  const allowed = parseAllowList(allowPrivate);
  const agent = new Agent({
    connect: { lookup: createGuardedLookup(allowed), timeout: connectTimeoutMilliseconds },
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  });

  const guardedFetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    let outgoing = await readOutgoing(input, init);
    for (let redirects = 0; ; redirects += 1) {
      const response = await sendGuarded(outgoing);
      const plan = planRedirect({ request: outgoing, status: response.status, location: response.headers.get('location') });
      if (plan.kind === 'none' || outgoing.redirect === 'manual') return response;
      await response.body?.cancel();
      if (plan.kind === 'refused')
        throw new AppError('network.redirect-refused', { sentence: plan.sentence, detail: { location: plan.location } });
      if (outgoing.redirect === 'error' || redirects === maxRedirects) {
        throw new AppError('network.redirect-refused', {
          sentence: `${outgoing.url.origin} redirected ${redirects + 1} times. Use the final address, if you trust it.`,
        });
      }
      outgoing = plan.next;
      refuseUnlessReachable(outgoing.url, { allowed, code: 'network.redirect-refused' });
    }
  };

  async function sendGuarded(outgoing: Outgoing): Promise<Response> {
    refuseUnlessReachable(outgoing.url, { allowed, code: 'network.address-refused' });
    return sendRequest(outgoing, { dispatcher: agent, maxResponseBytes });
  }

  return Object.assign(guardedFetch, { close: () => agent.destroy() });
}

function refuseUnlessReachable(
  url: URL,
  { allowed, code }: { readonly allowed: AllowList; readonly code: 'network.address-refused' | 'network.redirect-refused' },
): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AppError('network.scheme-refused', { sentence: `${url.protocol}// addresses cannot be reached, only http and https.` });
  }
  if (judgeHost(url.hostname, allowed) === 'refused') throw refusedAddress(url.hostname, code);
}
