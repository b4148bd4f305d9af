import { z } from 'zod';
import { queryDiagnostic } from '../../contract/lake-objects.ts';
import type { AppError } from '../../domain/errors.ts';

export type QueryErrorKind = 'syntax' | 'semantic' | 'limits' | 'access' | 'request' | 'internal';

/** What is wrong with a query, for those who speak another service's words. */
export type QueryError = {
  readonly kind: QueryErrorKind;
  /** With Kusto's code and the place, where there is one. */
  readonly sentence: string;
  readonly diagnostic: z.output<typeof queryDiagnostic> | null;
};

const diagnosed = z.object({ diagnostics: z.array(queryDiagnostic).min(1) });

export function describeQueryError(error: AppError): QueryError {
  const diagnostic = diagnosed.safeParse(error.detail).data?.diagnostics[0] ?? null;
  const kind = kindOf(error, diagnostic?.code ?? '');
  if (diagnostic === null) return { kind, sentence: error.message, diagnostic };
  const word = kind === 'syntax' ? 'Syntax error' : 'Semantic error';
  return {
    kind,
    sentence: `${word}: ${diagnostic.code}: ${diagnostic.message} [line:position=${diagnostic.line}:${diagnostic.column}]`,
    diagnostic,
  };
}

/** Kusto's codes below KS100 are of its grammar. */
function kindOf({ code, status }: AppError, diagnosticCode: string): QueryErrorKind {
  if (code.startsWith('identity.')) return 'access';
  if (code.startsWith('kql.')) return /^KS0\d\d$/.test(diagnosticCode) ? 'syntax' : 'semantic';
  if (/^lake\.(too-|timed-out|out-of-memory|cancelled)/.test(code)) return 'limits';
  return status >= 500 ? 'internal' : 'request';
}
