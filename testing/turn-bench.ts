import type { LLMock } from '@copilotkit/aimock';
import type { Connector } from '../src/domain/connector.ts';
import type { ConversationId } from '../src/domain/ids.ts';
import { Secret } from '../src/domain/secret.ts';
import type { ToolDefinition, ToolSource } from '../src/domain/tool.ts';
import type { TurnEvent } from '../src/domain/turn-event.ts';
import { createElicitations } from '../src/agent/elicitations.ts';
import type { ModelSettings } from '../src/agent/models/models.ts';
import { createModels } from '../src/agent/models/models.ts';
import { createTurns } from '../src/agent/turns.ts';
import { createApprovals } from '../src/runtime/approvals.ts';
import { defaultCallLimits } from '../src/runtime/stages/limits.ts';
import { createToolCatalog } from '../src/runtime/tool-catalog.ts';
import { createToolRuntime } from '../src/runtime/tool-runtime.ts';
import { openStore } from '../src/store/store.ts';
import { newId, sampleConnector, samplePrincipal } from './sample.ts';

export type BenchTool = Pick<ToolDefinition, 'name'> & Partial<ToolDefinition> & { readonly run?: ToolSource['callTool'] };

/** Makes a tool one that reads: `{ name: 'look', ...readOnly }`. */
export const readOnly = { annotations: { readOnlyHint: true } };

/** Store, runtime, catalogue and turns as they are in the product, over connectors whose servers are functions. */
export async function createTurnBench({
  models: modelSettings = {},
  file = ':memory:',
}: {
  readonly models?: Partial<ModelSettings>;
  readonly file?: string;
} = {}) {
  const store = await openStore({ kind: 'sqlite', file });
  await store.identities.insertUser({
    id: samplePrincipal.userId,
    email: samplePrincipal.email,
    name: samplePrincipal.name,
    role: 'owner',
    passwordHash: null,
    createdAt: '2026-01-01T00:00:00.000Z',
  });
  const sources = new Map<string, ToolSource>();
  const sourceOf = (connector: Connector): ToolSource => {
    const source = sources.get(connector.slug);
    if (source === undefined) throw new Error(`no source for ${connector.slug}`);
    return source;
  };
  const approvals = createApprovals({ store: store.approvals, ledger: store.ledger, clock: Date.now, newId });
  const runtime = createToolRuntime({
    ledger: store.ledger,
    approvals,
    limits: defaultCallLimits,
    clock: Date.now,
    newId,
    onInternalError: (error) => {
      throw error;
    },
  });
  const catalog = createToolCatalog({
    store,
    openSource: async (_principal, connector) => sourceOf(connector),
    listTools: async (_principal, connector, signal) => sourceOf(connector).listTools(signal),
    clock: Date.now,
    maxListingAge: 3_600_000,
  });
  const models = createModels({ entries: [], fetch, pause: async () => {}, ...modelSettings });
  const elicitations = createElicitations({ newId });
  const turns = createTurns({
    invokeTool: runtime.invokeTool,
    proposeCall: runtime.proposeCall,
    approvals,
    elicitations,
    newId,
    clock: Date.now,
    store,
    catalog,
    models,
  });

  return {
    store,
    approvals,
    runtime,
    catalog,
    models,
    elicitations,
    turns,
    addConnector: async (tools: readonly BenchTool[] | (() => never), change: Partial<Connector> = {}) => {
      const connector = sampleConnector(change);
      await store.connectors.insert(connector, null);
      sources.set(connector.slug, benchSource(tools));
      return connector;
    },
    addConversation: async (change: { readonly attached?: readonly Connector[]; readonly model?: string | null } = {}) => {
      const id = newId<ConversationId>('conversation');
      const now = new Date().toISOString();
      await store.conversations.insert({
        id,
        userId: samplePrincipal.userId,
        title: '',
        model: change.model ?? null,
        attached: (change.attached ?? []).map((connector) => connector.id),
        metadata: {},
        createdAt: now,
        updatedAt: now,
        listed: true,
      });
      return id;
    },
    say: (conversationId: ConversationId, text: string) =>
      turns.start(samplePrincipal, {
        conversationId,
        action: {
          kind: 'say',
          input: [
            {
              type: 'message',
              id: newId<string>('message'),
              role: 'user',
              status: 'completed',
              content: [{ type: 'input_text', text }],
            },
          ],
        },
      }),
  };
}

export type TurnBench = Awaited<ReturnType<typeof createTurnBench>>;

/** One model of OpenAI's, which the double answers for. */
export const modelAt = (double: LLMock): Partial<ModelSettings> => ({
  openai: { apiKey: new Secret('sk-test'), baseUrl: `${double.url}/v1` },
  entries: ['openai/gpt-5.4'],
});

/** A ToolSource over functions; given a function, a server whose listing fails by it. */
export function benchSource(tools: readonly BenchTool[] | (() => never)): ToolSource {
  return {
    listTools: async () => {
      if (typeof tools === 'function') return tools();
      const definitions = tools.map(({ run: _, ...tool }) => ({ inputSchema: { type: 'object' }, ...tool }));
      return { tools: definitions, instructions: null, serverName: null };
    },
    callTool: async (definition, input, context) => {
      const tool = typeof tools === 'function' ? undefined : tools.find(({ name }) => name === definition.name);
      if (tool?.run === undefined) return { content: [{ type: 'text', text: `ran ${definition.name} with ${JSON.stringify(input)}` }] };
      return tool.run(definition, input, context);
    },
  };
}

/** Reads a turn to its end. */
export async function readTurn(events: AsyncIterable<{ readonly event: TurnEvent }>) {
  const all: TurnEvent[] = [];
  for await (const { event } of events) all.push(event);
  const items = all.flatMap((event) => (event.kind === 'item-done' ? [event.item] : []));
  const last = all.at(-1);
  const text = items.flatMap((item) => (item.type === 'message' && item.role === 'assistant' ? item.content : []));
  return {
    events: all,
    items,
    end: last?.kind === 'turn-ended' ? last.end : null,
    text: text.map((part) => (part.type === 'output_text' ? part.text : '')).join(''),
    calls: items.filter((item) => item.type === 'mcp_call'),
    requests: items.filter((item) => item.type === 'mcp_approval_request'),
  };
}
