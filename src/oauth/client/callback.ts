import { AppError } from '../../domain/errors.ts';
import { fillsTemplate, habitsOf } from './provider-habits.ts';
import type { ServerMetadata } from './server-metadata.ts';

export type CallbackVerdict = { readonly kind: 'code'; readonly code: string } | { readonly kind: 'refused'; readonly error: AppError };

/**
 * Judges what the authorization server sent back through the browser. The issuer comes first (RFC 9207 §2.4): in an
 * answer from another server even the error text is an attacker's.
 */
export function judgeCallback(
  parameters: URLSearchParams,
  metadata: Pick<ServerMetadata, 'issuer' | 'assumesIssuer' | 'authorization_response_iss_parameter_supported'>,
): CallbackVerdict {
  const iss = parameters.get('iss');
  if (!isExpectedIssuer(iss, metadata)) return { kind: 'refused', error: new AppError('oauth.issuer-mismatch') };
  const error = parameters.get('error');
  const code = parameters.get('code');
  if (error !== null) return { kind: 'refused', error: explainRefusal(error, parameters.get('error_description')) };
  if (code === null || code === '') {
    return {
      kind: 'refused',
      error: new AppError('oauth.authorization-failed', {
        sentence: 'The authorization server sent the browser back without a code. Try again.',
      }),
    };
  }
  return { kind: 'code', code };
}

function isExpectedIssuer(
  iss: string | null,
  { issuer, assumesIssuer = false, authorization_response_iss_parameter_supported: promised }: Parameters<typeof judgeCallback>[1],
): boolean {
  if (iss === null) return promised !== true;
  // Where only addresses are known, the server is at least none of another origin.
  if (assumesIssuer) return URL.canParse(iss) && new URL(iss).origin === issuer;
  return iss === issuer || (habitsOf(issuer).templatedIssuer && fillsTemplate(iss, issuer));
}

function explainRefusal(error: string, description: string | null): AppError {
  const detail = { error, errorDescription: description };
  if (error === 'access_denied') return new AppError('oauth.consent-refused', { detail });
  const said = description === null || description === '' ? error : `${error}: ${description}`;
  return new AppError('oauth.authorization-failed', { sentence: `The authorization server answered: ${oneLine(said)}`, detail });
}

/** Another's words inside our sentence: on one line and bounded. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
