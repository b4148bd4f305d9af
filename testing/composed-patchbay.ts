import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';
import { type ApiClient, createApiClient } from '../src/contract/client.ts';

export type ComposedPatchbay = {
  /** Where it would listen; requests are answered in this process, without a socket. */
  readonly url: string;
  readonly dataFolder: string;
  /** `host` replaces the address's host and port. */
  request(path: string, init?: RequestInit, host?: string): Promise<Response>;
  /** The JSON API with the owner's key, developer mode on. */
  readonly api: ApiClient;
  close(): Promise<void>;
};

export const composedKey = 'pb_key';

/** The whole program as main.ts composes it, with an owner and a data folder of its own, but no socket and no page. */
export async function composePatchbay(environment: Readonly<Record<string, string>> = {}): Promise<ComposedPatchbay> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-composed-'));
  const owner = {
    PATCHBAY_OWNER_EMAIL: 'ada@example.com',
    PATCHBAY_OWNER_PASSWORD: 'correct horse battery',
    PATCHBAY_OWNER_API_KEY: composedKey,
  };
  const config = loadConfig({ PATCHBAY_DATA: folder, PATCHBAY_ALLOW_PRIVATE_NETWORK: '127.0.0.1', ...owner, ...environment }, folder);
  const patchbay = await compose(config, { version: '0.0.0', pageFolder: null, cliToken: 'cli' });
  const request = async (path: string, init?: RequestInit, host?: string) =>
    patchbay.app.request((host === undefined ? config.publicUrl : `http://${host}`) + path, init);
  return {
    url: config.publicUrl,
    dataFolder: config.data,
    request,
    api: createApiClient({ send: request, headers: { authorization: `Bearer ${composedKey}` } }),
    close: async () => {
      await patchbay.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
