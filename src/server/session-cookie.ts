import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Principal } from '../domain/principal.ts';
import type { Identity } from '../identity/identity.ts';
import { randomToken } from '../identity/tokens.ts';

export type SessionCookies = {
  principalOf(context: Context): Promise<Principal | null>;
  begin(context: Context, principal: Principal): Promise<Principal>;
  end(context: Context): void;
  /** A token of this browser, made when first needed: binds a sign-in elsewhere to where it was started. */
  browserToken(context: Context): string;
  existingBrowserToken(context: Context): string | null;
};

/**
 * Opaque cookies. Over https they carry the `__Host-` prefix (RFC 6265bis §4.1.3.2): Secure, this host only, path `/`.
 * Over plain http on loopback browsers would drop such a cookie, so there it has a plain name.
 */
export function createSessionCookies({ identity, publicUrl }: { readonly identity: Identity; readonly publicUrl: string }): SessionCookies {
  const secure = publicUrl.startsWith('https:');
  const prefix = secure ? '__Host-' : '';
  const names = { session: `${prefix}patchbay-session`, browser: `${prefix}patchbay-browser` };
  const base = { httpOnly: true, secure, sameSite: 'Lax', path: '/' } as const;
  const existingBrowserToken = (context: Context) => getCookie(context, names.browser) ?? null;
  return {
    principalOf: async (context) => {
      const bearer = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
      if (bearer !== undefined) return identity.principalForBearer(bearer);
      const token = getCookie(context, names.session);
      return token === undefined ? null : identity.principalForSession(token);
    },
    begin: async (context, principal) => {
      const session = await identity.startSession(principal);
      setCookie(context, names.session, session.token, { ...base, expires: session.expiresAt });
      return session.principal;
    },
    end: (context) => setCookie(context, names.session, '', { ...base, maxAge: 0 }),
    existingBrowserToken,
    browserToken: (context) => {
      const existing = existingBrowserToken(context);
      if (existing !== null) return existing;
      const token = randomToken('pbb_');
      setCookie(context, names.browser, token, { ...base, maxAge: 86_400 });
      return token;
    },
  };
}
