import { type Behaviour, readsShared, sendsOut } from '../../connector-kit/index.ts';

/** Anybody can write to a mailbox. */
export const reads: Behaviour = readsShared;

/** It leaves the mailbox, and twice is two messages. */
export const sends: Behaviour = sendsOut;

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
