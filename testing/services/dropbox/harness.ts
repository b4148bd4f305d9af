import dropbox from '../../../src/connectors/dropbox/connector.ts';
import { atEndpoints, type ConnectorDefinition } from '../../../src/connector-kit/index.ts';
import { callTool } from '../../../src/connector-kit/testing.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import { fetchAs } from '../gate.ts';
import { type DropboxDouble, startDropbox } from './dropbox.ts';
import { createJudge, isDescribed, type Judge } from './judge.ts';

/** Calls a tool as one person; a refusal is thrown. */
export type Caller = (name: string, input?: JsonObject) => Promise<Record<string, unknown>>;

export type DropboxHarness = {
  readonly service: DropboxDouble;
  readonly connector: ConnectorDefinition;
  readonly adasToken: string;
  readonly ada: typeof globalThis.fetch;
  readonly asAda: Caller;
  readonly asBen: Caller;
  readonly asGrace: Caller;
  as(fetch: typeof globalThis.fetch): Caller;
  /** Somebody with a token for these scopes. */
  holding(email: string, scopes?: readonly string[]): Caller;
  judged(fetch: typeof globalThis.fetch): typeof globalThis.fetch;
  /** What of requests and answers did not fit Dropbox's descriptions since it was last asked; nothing where they are not at hand. */
  takeFaults(): readonly string[];
};

/** The connector before its double, and three people; whatever passes between them is judged. */
export async function startDropboxHarness(): Promise<DropboxHarness> {
  const service = await startDropbox();
  const connector = atEndpoints(dropbox, { baseUrl: service.url, otherOrigins: [service.contentUrl] });
  const everything = Object.keys(dropbox.auth.scopes);
  const judges: Judge[] = [];

  const judged: DropboxHarness['judged'] = (fetch) => {
    if (!isDescribed) return fetch;
    const judge = createJudge(fetch, { contentUrl: service.contentUrl });
    judges.push(judge);
    return judge.fetch;
  };
  const as: DropboxHarness['as'] =
    (fetch) =>
    async (name, input = {}) => {
      const { structuredContent, isError, content } = await callTool(connector, { name, input, fetch });
      if (isError === true) throw new Error(content[0]?.type === 'text' ? content[0].text : '');
      return structuredContent as Record<string, unknown>;
    };
  const holding: DropboxHarness['holding'] = (email, scopes = everything) => as(judged(fetchAs(service.gate.issue(email, scopes))));
  const adasToken = service.gate.issue('ada@halden.example', everything);
  const ada = judged(fetchAs(adasToken));
  return {
    service,
    connector,
    adasToken,
    ada,
    as,
    holding,
    judged,
    asAda: as(ada),
    asBen: holding('ben@halden.example'),
    asGrace: holding('grace@supplier.example'),
    takeFaults: () => judges.flatMap((judge) => judge.takeFaults()),
  };
}

/** A name that is hard on headers, paths and terminals alike. */
export const awkward = 'Ωμέγα “x” \\ שלום 日本\u007f 👩🏽‍🔬 e\u0301';
