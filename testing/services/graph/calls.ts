import { callTool } from '../../../src/connector-kit/testing.ts';
import type { ConnectorDefinition } from '../../../src/connector-kit/index.ts';
import { isJsonObject, type JsonObject } from '../../../src/domain/json.ts';
import type { ToolResult } from '../../../src/domain/tool.ts';
import { createGraph, type Graph } from './graph.ts';
import type { PersonName } from './people.ts';

export type CallOptions = { readonly as?: PersonName; readonly scopes?: readonly string[] };
/** What tests look at in the entries of a list: texts. */
export type Row = Readonly<Record<'id' | 'name' | 'subject' | 'kind' | 'start' | 'receivedAt' | 'eTag' | 'text', string>>;

export type GraphCalls = {
  readonly graph: Graph;
  call(name: string, input?: JsonObject, options?: CallOptions): Promise<ToolResult>;
  /** The structured answer; throws what the tool refused. */
  answerOf(name: string, input?: JsonObject, options?: CallOptions): Promise<JsonObject>;
  /** The list under this name. */
  rowsOf(field: string, name: string, input?: JsonObject): Promise<readonly Row[]>;
  /** Follows `next` to the end and gives the pages. */
  pagesOf(field: string, name: string, input: JsonObject): Promise<readonly (readonly Row[])[]>;
};

/** Calls of a connector's tools against a double of their own, as Mira unless said otherwise. */
export function createGraphCalls(connector: ConnectorDefinition): GraphCalls {
  const graph = createGraph();
  const call: GraphCalls['call'] = (name, input = {}, { as = 'mira', scopes } = {}) =>
    callTool(connector, { name, input, fetch: graph.fetchAs(as, scopes) });
  const answerOf: GraphCalls['answerOf'] = async (name, input, options) => {
    const { structuredContent, isError, content } = await call(name, input, options);
    if (isError === true || !isJsonObject(structuredContent)) throw new Error(JSON.stringify(content));
    return structuredContent;
  };
  return {
    graph,
    call,
    answerOf,
    rowsOf: async (field, name, input) => rowsIn(await answerOf(name, input), field),
    pagesOf: async (field, name, input) => {
      const pages: (readonly Row[])[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const answer: JsonObject = await answerOf(name, { ...input, cursor });
        pages.push(rowsIn(answer, field));
        cursor = answer['next'] === null ? null : textAt(answer, 'next');
      }
      return pages;
    },
  };
}

/** A text of an answer, such as its id. */
export function textAt(answer: JsonObject, name: string): string {
  const value = answer[name];
  if (typeof value !== 'string') throw new Error(`${name} is no text: ${JSON.stringify(answer)}`);
  return value;
}

function rowsIn(answer: JsonObject, field: string): readonly Row[] {
  const rows = answer[field];
  if (!Array.isArray(rows)) throw new Error(`${field} is no list: ${JSON.stringify(answer)}`);
  // The connector's own schema has just judged them.
  return rows as unknown as readonly Row[];
}
