import { afterAll, beforeEach } from 'vitest';
import { atEndpoints, type ConnectorDefinition, googleScope } from '../../src/connector-kit/index.ts';
import { callTool } from '../../src/connector-kit/testing.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { fetchAs, type Gate } from './gate.ts';
import { googleScopesOf } from './google.ts';

type CallAs = (name: string, input?: JsonObject) => Promise<Record<string, unknown>>;

/**
 * Calls of a Google connector's tools against its double, as Ada and as Ben, who granted all of its scopes. Faults that a test left
 * over are forgotten before the next one, and the double is closed after the last.
 */
export function createGoogleCalls(
  definition: ConnectorDefinition,
  service: { readonly url: string; readonly gate: Gate; close(): Promise<void> },
) {
  const connector = atEndpoints(definition, { baseUrl: service.url });
  const everything = googleScopesOf(definition);
  const adasToken = service.gate.issue('ada@halden.example', everything);
  const ada = fetchAs(adasToken);

  /** The structured answer of a tool; throws what it refused. */
  const as =
    (fetch: typeof globalThis.fetch): CallAs =>
    async (name, input = {}) => {
      const { structuredContent, isError, content } = await callTool(connector, { name, input, fetch });
      if (isError === true) throw new Error(content[0]?.type === 'text' ? content[0].text : '');
      // Every tool of a connector answers with an object.
      return structuredContent as Record<string, unknown>;
    };

  beforeEach(() => void service.gate.faults.splice(0));
  afterAll(() => service.close());
  return {
    connector,
    adasToken,
    ada,
    as,
    asAda: as(ada),
    asBen: as(fetchAs(service.gate.issue('ben@halden.example', everything))),
    /** Ada, who granted only this scope. */
    asAdaWith: (scope: string) => as(fetchAs(service.gate.issue('ada@halden.example', [googleScope(scope)]))),
    asNobody: as(fetchAs('unknown')),
  };
}
