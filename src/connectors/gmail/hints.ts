import { type Behaviour, googleScope, readsShared, sendsOut } from '../../connector-kit/index.ts';

type Marks = Behaviour & { readonly scopes: readonly string[] };

/** Anybody can write to a mailbox. */
export const reads: Marks = { ...readsShared, scopes: [googleScope('gmail.readonly')] };

/** A mail cannot be taken back. What it answers or forwards may be read for it. */
export const sends: Marks = {
  ...sendsOut,
  annotations: { ...sendsOut.annotations, destructiveHint: true },
  scopes: [googleScope('gmail.send')],
};

/** Labels, and where a mail lies: can be put back. */
export const sorts: Marks = {
  scopes: [googleScope('gmail.modify')],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  labels: { reads: 'none', untrusted: false, sends: 'workspace' },
};
