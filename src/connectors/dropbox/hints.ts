import { addsShared, type Behaviour, readsShared } from '../../connector-kit/index.ts';

/** Files come from whoever shared them. */
export const reads: Behaviour = readsShared;

/** Something new beside what is there. */
export const adds: Behaviour = addsShared;

/** What was there is gone from its place. A path may name something else by then, so none of it is done twice. */
export const changes: Behaviour = { ...adds, annotations: { ...adds.annotations, destructiveHint: true } };

/** Every tool asks first where the person's files begin. */
export const scopesFor = (...scopes: readonly string[]): readonly string[] => ['account_info.read', ...scopes];
