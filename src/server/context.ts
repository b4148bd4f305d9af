import type { Principal } from '../domain/principal.ts';

/** What the middleware puts into Hono's context. */
export type ServerEnvironment = { readonly Variables: { readonly principal: Principal } };
