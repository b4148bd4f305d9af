import { type Behaviour, readsShared, sendsOut } from '../../connector-kit/index.ts';

/** Anybody can send an invitation. */
export const reads: Behaviour = readsShared;

/** Who is invited gets a message of it. */
export const invites: Behaviour = { ...sendsOut, labels: { reads: 'private', untrusted: true, sends: 'external' } };
