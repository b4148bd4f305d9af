import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { compose } from './compose.ts';
import type { Config } from './config.ts';
import { AppError } from './domain/errors.ts';
import { randomToken } from './identity/tokens.ts';
import { lockDataFolder, prepareDataFolder } from './process/data-folder.ts';
import { ensurePage } from './process/web-build.ts';

export type ServeOptions = {
  readonly config: Config;
  readonly version: string;
  readonly root: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

/** `patchbay start`: locks the data folder, builds the page if it must, serves until the signal, and ends cleanly. */
export async function serveUntilStopped({ config: wanted, version, root, signal, say }: ServeOptions): Promise<void> {
  prepareDataFolder(wanted.data);
  const server = createServer();
  const cliToken = randomToken('pbl_');
  // The lock comes first: what belongs to another process is not touched, not even its page.
  const unlock = lockDataFolder(wanted.data, { pid: process.pid, url: localUrl(wanted, wanted.port), cliToken });
  try {
    const pageFolder = await ensurePage(root, say);
    const port = await listen(server, wanted);
    const config = withPort(wanted, port);
    if (port !== wanted.port) lockDataFolder(config.data, { pid: process.pid, url: localUrl(config, port), cliToken });
    const patchbay = await compose(config, { version, pageFolder, cliToken });
    server.on('request', getRequestListener(patchbay.app.fetch, { overrideGlobalObjects: false }));
    say(`Patchbay ${version} is ready at ${config.publicUrl}`);
    const link = await patchbay.setupLink();
    if (link !== null) say(`Set up the owner with this link; it works once:\n  ${link}`);
    await stopped(signal);
    say('Stopping …');
    server.close();
    await patchbay.close();
    server.closeAllConnections();
  } finally {
    server.close();
    unlock();
  }
}

function listen(server: Server, { host, port }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new AppError('config.invalid', {
              sentence: `Port ${port} on ${host} is taken. Stop what uses it, or choose another with PATCHBAY_PORT.`,
              cause: error,
            })
          : error,
      ),
    );
    // A listing of tools or a turn may take long; requests are bounded by their own limits.
    server.requestTimeout = 0;
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** With port 0 the system has chosen one; addresses of ours then name it. */
function withPort(config: Config, port: number): Config {
  if (port === config.port) return config;
  return { ...config, port, publicUrl: config.url === undefined ? config.publicUrl.replace(/:0$/, `:${port}`) : config.publicUrl };
}

function localUrl({ host }: Config, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  return `http://${reachable}:${port}`;
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
