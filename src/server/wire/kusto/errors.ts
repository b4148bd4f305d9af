import type { AppError } from '../../../domain/errors.ts';
import { describeQueryError, type QueryErrorKind } from '../query-error.ts';

type OneApiError = {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly '@type': string;
    readonly '@message': string;
    readonly '@permanent': boolean;
  };
};

const invalid = 'Request is invalid and cannot be executed.';
const kinds = {
  syntax: { code: 'General_BadRequest', type: 'SyntaxException', message: invalid },
  semantic: { code: 'General_BadRequest', type: 'SemanticException', message: invalid },
  limits: { code: 'LimitsExceeded', type: 'KustoServicePartialQueryFailureLimitsExceededException', message: invalid },
  access: { code: 'Unauthorized', type: 'KustoRequestDeniedException', message: 'Access denied.' },
  request: { code: 'General_BadRequest', type: 'KustoBadRequestException', message: invalid },
  internal: { code: 'General_InternalServerError', type: 'KustoServiceException', message: 'An unexpected error occurred.' },
} as const satisfies Record<QueryErrorKind, object>;

/** An error in the shape of Kusto's service. https://learn.microsoft.com/kusto/api/rest/response-http */
export function oneApiError(error: AppError): OneApiError {
  const { kind, sentence } = describeQueryError(error);
  const { code, type, message } = kinds[kind];
  const permanent = kind !== 'internal' && kind !== 'limits';
  return { error: { code, message, '@type': `Kusto.Data.Exceptions.${type}`, '@message': sentence, '@permanent': permanent } };
}
