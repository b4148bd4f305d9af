import { AppError } from '../../domain/errors.ts';
import type { ServerMetadata } from './server-metadata.ts';
import { habitsOf, isTemplateOf } from './provider-habits.ts';

/**
 * Refuses metadata of an authorization server that a sign-in would not be safe with. `asked` is the issuer that the
 * metadata was looked up for.
 */
export function judgeMetadata(metadata: ServerMetadata, asked: string): AppError | null {
  if (!isSameIssuer(metadata.issuer, asked)) {
    return new AppError('oauth.issuer-mismatch', {
      sentence: `The metadata of ${asked} names another issuer, ${metadata.issuer}. The sign-in was stopped: this can be an attack.`,
      detail: { expected: asked, actual: metadata.issuer },
    });
  }
  for (const endpoint of ['authorization_endpoint', 'token_endpoint', 'registration_endpoint', 'revocation_endpoint'] as const) {
    const url = metadata[endpoint];
    if (url !== undefined && !isWebAddress(url)) {
      return new AppError('oauth.metadata-invalid', {
        sentence: `The authorization server's ${endpoint} is not a web address. Ask its operator.`,
      });
    }
  }
  if (metadata.response_types_supported?.includes('code') === false) {
    return new AppError('oauth.metadata-invalid', {
      sentence: 'The authorization server does not offer the authorization code flow. Ask its operator.',
    });
  }
  return judgePkce(metadata);
}

/** authorization › Authorization Code Protection: absent means that PKCE is not supported, and the client must refuse. */
function judgePkce({ code_challenge_methods_supported: methods, issuer }: ServerMetadata): AppError | null {
  if (methods?.includes('S256') === true) return null;
  return methods === undefined && habitsOf(issuer).unadvertisedPkce ? null : new AppError('oauth.pkce-unsupported');
}

/** RFC 8414 §3.3: identical, but for the slash that a URL parser puts after a bare host. */
function isSameIssuer(issuer: string, asked: string): boolean {
  if (issuer === asked || (asked.endsWith('/') && issuer === asked.slice(0, -1))) return true;
  return habitsOf(asked).templatedIssuer && isTemplateOf(issuer, asked);
}

/** Only http and https: anything else at an authorization server's address could run in the person's browser. */
export function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
