import type { ToolHints, ToolLabels } from './tool.ts';

/** What a tool does, in hints and labels: a connector says why, names the scopes, and changes what is otherwise there. */
export type Behaviour = { readonly annotations: ToolHints; readonly labels: ToolLabels };

/** Reads, from a service where others write too. */
export const readsShared: Behaviour = {
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/** Makes something new that others in the workspace may see; made twice, there are two. */
export const addsShared: Behaviour = {
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  labels: { reads: 'none', untrusted: false, sends: 'workspace' },
};

/** Puts something else in the place of what was there; done twice, it is the same. */
export const replacesShared: Behaviour = {
  ...addsShared,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
};

/** Leaves for people anywhere; sent twice, it arrives twice. */
export const sendsOut: Behaviour = { ...addsShared, labels: { reads: 'none', untrusted: false, sends: 'external' } };
