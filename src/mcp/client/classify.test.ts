import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { describe, expect, test } from 'vitest';
import { AppError, type ErrorCode } from '../../domain/errors.ts';
import { classifyFailure, judge, type Phase } from './classify.ts';
import type { Seen } from './seen.ts';
import { SessionRequestError } from './seen.ts';

const http = (status: number, rest: Partial<Extract<Seen, { kind: 'http-status' }>> = {}): Seen => ({
  kind: 'http-status',
  status,
  body: null,
  rpcError: null,
  hadSession: false,
  hint: null,
  ...rest,
});

describe('what is seen of a server, and what it means', () => {
  const rows: readonly (readonly [what: string, seen: Seen, phase: Phase, code: ErrorCode, sentence: RegExp])[] = [
    ['404 while connecting', http(404), 'connect', 'upstream.not-mcp', /HTTP 404, not as an MCP server. Check the path/],
    ['405 while connecting', http(405), 'connect', 'upstream.not-mcp', /HTTP 405/],
    ['404 to a session', http(404, { hadSession: true }), 'use', 'upstream.session-lost', /forgot the session/],
    [
      '404 to a session, in JSON-RPC',
      http(404, { hadSession: true, rpcError: { code: -32001, message: 'Session not found' } }),
      'use',
      'upstream.session-lost',
      /./,
    ],
    [
      '404 for an unknown method',
      http(404, { hadSession: true, rpcError: { code: -32601, message: 'no' } }),
      'use',
      'upstream.protocol-error',
      /\(-32601\): no/,
    ],
    ['400 about the session', http(400, { hadSession: true, body: 'No valid session ID provided' }), 'use', 'upstream.session-lost', /./],
    ['400 about something else', http(400, { hadSession: true, body: 'bad arguments' }), 'use', 'upstream.http-error', /HTTP 400/],
    ['404 without a session', http(404), 'use', 'upstream.http-error', /nothing at this address any more/],
    ['403', http(403), 'use', 'upstream.http-error', /refused access \(HTTP 403\)/],
    ['429', http(429), 'connect', 'upstream.http-error', /limits the rate/],
    ['503', http(503), 'connect', 'upstream.http-error', /fault of its own \(HTTP 503\)/],
    ['a redirect', http(307), 'use', 'network.redirect-refused', /redirected/],
    [
      'a page while connecting',
      { kind: 'unexpected-content', contentType: 'text/html' },
      'connect',
      'upstream.not-mcp',
      /answers with text\/html/,
    ],
    ['a page in use', { kind: 'unexpected-content', contentType: 'text/html' }, 'use', 'upstream.not-mcp', /text\/html/],
    ['plain text in use', { kind: 'unexpected-content', contentType: 'text/plain' }, 'use', 'upstream.invalid-response', /text\/plain/],
    ['broken JSON', { kind: 'unreadable-json' }, 'connect', 'upstream.invalid-response', /not valid JSON/],
    ['other JSON while connecting', { kind: 'not-json-rpc' }, 'connect', 'upstream.not-mcp', /not with the JSON-RPC/],
    ['other JSON in use', { kind: 'not-json-rpc' }, 'use', 'upstream.invalid-response', /not an MCP message/],
    [
      'a tool that vanished',
      { kind: 'rpc-error', code: -32602, message: 'MCP error -32602: Tool read not found' },
      'use',
      'tool.not-found',
      /no such tool any more/,
    ],
    ['an unknown tool, in other words', { kind: 'rpc-error', code: -32602, message: 'Unknown tool: read' }, 'use', 'tool.not-found', /./],
    [
      'wrong arguments',
      { kind: 'rpc-error', code: -32602, message: 'Invalid arguments: a is missing' },
      'use',
      'upstream.protocol-error',
      /\(-32602\): Invalid arguments: a is missing/,
    ],
    [
      'an error on several lines',
      { kind: 'rpc-error', code: -32603, message: 'The database\nis \u001b[31maway' },
      'use',
      'upstream.protocol-error',
      /The database is \[31maway$/,
    ],
    [
      'a result that is none',
      { kind: 'invalid-result', message: 'resultType missing' },
      'use',
      'upstream.invalid-response',
      /does not fit the MCP specification/,
    ],
    ['an endless list', { kind: 'too-many-pages' }, 'use', 'upstream.invalid-response', /does not end/],
    ['a closed connection', { kind: 'closed' }, 'use', 'upstream.closed', /closed in mid-call/],
  ];
  test.each(rows)('%s', (_, seen, phase, code, sentence) => {
    const judged = judge(seen, phase);
    const error = new AppError(judged.code, judged.sentence === undefined ? {} : { sentence: judged.sentence });
    expect(error.code).toBe(code);
    expect(error.message).toMatch(sentence);
  });
});

describe('what the SDK throws', () => {
  const own = new AppError('network.response-too-large');
  const rows: readonly (readonly [what: string, error: unknown, phase: Phase, code: ErrorCode])[] = [
    [
      'our own error, however deep',
      new SdkError(SdkErrorCode.EraNegotiationFailed, 'probe failed', undefined, { cause: new Error('x', { cause: own }) }),
      'connect',
      'network.response-too-large',
    ],
    [
      'an HTTP error of a session',
      new SessionRequestError(new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, 'no', { status: 404, text: 'gone' })),
      'use',
      'upstream.session-lost',
    ],
    ['a JSON-RPC error', new ProtocolError(-32603, 'oops'), 'use', 'upstream.protocol-error'],
    [
      'a syntax error inside the negotiation',
      new SdkError(SdkErrorCode.EraNegotiationFailed, 'probe failed', undefined, { cause: new SyntaxError('Unexpected token') }),
      'connect',
      'upstream.invalid-response',
    ],
    ['a closed connection', new SdkError(SdkErrorCode.ConnectionClosed, 'Connection closed'), 'use', 'upstream.closed'],
    [
      'a failed POST of the older transport',
      new Error('Error POSTing to endpoint (HTTP 404): Session not found'),
      'use',
      'upstream.session-lost',
    ],
    ['a socket that broke in use', new AppError('network.unreachable', { detail: { cause: 'ECONNRESET' } }), 'use', 'upstream.closed'],
    [
      'a socket that broke while connecting',
      new AppError('network.unreachable', { detail: { cause: 'ECONNRESET' } }),
      'connect',
      'network.unreachable',
    ],
    ['something unheard of', new TypeError('x is not a function'), 'use', 'upstream.invalid-response'],
  ];
  test.each(rows)('%s', (_, error, phase, code) => {
    expect(classifyFailure(error, phase).code).toBe(code);
  });
});
