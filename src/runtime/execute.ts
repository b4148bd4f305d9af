import { Validator } from '@cfworker/json-schema';
import { type AppError, errorCatalogue, type ErrorCode, findAppError } from '../domain/errors.ts';
import type { JsonSchema } from '../domain/json.ts';
import type { ContentBlock, ToolDefinition, ToolOutcome, ToolResult } from '../domain/tool.ts';
import { boundResult } from './bound-result.ts';
import type { Next, RunningCall } from './stage.ts';

const executed = new WeakSet<ToolOutcome>();

/** True for outcomes that were made here: the only place where a call can succeed. */
export function wasExecuted(outcome: ToolOutcome): boolean {
  return executed.has(outcome);
}

/** Innermost: checks the arguments against the tool's schema, calls its source, and turns what came into an outcome. */
export function createExecute({ onInternalError }: { readonly onInternalError: (error: unknown) => void }): Next {
  return async (running) => {
    const { call, principal, signal, onProgress, elicit } = running;
    const fault = inputFault(running);
    if (fault !== null) return failure('tool.input-invalid', fault);
    if (signal.aborted) return endedBy(signal);
    running.onExecuting();
    try {
      const result = await untilAborted(
        call.tool.source.callTool(call.tool.definition, call.input, { principal, signal, onProgress, elicit }),
        signal,
      );
      return completed(withFittingStructure(call.tool.definition, result), running.maxResultBytes);
    } catch (error) {
      const known = findAppError(error);
      // What the source throws once its signal fell is only the echo of that.
      if (signal.aborted) return endedBy(signal);
      if (known !== null) return fromAppError(running, known);
      onInternalError(error);
      return failure('internal', errorCatalogue.internal.sentence);
    }
  };
}

function completed(result: ToolResult, maxResultBytes: number): ToolOutcome {
  const bounded = boundResult(result, maxResultBytes);
  const outcome: ToolOutcome = { kind: 'completed', result: bounded.result, truncated: bounded.truncated };
  executed.add(outcome);
  return outcome;
}

const failure = (code: ErrorCode, message: string, httpStatus: number | null = null): ToolOutcome => ({
  kind: 'failed',
  code,
  message,
  httpStatus,
});

function endedBy(signal: AbortSignal): ToolOutcome {
  const timedOut = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
  const code = timedOut ? 'call.timed-out' : 'call.cancelled';
  return failure(code, errorCatalogue[code].sentence);
}

const needsPerson: ReadonlySet<ErrorCode> = new Set([
  'connection.sign-in-required',
  'connection.expired',
  'connection.scope-required',
  'connection.header-required',
]);

function fromAppError({ call }: RunningCall, error: AppError): ToolOutcome {
  if (!needsPerson.has(error.code))
    return failure(error.code, error.message, typeof error.detail.httpStatus === 'number' ? error.detail.httpStatus : null);
  const scopes = Array.isArray(error.detail.scopes) ? error.detail.scopes.map(String) : [];
  return {
    kind: 'authorization_required',
    connectorId: call.tool.connectorId,
    connectionId: call.tool.connectionId,
    message: error.message,
    scopes,
  };
}

/**
 * Structured content that breaks the tool's own output schema is left out, with a mark (MCP server/tools › Output Schema):
 * programs would trust its shape. The rest stays, since a write may have taken effect.
 */
function withFittingStructure(definition: ToolDefinition, result: ToolResult): ToolResult {
  const { structuredContent, ...rest } = result;
  if (definition.outputSchema === undefined || structuredContent === undefined || result.isError === true) return result;
  if (validatorOf(definition.outputSchema).validate(structuredContent).valid) return result;
  const mark: ContentBlock = {
    type: 'text',
    text: "[left out by Patchbay: structured content that does not fit the tool's own output schema]",
  };
  return { ...rest, content: [...result.content, mark] };
}

const validators = new WeakMap<JsonSchema, Validator>();

/** Resolving a schema's references costs more than a check, and the same tools are called again and again. */
function validatorOf(schema: JsonSchema): Validator {
  const known = validators.get(schema) ?? new Validator(schema, '2020-12', false);
  validators.set(schema, known);
  return known;
}

/** Where the arguments break the tool's schema, in words; null when they fit. */
function inputFault({ call }: RunningCall): string | null {
  const verdict = validatorOf(call.tool.definition.inputSchema).validate(call.input);
  if (verdict.valid) return null;
  const places = verdict.errors
    .filter((error) => error.keyword !== 'properties')
    .slice(0, 5)
    .map((error) => `${error.instanceLocation.replace(/^#/, '') || '/'}: ${error.error}`);
  return `The arguments do not fit the schema of "${call.tool.definition.name}". ${places.join(' ')}`;
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abandon = () => reject(signal.reason);
    signal.addEventListener('abort', abandon, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon));
  });
}
