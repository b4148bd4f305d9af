import { addsShared, type Behaviour, readsShared } from '../../connector-kit/index.ts';

/** Whoever may write to a site may have written it. */
export const reads: Behaviour = readsShared;

/** Something new, seen by all who may see the place. */
export const adds: Behaviour = { ...addsShared, annotations: { ...addsShared.annotations, openWorldHint: false } };
