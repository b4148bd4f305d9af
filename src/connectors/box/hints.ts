import { addsShared, type Behaviour, readsShared } from '../../connector-kit/index.ts';

type Marks = Behaviour & { readonly scopes: readonly string[] };

/**
 * Whoever shares a folder may have written what is in it. Which scope opens what:
 * https://developer.box.com/guides/api-calls/permissions-and-errors/scopes
 */
export const reads: Marks = { ...readsShared, scopes: ['root_readonly'] };

/**
 * Box gives the content of files only to applications that may write too, and means to
 * (https://support.box.com/hc/en-us/community/posts/360052262573, the official comment).
 */
export const downloads: Marks = { ...reads, scopes: ['root_readwrite'] };

/** Something new, seen by all who may see the folder. */
export const adds: Marks = { ...addsShared, scopes: ['root_readwrite'] };

/** Something that is there already. */
export const changes: Marks = { ...adds, annotations: { ...adds.annotations, destructiveHint: true } };
