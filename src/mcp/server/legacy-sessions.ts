import { randomUUID } from 'node:crypto';
import { type Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import type { UserId } from '../../domain/ids.ts';
import type { Visit } from './tool-collection.ts';

/** Sessions of the protocol before 2026-07-28; each belongs to one person and one collection of tools. */
export type LegacySessions = {
  /** Serves a request that names a session, or that begins one. */
  fetch(request: Request, visit: Visit): Promise<Response>;
  toolsChanged(key: string): void;
  close(): Promise<void>;
};

type Session = {
  readonly userId: UserId;
  readonly key: string;
  readonly server: Server;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  usedAt: number;
};

const idleMilliseconds = 60 * 60_000;
const maxPerPerson = 100;
const unknownSession = { code: -32001, message: 'Session not found' };

export function createLegacySessions({
  createServer,
  clock,
  maxBodyBytes,
}: {
  readonly createServer: (visit: Visit) => Server;
  readonly clock: () => number;
  readonly maxBodyBytes: number;
}): LegacySessions {
  const sessions = new Map<string, Session>();
  const sweeper = setInterval(() => {
    for (const [id, { usedAt }] of sessions) if (clock() - usedAt >= idleMilliseconds) void end(id);
  }, 60_000);
  sweeper.unref();

  async function end(id: string): Promise<void> {
    const session = sessions.get(id);
    sessions.delete(id);
    await session?.server.close().catch(() => {});
  }

  async function begin(request: Request, visit: Visit): Promise<Response> {
    const server = createServer(visit);
    const { userId } = visit.principal;
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: maxBodyBytes,
      onsessioninitialized: (id) => {
        sessions.set(id, { userId, key: visit.collection.key, server, transport, usedAt: clock() });
        const mine = [...sessions].filter(([, session]) => session.userId === userId);
        const [oldest] = mine.sort(([, left], [, right]) => left.usedAt - right.usedAt);
        if (mine.length > maxPerPerson && oldest !== undefined) void end(oldest[0]);
      },
      onsessionclosed: (id) => end(id),
    });
    await server.connect(transport);
    const response = await transport.handleRequest(request);
    if (transport.sessionId === undefined) void server.close();
    return response;
  }

  return {
    fetch: async (request, visit) => {
      const id = request.headers.get('mcp-session-id');
      if (id === null) return begin(request, visit);
      const session = sessions.get(id);
      // A session proves nothing: it is good only for the person it was begun by (best practices › Session Hijacking).
      if (session === undefined || session.userId !== visit.principal.userId || session.key !== visit.collection.key)
        return Response.json({ jsonrpc: '2.0', error: unknownSession, id: null }, { status: 404 });
      session.usedAt = clock();
      return session.transport.handleRequest(request);
    },
    toolsChanged: (key) => {
      for (const session of sessions.values()) if (session.key === key) session.server.sendToolListChanged().catch(() => {});
    },
    close: async () => {
      clearInterval(sweeper);
      await Promise.all([...sessions.keys()].map(end));
    },
  };
}
