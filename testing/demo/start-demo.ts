import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startWithoutAccount } from '../connectors/without-account.ts';
import { freePort } from '../servers/free-port.ts';
import { type PatchbayProcess, startPatchbay } from '../patchbay-process.ts';
import { type AllServices, startAll } from '../services/start-all.ts';

export type Demo = {
  readonly patchbay: PatchbayProcess;
  readonly lines: readonly string[];
  readonly services: AllServices['services'];
  close(): Promise<void>;
};

/** The whole program on doubles of the services, with seeded mail, chats, files and issues, beside those that need no account, and the lake's sample month. */
export async function startDemo({ port: wanted }: { readonly port: string }): Promise<Demo> {
  const port = wanted === '0' ? String(await freePort()) : wanted;
  const [services, others] = await Promise.all([
    startAll({ redirectUri: `http://127.0.0.1:${port}/connector_platform_oauth_redirect` }),
    startWithoutAccount(),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-demo-'));
  const { configuration } = services;
  const connectors = [...configuration.connectors, ...others.connectors];
  writeFileSync(join(folder, 'patchbay.yaml'), stringify({ ...configuration, connectors }));
  const patchbay = await startPatchbay({ dataFolder: folder, environment: { PATCHBAY_PORT: port } });
  const samples = await patchbay.api.raw('installSamples', { path: { workspace: 'default' }, body: {} });
  await samples.text();
  for (const id of others.slugs) await patchbay.api.call('connect', { path: { id }, body: {} });
  return {
    patchbay,
    services: services.services,
    lines: [
      `Patchbay: ${patchbay.url}   ada@example.com, correct horse battery`,
      ...services.lines,
      ...others.lines,
      'The security lake has a month of logs in it. Ctrl-C ends all of this and leaves nothing behind.',
    ],
    close: async () => {
      await patchbay.stop();
      await Promise.all([services.close(), others.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
