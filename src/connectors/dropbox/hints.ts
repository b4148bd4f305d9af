import type { ToolHints, ToolLabels } from '../../connector-kit/index.ts';

type Marks = { readonly annotations: ToolHints; readonly labels: ToolLabels };

/** Files come from whoever shared them. */
export const reads: Marks = {
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

/** Something new beside what is there. */
export const adds: Marks = {
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  labels: { reads: 'none', untrusted: false, sends: 'workspace' },
};

/** What was there is gone from its place. A path may name something else by then, so none of it is done twice. */
export const changes: Marks = { ...adds, annotations: { ...adds.annotations, destructiveHint: true } };

/** Every tool asks first where the person's files begin. */
export const scopesFor = (...scopes: readonly string[]): readonly string[] => ['account_info.read', ...scopes];
