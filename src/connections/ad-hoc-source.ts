import type { ConnectorId } from '../domain/ids.ts';
import type { Secret } from '../domain/secret.ts';
import type { ToolSource } from '../domain/tool.ts';
import type { ConnectionsDependencies } from './dependencies.ts';
import { createEchoes, withoutEchoes } from './echoes.ts';

/** A server that came with an API request and is none of our connectors. */
export type AdHocServer = {
  readonly url: string;
  readonly label: string;
  readonly headers: Readonly<Record<string, string>>;
  /** An access token, sent as a bearer. */
  readonly authorization: Secret | null;
};

/** The source of such a server, for the length of the request; nothing of it is stored. */
export function createAdHocSource(
  { sources, fetch, random }: Pick<ConnectionsDependencies, 'sources' | 'fetch' | 'random'>,
  { url, label, headers, authorization }: AdHocServer,
): ToolSource & { close(): Promise<void> } {
  const key = `request:${Buffer.from(random(16)).toString('hex')}`;
  const home = URL.canParse(url) ? new URL(url).origin : null;
  const authorised: typeof globalThis.fetch = (input, init) => {
    if (new URL(input instanceof Request ? input.url : String(input)).origin !== home) return fetch(input, init);
    const sent = new Headers(init?.headers);
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    if (authorization !== null) sent.set('authorization', `Bearer ${authorization.reveal()}`);
    return fetch(input, { ...init, headers: sent });
  };
  // The key stands in for a connector's id, so that what is learned of the server ends with the request.
  const echoes = createEchoes();
  echoes.expectNamed(headers);
  if (authorization !== null) echoes.expect(authorization.reveal());
  const source = sources.open({ id: key as ConnectorId, name: label, origin: { kind: 'remote', url, transport: 'auto' } }, key, {
    fetch: authorised,
  });
  return {
    listTools: (signal) => source.listTools(signal),
    callTool: withoutEchoes(source, echoes),
    close: () => sources.closeConnection(key),
  };
}
