import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { type Entra, sentinelScope } from './entra.ts';
import { serve } from './serve.ts';

export type Sentinel = {
  /** The MCP endpoint. */
  readonly url: string;
  /** Who each call that ran was made as: the tokens. */
  readonly callers: readonly string[];
  close(): Promise<void>;
};

/** What the tool `run_playbook` needs besides Sentinel's own scope. */
export const playbookScope = 'https://management.azure.com/user_impersonation';

export type SentinelOptions = {
  readonly entra: Entra;
  /** `mixed`: lists without a token, calls with one. */
  readonly protects?: 'everything' | 'calls';
  readonly path?: string;
  /** The resource that the metadata names, if not this server. */
  readonly resource?: string;
};

/** Microsoft Sentinel's MCP server as far as a client sees it: tokens are checked, tools are a SOC analyst's. */
export async function startSentinel({
  entra,
  protects = 'everything',
  path = '/mcp/data-exploration',
  resource,
}: SentinelOptions): Promise<Sentinel> {
  const callers: string[] = [];
  const handler = createMcpHandler(
    ({ requestInfo }) => {
      const server = new McpServer(
        { name: 'sentinel-data-exploration', title: 'Microsoft Sentinel', version: '1.0.0' },
        { instructions: 'Search tables first, then query the lake.' },
      );
      const note = () => callers.push(tokenOf(requestInfo) ?? 'nobody');
      const reads = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
      server.registerTool(
        'list_sentinel_workspaces',
        {
          title: 'List workspaces',
          description: 'Lists the Sentinel workspaces that you may read.',
          inputSchema: z.object({}),
          annotations: reads,
        },
        () => {
          note();
          return {
            content: [
              { type: 'text', text: JSON.stringify([{ name: 'contoso-soc', workspaceId: '0f0f0f0f-0000-0000-0000-000000000001' }]) },
            ],
          };
        },
      );
      server.registerTool(
        'query_lake',
        {
          title: 'Query the lake',
          description: 'Runs a KQL query on the data lake.',
          inputSchema: z.object({ query: z.string(), workspaceId: z.string().optional() }),
          annotations: reads,
        },
        ({ query }) => {
          note();
          return {
            content: [{ type: 'text', text: `1 row for ${query}` }],
            structuredContent: { rows: [{ Account: 'analyst', Count: 3 }] },
          };
        },
      );
      server.registerTool(
        'run_playbook',
        { title: 'Run a playbook', description: 'Starts a playbook on an incident.', inputSchema: z.object({ name: z.string() }) },
        ({ name }) => {
          note();
          return { content: [{ type: 'text', text: `Playbook ${name} started.` }] };
        },
      );
      return server;
    },
    { legacy: 'stateless' },
  );

  const served = await serve(async (request) => {
    const url = new URL(request.url);
    if (url.pathname === `/.well-known/oauth-protected-resource${path}`) {
      return Response.json({
        resource: resource ?? `${url.origin}${path}`,
        authorization_servers: [entra.issuer],
        scopes_supported: [sentinelScope],
        bearer_methods_supported: ['header'],
      });
    }
    if (url.pathname !== path) return new Response('not found', { status: 404 });
    const body = await request.text();
    const copy = () => new Request(request.url, { method: request.method, headers: request.headers, ...(body === '' ? {} : { body }) });
    return refusal({ request, body, metadataUrl: `${url.origin}/.well-known/oauth-protected-resource${path}` }) ?? handler.fetch(copy());
  });

  function refusal({
    request,
    body,
    metadataUrl,
  }: {
    readonly request: Request;
    readonly body: string;
    readonly metadataUrl: string;
  }): Response | null {
    const calls = body.includes('"tools/call"');
    const token = tokenOf(request);
    if (token === null)
      return protects === 'calls' && !calls ? null : unauthorized(`Bearer resource_metadata="${metadataUrl}", scope="${sentinelScope}"`);
    const state = entra.tokens.judge(token);
    if (state.kind !== 'valid')
      return unauthorized(
        `Bearer error="invalid_token", error_description="The token is ${state.kind}", resource_metadata="${metadataUrl}"`,
      );
    const needed = calls && body.includes('"run_playbook"') ? [sentinelScope, playbookScope] : [sentinelScope];
    if (needed.every((scope) => state.scopes.includes(scope))) return null;
    return new Response('insufficient scope', {
      status: 403,
      headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${needed.join(' ')}", resource_metadata="${metadataUrl}"` },
    });
  }

  return {
    url: `${served.url}${path}`,
    callers,
    close: async () => {
      await handler.close();
      await served.close();
    },
  };
}

const unauthorized = (challenge: string): Response =>
  new Response('sign in first', { status: 401, headers: { 'www-authenticate': challenge } });

function tokenOf(request: Request | undefined): string | null {
  return /^Bearer (.+)$/.exec(request?.headers.get('authorization') ?? '')?.[1] ?? null;
}
