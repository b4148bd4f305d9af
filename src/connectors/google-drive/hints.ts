import { addsShared, type Behaviour, googleScope, readsShared, replacesShared } from '../../connector-kit/index.ts';

type Marks = Behaviour & { readonly scopes: readonly string[] };

/** Files come from whoever shared them. */
export const reads: Marks = { ...readsShared, scopes: [googleScope('drive.readonly')] };

/** What Patchbay made itself needs no right to all files. */
export const creates: Marks = { ...addsShared, scopes: [googleScope('drive.file')] };

/** Files that others made too. */
export const changes: Marks = { ...replacesShared, scopes: [googleScope('drive')] };
