import { AppError, type ErrorCode, findAppError } from '../../domain/errors.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { type Seen, readSeen } from './seen.ts';

/** What the failure happened in: while connecting, strange answers mean that this is no MCP server at all. */
export type Phase = 'connect' | 'use';

type Judgement = { readonly code: ErrorCode; readonly sentence?: string; readonly detail?: Record<string, unknown> };

/** Turns whatever a transport or the SDK threw into an error with a code and a sentence. */
export function classifyFailure(error: unknown, phase: Phase): AppError {
  const own = findAppError(error);
  if (own !== null) return own.code === 'network.unreachable' && phase === 'use' && brokeInTheMiddle(own) ? closed(own) : own;
  const { code, sentence, detail } = judge(readSeen(error), phase);
  return new AppError(code, { cause: error, ...(sentence === undefined ? {} : { sentence }), ...(detail === undefined ? {} : { detail }) });
}

/** The table of what can be seen of a server and what it means. */
export function judge(seen: Seen, phase: Phase): Judgement {
  switch (seen.kind) {
    case 'http-status':
      return judgeStatus(seen, phase);
    case 'unexpected-content':
      return seen.contentType?.includes('html') === true || phase === 'connect'
        ? notMcp(`The address answers with ${seen.contentType ?? 'no content type'}, not as an MCP server.`)
        : {
            code: 'upstream.invalid-response',
            sentence: `The server answered with ${seen.contentType ?? 'no content type'} instead of JSON or an event stream. Ask its operator.`,
          };
    case 'unreadable-json':
      return { code: 'upstream.invalid-response', sentence: 'The server sent something that is not valid JSON. Ask its operator.' };
    case 'not-json-rpc':
      return phase === 'connect'
        ? notMcp('The address answers with JSON, but not with the JSON-RPC that MCP uses.')
        : { code: 'upstream.invalid-response', sentence: 'The server sent JSON that is not an MCP message. Ask its operator.' };
    case 'invalid-result':
      return { code: 'upstream.invalid-response', sentence: `The server's answer does not fit the MCP specification: ${seen.message}` };
    case 'rpc-error':
      return judgeRpcError(seen);
    case 'version-unsupported':
      return {
        code: 'upstream.protocol-error',
        sentence: `The server speaks only versions of MCP that Patchbay does not: ${seen.message}`,
      };
    case 'too-many-pages':
      return {
        code: 'upstream.invalid-response',
        sentence: 'The list of tools does not end: the server gives ever more pages. Ask its operator.',
      };
    case 'closed':
      return { code: 'upstream.closed' };
    case 'unknown':
      return phase === 'connect'
        ? { code: 'upstream.invalid-response', sentence: `The server could not be understood: ${seen.message}` }
        : { code: 'upstream.invalid-response' };
    default:
      return unreachable(seen);
  }
}

type StatusSeen = Extract<Seen, { readonly kind: 'http-status' }>;

function judgeStatus(seen: StatusSeen, phase: Phase): Judgement {
  const { status, rpcError } = seen;
  const detail = { httpStatus: status };
  if (saysSessionIsLost(seen)) return { code: 'upstream.session-lost', detail };
  if (rpcError !== null) return judgeRpcError(rpcError);
  if (status >= 300 && status < 400) {
    return {
      code: 'network.redirect-refused',
      sentence: `The server redirected the request elsewhere (HTTP ${status}), and what was to be sent is not sent to another site. ${seen.hint ?? 'Use the final address, if you trust it.'}`,
      detail,
    };
  }
  if (phase === 'connect' && [400, 404, 405, 406, 410, 415, 422].includes(status)) {
    return notMcp(`The address answers with HTTP ${status}, not as an MCP server.`, detail);
  }
  const sentence =
    statusSentences.get(status) ??
    (status >= 500
      ? `The server has a fault of its own (HTTP ${status}). Try again later, or ask its operator.`
      : `The server answered with HTTP ${status}.`);
  return { code: 'upstream.http-error', sentence, detail };
}

const statusSentences = new Map([
  [403, 'The server refused access (HTTP 403). The account that is connected may not do this.'],
  [404, 'The server has nothing at this address any more (HTTP 404). Check the URL of the connector.'],
  [408, 'The server gave up waiting for the request (HTTP 408). Try again.'],
  [413, 'The server takes no request of this size (HTTP 413). Send less at once.'],
  [429, 'The server limits the rate of requests (HTTP 429). Wait a moment and try again.'],
]);

/** A legacy server says 404 to a session it does not know; some say 400 with a word about sessions. */
function saysSessionIsLost({ status, hadSession, body, rpcError }: StatusSeen): boolean {
  if (!hadSession) return false;
  if (status === 404) return rpcError === null || rpcError.code !== -32601;
  return status === 400 && /session|not initialized/i.test(body ?? '');
}

function judgeRpcError({ code, message }: { readonly code: number; readonly message: string }): Judgement {
  const detail = { rpcCode: code, upstreamMessage: message };
  if (code === -32602 && /\btool\b.*\b(not found|unknown|does not exist|disabled)|unknown tool/i.test(message))
    return { code: 'tool.not-found', detail };
  return { code: 'upstream.protocol-error', sentence: `The server refused the request (${code}): ${quote(message)}`, detail };
}

function notMcp(finding: string, detail: Record<string, unknown> = {}): Judgement {
  return { code: 'upstream.not-mcp', sentence: `${finding} Check the path; many servers live at /mcp or /sse.`, detail };
}

/** The upstream's own words, bounded and on one line, since people and models read them inside a sentence of ours. */
function quote(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line || 'no reason was given.';
}

const brokeInTheMiddle = (error: AppError): boolean => ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(String(error.detail['cause']));
const closed = (cause: AppError): AppError => new AppError('upstream.closed', { cause });
