import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStone, type Stone, type StoneRoute, type TypeReference } from './stone.ts';
import { faultsOf } from './stone-check.ts';

/** Dropbox's own descriptions, beside the checkout; they are read there and not kept here. */
const folder = join(import.meta.dirname, '../../../../shared/specs/dropbox');
export const isDescribed = existsSync(folder);

/** The descriptions as written, one text a namespace. */
export function descriptions(): readonly string[] {
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
}

export type Judge = {
  /** A fetch whose requests and answers are judged as they pass. */
  readonly fetch: typeof globalThis.fetch;
  /** What did not fit since it was last asked, a sentence each. */
  takeFaults(): readonly string[];
  /** Which routes passed, and the scopes that they need. */
  readonly passed: ReadonlyMap<string, string>;
};

/** Judges what goes to Dropbox's two hosts, and what comes back, by the interface that Dropbox describes. */
export function createJudge(inner: typeof globalThis.fetch, { contentUrl }: { readonly contentUrl: string }): Judge {
  const stone = readStone(descriptions());
  const faults: string[] = [];
  const passed = new Map<string, string>();

  return {
    takeFaults: () => faults.splice(0),
    passed,
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      const route = stone.routes.get(url.pathname.replace('/2/', ''));
      if (route === undefined) {
        faults.push(`${url.pathname} is no route`);
        return inner(input, init);
      }
      passed.set(route.path, route.attributes.get('scope') ?? '');
      faults.push(...requestFaults(route, { stone, isContent: url.origin === contentUrl, init }));
      const answer = await inner(input, init);
      faults.push(...(await answerFaults(route, stone, answer)));
      return answer;
    },
  };
}

function requestFaults(
  route: StoneRoute,
  { stone, isContent, init = {} }: { readonly stone: Stone; readonly isContent: boolean; readonly init: RequestInit | undefined },
): readonly string[] {
  const style = route.attributes.get('style') ?? 'rpc';
  const headers = new Headers(init.headers);
  const argument = style === 'rpc' ? init.body : headers.get('dropbox-api-arg');
  const root = headers.get('dropbox-api-path-root');
  return [
    ...(init.method === 'POST' ? [] : [`${route.path} is asked by ${init.method ?? 'GET'}`]),
    ...((route.attributes.get('host') === 'content') === isContent ? [] : [`${route.path} is asked at the wrong host`]),
    ...(style === 'rpc' || /^[\x20-\x7e]*$/.test(String(argument)) ? [] : [`${route.path}: the header has more than ASCII`]),
    ...judge(argument, route.argument, { stone, where: `${route.path} argument`, isArgument: true }),
    ...(root === null ? [] : judge(root, reference('common.PathRoot'), { stone, where: `${route.path} path root`, isArgument: true })),
  ];
}

async function answerFaults(route: StoneRoute, stone: Stone, answer: Response): Promise<readonly string[]> {
  const at = { stone, isArgument: false };
  const isDownload = route.attributes.get('style') === 'download';
  if (answer.ok) {
    const text = isDownload ? answer.headers.get('dropbox-api-result') : await answer.clone().text();
    return judge(text, route.result, { ...at, where: `${route.path} result` });
  }
  if (answer.status === 409) return errorFaults(await answer.clone().text(), route.error, { ...at, where: `${route.path} error` });
  if (answer.status === 401)
    return errorFaults(await answer.clone().text(), reference('auth.AuthError'), { ...at, where: 'refused sign-in' });
  if (answer.status === 422)
    return errorFaults(await answer.clone().text(), reference('common.PathRootError'), { ...at, where: 'path root' });
  if (answer.status === 429)
    return errorFaults(await answer.clone().text(), reference('auth.RateLimitError'), { ...at, where: 'rate limit' });
  return [];
}

type At = { readonly stone: Stone; readonly where: string; readonly isArgument: boolean };

/** The error, and the summary that leads with its tag. */
function errorFaults(text: string, type: TypeReference, at: At): readonly string[] {
  const { error_summary: summary, error } = JSON.parse(text) as {
    readonly error_summary?: unknown;
    readonly error?: Record<string, unknown>;
  };
  const faults = faultsOf(error, type, at);
  const tag = error?.['.tag'];
  return typeof tag === 'string' && !String(summary).startsWith(`${tag}/`)
    ? [...faults, `${at.where}: the summary is ${String(summary)}`]
    : faults;
}

function judge(text: unknown, type: TypeReference, at: At): readonly string[] {
  const value: unknown = typeof text === 'string' && text !== '' ? JSON.parse(text) : undefined;
  return faultsOf(value, type, at);
}

const reference = (name: string): TypeReference => ({ name, of: [], limits: new Map(), nullable: false });
