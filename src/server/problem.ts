import { z } from 'zod';
import { queryDiagnostic } from '../contract/lake-objects.ts';
import { type Problem } from '../contract/objects.ts';
import { AppError, findAppError } from '../domain/errors.ts';

/** A request that breaks its schema, with each place that does. */
export class InvalidRequest extends AppError {
  readonly places: readonly { readonly path: string; readonly message: string }[];
  constructor(places: readonly { readonly path: string; readonly message: string }[]) {
    super('request.invalid', {
      sentence: places.map((place) => (place.path === '' ? place.message : `${place.path}: ${place.message}`)).join(' '),
    });
    this.places = places;
  }
}

/** RFC 9457 for any error. What is not ours to tell becomes `internal` with the id under which the log has it. */
export function toProblem(error: unknown, logId: string): Problem {
  const known =
    findAppError(error) ?? new AppError('internal', { sentence: `Patchbay made an error. It is in the server log under ${logId}.` });
  return {
    type: `urn:patchbay:error:${known.code}`,
    title: known.code,
    status: known.status,
    code: known.code,
    detail: known.message,
    ...(known instanceof InvalidRequest ? { errors: [...known.places] } : {}),
    ...diagnosticsOf(known),
  };
}

/** The problem as a response: `application/problem+json`. */
export function problemResponse(problem: Problem): Response {
  return new Response(JSON.stringify(problem), { status: problem.status, headers: { 'content-type': 'application/problem+json' } });
}

const diagnosed = z.object({ diagnostics: z.array(queryDiagnostic) });

function diagnosticsOf({ detail }: AppError): Pick<Problem, 'diagnostics'> {
  return diagnosed.safeParse(detail).data ?? {};
}
