import { type Behaviour, googleScope, readsShared, replacesShared, sendsOut } from '../../connector-kit/index.ts';

type Marks = Behaviour & { readonly scopes: readonly string[] };

/** Anybody may send an invitation. */
export const reads: Marks = { ...readsShared, scopes: [googleScope('calendar.events.readonly')] };

/** Invitations go to whoever is invited. */
export const writes: Marks = { ...replacesShared, labels: sendsOut.labels, scopes: [googleScope('calendar.events')] };
