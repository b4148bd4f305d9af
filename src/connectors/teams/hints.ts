import { type Behaviour, readsShared, sendsOut } from '../../connector-kit/index.ts';

/** Colleagues, guests and people of other companies write there. */
export const reads: Behaviour = readsShared;

/** Others read it at once, guests among them; twice is two messages. */
export const sends: Behaviour = sendsOut;
