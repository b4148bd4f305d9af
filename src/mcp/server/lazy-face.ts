import type { McpFace } from './mcp-face.ts';

/** A face that is loaded when the first client comes: an idle server need not hold the SDK's server in memory. */
export function createLazyFace(dependencies: Parameters<typeof import('./mcp-face.ts').createMcpFace>[0]): McpFace {
  let loaded: Promise<McpFace> | null = null;
  const load = () => (loaded ??= import('./mcp-face.ts').then(({ createMcpFace }) => createMcpFace(dependencies)));
  return {
    fetch: async (request, principal, name) => (await load()).fetch(request, principal, name),
    // Before anybody came there is nobody to tell.
    toolsChanged: (key) => void loaded?.then((face) => face.toolsChanged(key)),
    close: async () => (await loaded)?.close(),
  };
}
