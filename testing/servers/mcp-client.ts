import type { Connector } from '../../src/domain/connector.ts';
import type { ConnectorId } from '../../src/domain/ids.ts';
import type { ToolDefinition } from '../../src/domain/tool.ts';
import type { McpSource } from '../../src/mcp/client/source.ts';
import { createMcpSources } from '../../src/mcp/client/sources.ts';
import { createGuardedFetch } from '../../src/network/guarded-fetch.ts';
import { createClosing } from '../closing.ts';
import { samplePrincipal } from '../sample.ts';
import { callContext } from './connections-harness.ts';

export const signal = () => AbortSignal.timeout(10_000);

/** A connector at this address. */
export const connectorAt = (url: string): Pick<Connector, 'id' | 'name' | 'origin'> => ({
  id: 'con_1' as ConnectorId,
  name: 'Test',
  origin: { kind: 'remote', url, transport: 'auto' },
});

export async function toolsOf(source: McpSource): Promise<ReadonlyMap<string, ToolDefinition>> {
  return new Map((await source.listTools(signal())).tools.map((tool) => [tool.name, tool]));
}

/** The client of MCP as the program has it, on a network that is this machine. */
export function createMcpClient() {
  const fetch = createGuardedFetch({ allowPrivate: ['127.0.0.1'] });
  const sources = createMcpSources({ clientInfo: { name: 'patchbay', version: '0' }, graceMilliseconds: 300 });
  const { keep, all } = createClosing();
  const open = (url: string): McpSource => sources.open(connectorAt(url), 'cnx_1', { fetch });
  return {
    fetch,
    sources,
    open,
    /** Opens and lists, so that tools are called by their names. */
    connect: async (url: string) => {
      const source = open(url);
      const tools = await toolsOf(source);
      return {
        source,
        tools,
        call: async (name: string, input = {}, context = callContext(samplePrincipal)) => {
          const tool = tools.get(name);
          if (tool === undefined) throw new Error(`no tool ${name} in ${[...tools.keys()].join(' ')}`);
          return source.callTool(tool, input, context);
        },
      };
    },
    /** What is to be closed with the client, before its network. */
    keep,
    close: async () => {
      await sources.close();
      await all();
      await fetch.close();
    },
  };
}

export type McpClient = ReturnType<typeof createMcpClient>;
export type ConnectedServer = Awaited<ReturnType<McpClient['connect']>>;
