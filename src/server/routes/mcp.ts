import { Hono } from 'hono';
import { AppError, errorCatalogue, findAppError } from '../../domain/errors.ts';
import type { Identity } from '../../identity/identity.ts';
import type { McpFace } from '../../mcp/server/mcp-face.ts';

const internalError = -32603;
const invalidRequest = -32600;

/** `/mcp/{name}`: one connector, or one collection of tools, to MCP clients. A cookie counts for nothing here: no page of ours calls it. */
export function createMcpRoutes({
  face,
  identity,
}: {
  readonly face: McpFace;
  readonly identity: Pick<Identity, 'principalForBearer'>;
}): Hono {
  const routes = new Hono();
  routes.all('/:name', async (context) => {
    const token = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    const principal = token === undefined ? null : await identity.principalForBearer(token);
    if (principal === null) return refuseStranger(token !== undefined);
    const response = await face.fetch(context.req.raw, principal, context.req.param('name'));
    if (response !== null) return response;
    throw new AppError('connector.not-found');
  });
  routes.all('/*', () => {
    throw new AppError('request.not-found');
  });
  return routes;
}

/** RFC 6750 §3: an error is named only where a token came that is not good. */
function refuseStranger(hadToken: boolean): Response {
  const challenge = hadToken ? 'Bearer realm="patchbay", error="invalid_token"' : 'Bearer realm="patchbay"';
  const response = mcpErrorResponse(new AppError('identity.sign-in-required'));
  response.headers.set('www-authenticate', challenge);
  return response;
}

/** What fails before the protocol is spoken, as a JSON-RPC error that answers no request in particular. */
export function mcpErrorResponse(error: unknown): Response {
  const known = findAppError(error);
  const code = known === null || known.status >= 500 ? internalError : invalidRequest;
  const message = known?.message ?? errorCatalogue.internal.sentence;
  return Response.json(
    { jsonrpc: '2.0', id: null, error: { code, message, data: { code: known?.code ?? 'internal' } } },
    { status: known?.status ?? 500 },
  );
}
