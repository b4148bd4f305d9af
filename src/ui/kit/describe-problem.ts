import { ApiError } from '../../contract/client.ts';

/** The sentence and the code to show for whatever was thrown. */
export function describeProblem(error: unknown): { readonly sentence: string; readonly code: string; readonly details: readonly string[] } {
  if (error instanceof ApiError) {
    const { detail, title, code, errors = [] } = error.problem;
    return {
      sentence: detail || title,
      code: code ?? `http.${error.problem.status}`,
      details: errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)),
    };
  }
  if (error instanceof TypeError) {
    return { sentence: 'The server cannot be reached. Is Patchbay still running?', code: 'network.unreachable', details: [] };
  }
  return {
    sentence: error instanceof Error ? error.message : 'Something unexpected happened on this page.',
    code: 'page.failed',
    details: [],
  };
}
