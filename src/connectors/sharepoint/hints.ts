import type { ToolHints, ToolLabels } from '../../connector-kit/index.ts';

type Behaviour = { readonly annotations: ToolHints; readonly labels: ToolLabels };

/** Whoever may write to a site may have written it. */
export const reads: Behaviour = {
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/** Something new, seen by all who may see the place. */
export const adds: Behaviour = {
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  labels: { reads: 'none', untrusted: false, sends: 'workspace' },
};
