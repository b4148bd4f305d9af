import type { ToolHints, ToolLabels } from '../../connector-kit/index.ts';

type Marks = { readonly scopes: readonly string[]; readonly annotations: ToolHints; readonly labels: ToolLabels };

/** Issues and comments may come from outside the workspace: through Asks, e-mail, GitHub or Slack. */
export const reads: Marks = {
  scopes: ['read'],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/** Names and settings that members of the workspace gave. */
export const readsOwn: Marks = { ...reads, labels: { reads: 'private', untrusted: false, sends: 'none' } };

const sends: ToolLabels = { reads: 'none', untrusted: false, sends: 'workspace' };

/** Something new; made twice, there are two. */
export const creates: Omit<Marks, 'scopes'> = {
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  labels: sends,
};

/** Replaces what was there before. */
export const changes: Omit<Marks, 'scopes'> = {
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  labels: sends,
};
