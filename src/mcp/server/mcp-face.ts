import { createMcpHandler, isInitializeRequest, isLegacyRequest, type McpHttpHandler } from '@modelcontextprotocol/server';
import type { Clock } from '../../domain/ids.ts';
import type { Principal } from '../../domain/principal.ts';
import { createLegacySessions } from './legacy-sessions.ts';
import type { FaceDependencies, Visit } from './tool-collection.ts';
import { createToolServer } from './tool-server.ts';
import { createWaitingCalls } from './waiting-calls.ts';

/** Our MCP server: any collection of tools to any client, in both eras of the protocol. */
export type McpFace = {
  /** Null: there is nothing under this name. The caller has checked who asks, and from where. */
  fetch(request: Request, principal: Principal, name: string): Promise<Response | null>;
  /** Tells those who listen that the tools of a collection changed. */
  toolsChanged(key: string): void;
  close(): Promise<void>;
};

/** Room for a file as an argument. */
const maxBodyBytes = 16 * 1024 * 1024;

export function createMcpFace(dependencies: FaceDependencies & { readonly clock: Clock }): McpFace {
  const waiting = createWaitingCalls(dependencies);
  const createServer = (visit: Visit) => createToolServer({ ...dependencies, waiting }, visit);
  const sessions = createLegacySessions({ createServer, clock: dependencies.clock, maxBodyBytes });
  // One for each collection: whoever listens to one hears nothing of the others.
  const handlers = new Map<string, McpHttpHandler>();

  function handlerOf(key: string): McpHttpHandler {
    const known = handlers.get(key);
    if (known !== undefined) return known;
    const made = createMcpHandler(({ authInfo }) => createServer(authInfo?.extra?.['visit'] as Visit), {
      maxRequestBodySize: maxBodyBytes,
      onerror: dependencies.onError,
    });
    handlers.set(key, made);
    return made;
  }

  return {
    fetch: async (request, principal, name) => {
      const collection = await dependencies.find(principal, name);
      if (collection === null) return null;
      const visit = { principal, collection };
      if (await belongsToSession(request)) return sessions.fetch(request, visit);
      // The SDK carries what we know of the caller under this name; there is no token in it.
      return handlerOf(collection.key).fetch(request, {
        authInfo: { token: '', clientId: principal.userId, scopes: [], extra: { visit } },
      });
    },
    toolsChanged: (key) => {
      handlers.get(key)?.notify.toolsChanged();
      sessions.toolsChanged(key);
    },
    close: async () => {
      waiting.close();
      await sessions.close();
      await Promise.all([...handlers.values()].map((handler) => handler.close()));
    },
  };
}

/** A session is named, or begins with `initialize`. Older requests without one are served one by one. */
async function belongsToSession(request: Request): Promise<boolean> {
  if (request.headers.has('mcp-session-id')) return isLegacyRequest(request, undefined, { maxRequestBodySize: maxBodyBytes });
  if (request.method !== 'POST' || request.headers.has('mcp-method')) return false;
  const message: unknown = await request
    .clone()
    .json()
    .catch(() => null);
  return isInitializeRequest(message);
}
