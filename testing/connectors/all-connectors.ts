import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ownerKey, type PatchbayProcess, startPatchbay } from '../patchbay-process.ts';
import { freePort } from '../servers/free-port.ts';
import type { Judgement } from '../services/judged.ts';
import { signInAsOwner } from '../services/owner-sign-in.ts';
import type { ServiceOptions, Trouble } from '../services/service.ts';
import { startAll } from '../services/start-all.ts';
import { startWithoutAccount } from './without-account.ts';

/** A connector that is added, and who may sign in to it; nobody: it needs no account. */
export type Added = {
  readonly id: string;
  readonly name: string;
  readonly person: string | null;
  /** Another one who may sign in. */
  readonly other: string | null;
  readonly trouble: Trouble | null;
};

export type AllConnectors = {
  readonly patchbay: PatchbayProcess;
  readonly added: readonly Added[];
  /** What the published descriptions have against what was said. */
  readonly judgements: readonly Judgement[];
  /** The owner signs in, or connects what needs no account. With scopes: steps up the account that is there. */
  connect(connector: Pick<Added, 'id' | 'person'>, scopes?: readonly string[]): Promise<void>;
  /** Ends the sign-in; the next one begins anew. */
  disconnect(id: string): Promise<void>;
  close(): Promise<void>;
};

/** The running program with every connector that comes with it, on doubles of their services. */
export async function startAllConnectors({
  environment = {},
  judged = false,
}: Pick<ServiceOptions, 'judged'> & { readonly environment?: Readonly<Record<string, string>> } = {}): Promise<AllConnectors> {
  const port = String(await freePort());
  const [services, others] = await Promise.all([
    startAll({ redirectUri: `http://127.0.0.1:${port}/connector_platform_oauth_redirect`, judged }),
    startWithoutAccount(),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-connectors-'));
  const { configuration } = services;
  const connectors = [...configuration.connectors, ...others.connectors];
  writeFileSync(join(folder, 'patchbay.yaml'), stringify({ ...configuration, connectors }));
  const patchbay = await startPatchbay({ dataFolder: folder, environment: { ...environment, PATCHBAY_PORT: port } });
  await patchbay.api.call('changeSettings', { body: { developerMode: true } });

  const doubles = new Map(services.services.flatMap(({ service }) => service.connectors.map(({ builtin }) => [builtin, service] as const)));
  const accounts = new Map<string, string | undefined>();
  const browser = { request: (path: string, init?: RequestInit) => fetch(patchbay.url + path, init), key: ownerKey };
  const listed = (await patchbay.api.call('listConnectors')).connectors;

  return {
    patchbay,
    added: listed.flatMap(({ slug, name, origin }) => {
      if (origin.kind !== 'builtin') return [];
      const { people: [person = null, other = null] = [], trouble = null } = doubles.get(slug) ?? {};
      return [{ id: slug, name, person, other, trouble }];
    }),
    judgements: services.services.flatMap(({ service }) => (service.judgement === undefined ? [] : [service.judgement])),
    connect: async ({ id, person }, scopes) => {
      if (person === null) return void (await patchbay.api.call('connect', { path: { id }, body: {} }));
      const { page, connectionId } = await signInAsOwner(browser, {
        connector: id,
        email: person,
        scopes,
        connectionId: accounts.get(id),
      });
      if (!page.includes('data-outcome="connected"')) throw new Error(`${id} was not connected: ${page}`);
      accounts.set(id, connectionId);
    },
    disconnect: async (id) => {
      const connection = accounts.get(id);
      if (connection === undefined) throw new Error(`nobody is signed in to ${id}`);
      await patchbay.api.call('disconnect', { path: { id: connection } });
      accounts.delete(id);
    },
    close: async () => {
      await patchbay.stop();
      await Promise.all([services.close(), others.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
