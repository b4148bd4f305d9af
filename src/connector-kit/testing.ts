import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Connect } from '../domain/builtin.ts';
import type { JsonObject } from '../domain/json.ts';
import type { UserId } from '../domain/ids.ts';
import type { CallContext, ToolResult } from '../domain/tool.ts';
import type { ConnectorDefinition } from './connector.ts';
import { contractFaults } from './contract-faults.ts';
import { listingOf, toToolSource } from './tool-source.ts';

export type ConnectorCase = {
  /** What whoever adds the connector would set. */
  readonly settings?: JsonObject | (() => JsonObject);
  /** The service's double; left out where the connector has no `http`. */
  readonly fetch?: typeof globalThis.fetch;
  /** The way to its server; left out where it opens no sockets. */
  readonly connect?: Connect;
  /** Examples of tools that write are run too. */
  readonly writes?: boolean;
};

/**
 * The shared suite of connectors: its contract has no fault, and every example runs against the double, with an output that
 * fits its schema.
 * @example testConnector(linear, { fetch: createLinearDouble().fetch, writes: true })
 */
export function testConnector(
  connector: ConnectorDefinition,
  { settings = {}, fetch = refuseFetch, connect, writes = false }: ConnectorCase = {},
): void {
  describe(`the connector ${connector.name}`, () => {
    test('has a contract without a fault', () => expect(contractFaults(connector)).toEqual([]));

    const tools = connector.tools.filter(({ annotations }) => writes || annotations.readOnlyHint);
    const cases = tools.flatMap((tool) => tool.examples.map((example) => [tool.name, example.title, example.input] as const));
    test.each(cases)('%s runs its example “%s”', async (name, _title, input) => {
      const result = await callTool(connector, {
        name,
        input: input as JsonObject,
        settings: typeof settings === 'function' ? settings() : settings,
        fetch,
        ...(connect === undefined ? {} : { connect }),
      });
      expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
      expect(result.content[0]).toEqual({ type: 'text', text: JSON.stringify(result.structuredContent) });
    });

    test.each(tools.map(({ name }) => name))('%s stops when its call is cancelled', async (name) => {
      const example = connector.tools.find((tool) => tool.name === name)?.examples[0];
      const signal = AbortSignal.abort();
      const running = callTool(connector, {
        name,
        input: (example?.input ?? {}) as JsonObject,
        settings: typeof settings === 'function' ? settings() : settings,
        fetch: neverFetch,
        signal,
      });
      // It may have nothing to wait for, but it must not wait for what never comes.
      expect(await running.then(Boolean, () => true)).toBe(true);
    });
  });
}

/** Calls one tool as the runtime would; an output that breaks its schema is an error. */
export async function callTool(
  connector: ConnectorDefinition,
  {
    name,
    input = {},
    settings = {},
    fetch = refuseFetch,
    connect,
    signal = new AbortController().signal,
  }: {
    readonly name: string;
    readonly input?: JsonObject;
    readonly settings?: JsonObject;
    readonly fetch?: typeof globalThis.fetch;
    readonly connect?: Connect;
    readonly signal?: AbortSignal;
  },
): Promise<ToolResult> {
  const sleep = async () => {};
  const source = toToolSource(connector, { settings, fetch, strict: true, sleep, ...(connect === undefined ? {} : { connect }) });
  const context: CallContext = { principal: testPrincipal, signal, onProgress: () => {}, elicit: null };
  const definition = (await source.listTools(signal)).tools.find((tool) => tool.name === name);
  if (definition === undefined) throw new Error(`${connector.name} has no tool ${name}`);
  return source.callTool(definition, input, context);
}

/** The contract as a file that people read in diffs. */
export function describeContract(connector: ConnectorDefinition): string {
  const { id, name, description, auth, reachesHost = false } = connector;
  const { tools, instructions } = listingOf(connector);
  // How one registers is for the owner, and stands in one place a vendor.
  const shown = Object.fromEntries(Object.entries(auth).filter(([key]) => key !== 'registration'));
  return stringify({ id, name, description, reachesHost, auth: shown, instructions, tools }, { lineWidth: 120 });
}

const testPrincipal: CallContext['principal'] = {
  userId: 'usr_test' as UserId,
  email: 'ada@example.com',
  name: 'Ada',
  role: 'owner',
  via: { kind: 'cli' },
};

const refuseFetch: typeof globalThis.fetch = async (input) => {
  throw new Error(`nothing may be fetched, but ${String(input instanceof Request ? input.url : input)} was`);
};

const neverFetch: typeof globalThis.fetch = (_input, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.throwIfAborted();
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
  });
