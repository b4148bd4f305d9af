import type { ToolHints, ToolLabels } from '../../connector-kit/index.ts';

type Behaviour = { readonly annotations: ToolHints; readonly labels: ToolLabels };

/** Anybody can send an invitation. */
export const reads: Behaviour = {
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/** Who is invited gets a message of it. */
export const invites: Behaviour = {
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'external' },
};
