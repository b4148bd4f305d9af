import type { ToolHints, ToolLabels } from '../../connector-kit/index.ts';

/** Reading files changes nothing and reaches nobody; what they hold may have been written by anybody. */
export const reads: { readonly annotations: ToolHints; readonly labels: ToolLabels } = {
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/** Writing stays on this machine. */
export const writesLabels: ToolLabels = { reads: 'none', untrusted: false, sends: 'workspace' };
