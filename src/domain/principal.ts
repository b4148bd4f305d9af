import type { ApiKeyId, SessionId, UserId } from './ids.ts';

export type Role = 'owner' | 'admin' | 'member';

/** How the person reached us. The `cli` is the machine's own user, who holds the data folder. */
export type Via =
  | { readonly kind: 'session'; readonly sessionId: SessionId }
  | { readonly kind: 'api-key'; readonly keyId: ApiKeyId }
  | { readonly kind: 'cli' };

/** Who acts. Every call, connection, approval and log line carries one. */
export type Principal = {
  readonly userId: UserId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly via: Via;
};

/** Owners and admins manage what others may use; only an owner may start local commands. */
export function mayAdminister(principal: Pick<Principal, 'role'>): boolean {
  return principal.role === 'owner' || principal.role === 'admin';
}

export function isOwner(principal: Principal): boolean {
  return principal.role === 'owner';
}
