import { googleScope, type ToolHints, type ToolLabels } from '../../connector-kit/index.ts';

type Marks = { readonly scopes: readonly string[]; readonly annotations: ToolHints; readonly labels: ToolLabels };

/** Anybody may send an invitation. */
export const reads: Marks = {
  scopes: [googleScope('calendar.events.readonly')],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/** Invitations go to whoever is invited. */
export const writes: Marks = {
  scopes: [googleScope('calendar.events')],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'none', untrusted: false, sends: 'external' },
};
