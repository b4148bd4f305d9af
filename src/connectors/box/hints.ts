import type { ToolHints, ToolLabels } from '../../connector-kit/index.ts';

type Marks = { readonly scopes: readonly string[]; readonly annotations: ToolHints; readonly labels: ToolLabels };

/**
 * Whoever shares a folder may have written what is in it. Which scope opens what:
 * https://developer.box.com/guides/api-calls/permissions-and-errors/scopes
 */
export const reads: Marks = {
  scopes: ['root_readonly'],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/**
 * Box gives the content of files only to applications that may write too, and means to
 * (https://support.box.com/hc/en-us/community/posts/360052262573, the official comment).
 */
export const downloads: Marks = { ...reads, scopes: ['root_readwrite'] };

/** Something new, seen by all who may see the folder. */
export const adds: Marks = {
  scopes: ['root_readwrite'],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  labels: { reads: 'none', untrusted: false, sends: 'workspace' },
};

/** Something that is there already. */
export const changes: Marks = { ...adds, annotations: { ...adds.annotations, destructiveHint: true } };
