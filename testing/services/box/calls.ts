import { atEndpoints, type ConnectorDefinition } from '../../../src/connector-kit/index.ts';
import { callTool } from '../../../src/connector-kit/testing.ts';
import box from '../../../src/connectors/box/connector.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import { fetchAs } from '../gate.ts';
import { type Box, startBox } from './box.ts';
import { boxScopes } from './sign-in.ts';

type Answer = Readonly<Record<string, unknown>>;
/** The structured answer of a tool; throws what the tool refused. */
export type Call = (name: string, input?: JsonObject) => Promise<Answer>;

export type BoxCalls = {
  readonly service: Box;
  readonly connector: ConnectorDefinition;
  /** A fetch that carries a token of Ada's with all scopes. */
  readonly ada: typeof globalThis.fetch;
  as(fetch: typeof globalThis.fetch): Call;
  readonly asAda: Call;
  readonly asBen: Call;
  /** As Ada, with less than everything. */
  asReader(): Call;
};

/** Calls of the connector's tools against a double of their own, as people with different rights. */
export async function startBoxCalls(): Promise<BoxCalls> {
  const service = await startBox();
  const connector = atEndpoints(box, { baseUrl: `${service.url}/2.0`, otherOrigins: [service.uploadUrl] });
  const as: BoxCalls['as'] =
    (fetch) =>
    async (name, input = {}) => {
      const { structuredContent, isError, content } = await callTool(connector, { name, input, fetch });
      if (isError === true) throw new Error(content[0]?.type === 'text' ? content[0].text : '');
      // An object by its schema, which callTool has just checked.
      return structuredContent as Answer;
    };
  const fetchOf = (email: string, scopes: readonly string[] = boxScopes) => fetchAs(service.gate.issue(email, scopes));
  const ada = fetchOf('ada@halden.example');
  return {
    service,
    connector,
    ada,
    as,
    asAda: as(ada),
    asBen: as(fetchOf('ben@halden.example')),
    asReader: () => as(fetchOf('ada@halden.example', ['root_readonly'])),
  };
}
