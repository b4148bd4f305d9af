import type { ToolHints, ToolLabels } from '../../connector-kit/index.ts';

type Behaviour = { readonly annotations: ToolHints; readonly labels: ToolLabels };

/** Anybody can write to a mailbox. */
export const reads: Behaviour = {
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/** It leaves the mailbox, and twice is two messages. */
export const sends: Behaviour = {
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  labels: { reads: 'none', untrusted: false, sends: 'external' },
};

/** A draft lies in the person's own mailbox until they send it; a draft of an answer quotes what strangers wrote. */
export const drafts: Behaviour = {
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  labels: { reads: 'private', untrusted: true, sends: 'workspace' },
};

/** A mark on a message; what it was before is gone. */
export const marks: Behaviour = {
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  labels: { reads: 'none', untrusted: false, sends: 'workspace' },
};
