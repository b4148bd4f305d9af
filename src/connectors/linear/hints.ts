import { addsShared, type Behaviour, readsShared, replacesShared } from '../../connector-kit/index.ts';

type Marks = Behaviour & { readonly scopes: readonly string[] };

/** Issues and comments may come from outside the workspace: through Asks, e-mail, GitHub or Slack. */
export const reads: Marks = { ...readsShared, scopes: ['read'] };

/** Names and settings that members of the workspace gave. */
export const readsOwn: Marks = { ...reads, labels: { reads: 'private', untrusted: false, sends: 'none' } };

/** Something new; its tools name different scopes. */
export const creates: Behaviour = addsShared;

/** Replaces what was there before. */
export const changes: Behaviour = replacesShared;
