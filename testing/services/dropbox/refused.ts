/** A union of Dropbox's, as JSON has one: `.tag`, and what belongs to it. */
export type Tagged = { readonly '.tag': string; readonly [field: string]: unknown };

/** What a route says no with; it becomes a 409. */
export class Refused extends Error {
  readonly error: Tagged;
  constructor(error: Tagged) {
    super(summaryOf(error));
    this.error = error;
  }
}

/** An error below others, such as `path/conflict/file`. */
export function tagged(...tags: readonly string[]): Tagged {
  const [first = 'other', ...rest] = tags;
  return rest.length === 0 ? { '.tag': first } : { '.tag': first, [first]: tagged(...rest) };
}

/** Dropbox's errors have a summary, which ends in dots (https://developers.dropbox.com/error-handling-guide). */
export function problem(status: number, error: Tagged, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json({ error_summary: `${summaryOf(error)}/..`, error }, { status, headers });
}

export function rateLimited(seconds: number): Response {
  const error = { reason: { '.tag': 'too_many_requests' }, retry_after: seconds };
  return Response.json({ error_summary: 'too_many_requests/..', error }, { status: 429, headers: { 'retry-after': String(seconds) } });
}

/** What does not fit the interface at all is answered in plain text. */
export function malformed(route: string, why: string): Response {
  return new Response(`Error in call to API function "${route}": ${why}`, { status: 400, headers: { 'content-type': 'text/plain' } });
}

function summaryOf(error: Tagged): string {
  const inner = error[error['.tag']] ?? error['reason'];
  return isTagged(inner) ? `${error['.tag']}/${summaryOf(inner)}` : error['.tag'];
}

const isTagged = (value: unknown): value is Tagged => typeof value === 'object' && value !== null && '.tag' in value;
