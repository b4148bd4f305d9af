import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { AppError } from '../domain/errors.ts';

/** The page loads nothing from elsewhere, runs no inline script and cannot be framed. */
export const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    // Components position themselves with inline styles; scripts stay external.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'https:'],
    mediaSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  // A popup that signs in elsewhere must find the way back to its opener's channel.
  crossOriginOpenerPolicy: false,
  strictTransportSecurity: false,
});

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses a Host that is not ours (DNS rebinding) and a change that another site's page asks for (CSRF).
 * `hosts` null: any Host, for those who listen on all addresses and gave no public URL.
 */
export function guardOrigin({ publicUrl, anyHost }: { readonly publicUrl: string; readonly anyHost: boolean }): MiddlewareHandler {
  const own = new URL(publicUrl);
  const hostNames = new Set([own.hostname, ...loopbackNames]);
  return async (context, next) => {
    const url = new URL(context.req.url);
    if (!anyHost && !hostNames.has(url.hostname)) throw new AppError('request.origin-refused');
    const origin = context.req.header('origin');
    // An MCP session answers GET with its stream, so there every method counts.
    const changes = isMcp(url.pathname) || !['GET', 'HEAD', 'OPTIONS'].includes(context.req.method);
    if (
      changes &&
      origin !== undefined &&
      origin !== own.origin &&
      new URL(origin === 'null' ? 'http://null.invalid' : origin).host !== url.host
    )
      throw new AppError('request.origin-refused');
    await next();
  };
}

/** True for the addresses at which we are an MCP server. */
export function isMcp(pathname: string): boolean {
  return pathname === '/mcp' || pathname.startsWith('/mcp/');
}
