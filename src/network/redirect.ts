import type { Outgoing } from './outgoing.ts';

export type RedirectPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'follow'; readonly next: Outgoing }
  | { readonly kind: 'refused'; readonly sentence: string; readonly location: string };

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
/** What another origin may see: nothing that could be a credential, whatever its name. */
const harmlessHeaders = new Set(['accept', 'accept-language', 'content-type', 'user-agent', 'mcp-protocol-version']);

/** Decides what a response's redirect leads to (RFC 9110 §15.4). A body is sent again only to the same origin and only by 307 and 308. */
export function planRedirect({
  request,
  status,
  location,
}: {
  readonly request: Outgoing;
  readonly status: number;
  readonly location: string | null;
}): RedirectPlan {
  if (!redirectStatuses.has(status) || location === null) return { kind: 'none' };
  if (!URL.canParse(location, request.url)) {
    return { kind: 'refused', location, sentence: `${request.url.origin} redirected to "${location}", which is not an address.` };
  }
  const target = new URL(location, request.url);
  const shown = `${target.origin}${target.pathname}`;
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    return {
      kind: 'refused',
      location,
      sentence: `${request.url.origin} redirected to a ${target.protocol} address. Only http and https are followed.`,
    };
  }
  if (request.url.protocol === 'https:' && target.protocol === 'http:') {
    return {
      kind: 'refused',
      location: shown,
      sentence: `${request.url.origin} redirected from https to ${shown}, which is not encrypted. Use an https address.`,
    };
  }
  const sameOrigin = target.origin === request.url.origin;
  const keepsMethod = status === 307 || status === 308 || request.method === 'GET' || request.method === 'HEAD';
  if (keepsMethod && request.body !== null && !sameOrigin) {
    return {
      kind: 'refused',
      location: shown,
      sentence: `${request.url.origin} redirected to ${shown}. What was to be sent is not sent to another site; use the final address, if you trust it.`,
    };
  }
  const headers = new Headers([...request.headers].filter(([name]) => sameOrigin || harmlessHeaders.has(name)));
  if (!keepsMethod) headers.delete('content-type');
  return {
    kind: 'follow',
    next: { ...request, url: target, headers, method: keepsMethod ? request.method : 'GET', body: keepsMethod ? request.body : null },
  };
}
