import { googleScope, type ToolHints, type ToolLabels } from '../../connector-kit/index.ts';

type Marks = { readonly scopes: readonly string[]; readonly annotations: ToolHints; readonly labels: ToolLabels };

/** Anybody can write to a mailbox. */
export const reads: Marks = {
  scopes: [googleScope('gmail.readonly')],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/** A mail cannot be taken back. What it answers or forwards may be read for it. */
export const sends: Marks = {
  scopes: [googleScope('gmail.send')],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  labels: { reads: 'none', untrusted: false, sends: 'external' },
};

/** Labels, and where a mail lies: can be put back. */
export const sorts: Marks = {
  scopes: [googleScope('gmail.modify')],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  labels: { reads: 'none', untrusted: false, sends: 'workspace' },
};
