import type { BuiltinConnector, Connect } from '../domain/builtin.ts';
import type { Connection } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import { isJsonObject, type JsonObject } from '../domain/json.ts';
import type { Principal } from '../domain/principal.ts';
import type { ToolListing } from '../domain/tool.ts';
import type { TraceRecorder } from '../domain/trace.ts';
import type { ConnectedSource, ListedSource } from './connected-source.ts';

export type BuiltinSourceOptions = {
  readonly builtin: BuiltinConnector;
  readonly connection: Pick<Connection, 'scopes'>;
  readonly settings: JsonObject;
  readonly fetch: typeof globalThis.fetch;
  readonly connect: Connect;
};

/** A connector that comes with the program as the source of one connection: a call that needs more than was granted says so first. */
export function createBuiltinSource({ builtin, connection, settings, fetch, connect }: BuiltinSourceOptions): ListedSource {
  const source = builtin.open({ settings, fetch, connect });
  return {
    listTools: (signal, trace) => {
      if (trace === undefined) return source.listTools(signal);
      return trace.step('list-tools', 'Reading the list of tools', async (note) => {
        const listing = await source.listTools(signal);
        note.say(`${builtin.name} brings ${listing.tools.length} tools.`);
        return listing;
      });
    },
    callTool: async (tool, input, context) => {
      const missing = missingScopes(builtin.scopesOf(tool.name, settings), connection.scopes);
      if (builtin.authOf(settings).kind === 'oauth' && missing.length > 0)
        throw new AppError('connection.scope-required', { detail: { scopes: missing } });
      return source.callTool(tool, input, context);
    },
  };
}

/** Services that do not say what they granted are asked, and say it themselves. Some give scopes their resource's address as a prefix. */
export function missingScopes(needed: readonly string[], granted: readonly string[]): readonly string[] {
  if (granted.length === 0) return [];
  return needed.filter((scope) => !granted.some((given) => given === scope || given.endsWith(`/${scope}`)));
}

export type ProofOptions = {
  readonly listing: ToolListing;
  readonly principal: Principal;
  readonly name: string;
  readonly trace: TraceRecorder;
  readonly signal: AbortSignal;
};

/** Asks the service whose account this is: its tools are known without it, so only this proves that the sign-in works. */
export async function proveAccount(
  source: ConnectedSource,
  { listing, principal, name, trace, signal }: ProofOptions,
): Promise<string | null> {
  const profile = listing.tools.find((tool) => tool.name === 'get_profile');
  if (profile === undefined) return null;
  return trace.step('reach', `Asking ${name} whose account this is`, async (note) => {
    const context = { principal, signal, onProgress: () => {}, elicit: null };
    const { structuredContent, isError, content } = await source.callTool(profile, {}, context);
    if (isError === true) {
      const [block] = content;
      throw new AppError('upstream.protocol-error', block?.type === 'text' ? { sentence: block.text } : {});
    }
    const { email, name: person } = isJsonObject(structuredContent) ? structuredContent : {};
    const account = [email, person].find((word): word is string => typeof word === 'string' && word !== '') ?? null;
    note.say(account === null ? `${name} answers.` : `${name} answers for ${account}.`);
    return account;
  });
}
