import { googleScope, type ToolHints, type ToolLabels } from '../../connector-kit/index.ts';

type Marks = { readonly scopes: readonly string[]; readonly annotations: ToolHints; readonly labels: ToolLabels };

/** Files come from whoever shared them. */
export const reads: Marks = {
  scopes: [googleScope('drive.readonly')],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/** What Patchbay made itself needs no right to all files. */
export const creates: Marks = {
  scopes: [googleScope('drive.file')],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  labels: { reads: 'none', untrusted: false, sends: 'workspace' },
};

/** Files that others made too. */
export const changes: Marks = {
  scopes: [googleScope('drive')],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'none', untrusted: false, sends: 'workspace' },
};
