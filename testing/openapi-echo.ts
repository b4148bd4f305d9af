import { toBuiltin } from '../src/connector-kit/index.ts';
import openapi from '../src/connectors/openapi/connector.ts';
import type { JsonObject } from '../src/domain/json.ts';

/** The OpenAPI connector as the program has it, before a service that is a function. */
export const builtin = toBuiltin(openapi);
export const baseUrl = 'https://api.halden-optics.example/v2';

/** Its settings with this description, checked. */
export const set = (document: string, more: JsonObject = {}) => builtin.checkSettings({ document, baseUrl, ...more });

/** A service that keeps what it was asked. */
export function createEcho(answer: (request: Request) => Response = () => Response.json({})) {
  const asked: Request[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input instanceof Request ? input : String(input), init);
    asked.push(request.clone());
    return answer(request);
  };
  return { asked, fetch };
}

/** The tools that operations became. */
export async function toolsOf(document: string, more: JsonObject = {}) {
  const source = builtin.open({ settings: set(document, more), fetch: createEcho().fetch, connect: () => Promise.reject(new Error()) });
  // Before them stand those that every such connector has.
  return (await source.listTools(new AbortController().signal)).tools.slice(4);
}
