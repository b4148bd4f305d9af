import { createHash, randomBytes } from 'node:crypto';

/** A random token of 256 bits with a prefix that tells what it is (so that leak scanners can find it). */
export function randomToken(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** What the store keeps of a token. Tokens are random, so one round of SHA-256 is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
