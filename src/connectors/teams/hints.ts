import type { ToolHints, ToolLabels } from '../../connector-kit/index.ts';

type Behaviour = { readonly annotations: ToolHints; readonly labels: ToolLabels };

/** Colleagues, guests and people of other companies write there. */
export const reads: Behaviour = {
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/** Others read it at once, guests among them; twice is two messages. */
export const sends: Behaviour = {
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  labels: { reads: 'none', untrusted: false, sends: 'external' },
};
