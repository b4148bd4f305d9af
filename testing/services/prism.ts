import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { freePort } from '../servers/free-port.ts';

export type Prism = { readonly url: string; close(): Promise<void> };

/** Prism in proxy mode: passes requests on to `upstream`, and says in `sl-violations` what the description has against them and their answers. */
export async function startPrism(file: string, upstream: string): Promise<Prism> {
  const require = createRequire(import.meta.url);
  const program = require.resolve('@stoplight/prism-cli');
  const port = await freePort();
  const prism = spawn(process.execPath, [program, 'proxy', file, upstream, '-p', String(port), '-h', '127.0.0.1'], { stdio: 'pipe' });
  const ended = once(prism, 'exit').then(() => {
    throw new Error(`Prism ended: ${said}`);
  });
  let said = '';
  const listening = new Promise<void>((resolve) => {
    for (const stream of [prism.stdout, prism.stderr])
      stream.on('data', (part: Buffer) => {
        said = (said + part.toString()).slice(-4000);
        if (said.includes('Prism is listening')) resolve();
      });
  });
  await Promise.race([listening, ended]);
  ended.catch(() => {});
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const gone = once(prism, 'exit');
      prism.kill();
      await gone;
    },
  };
}
