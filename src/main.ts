import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runProgram } from './cli/program.ts';
import type { CommandSurroundings } from './cli/surroundings.ts';
import { compose, type Patchbay } from './compose.ts';
import { loadConfig } from './config.ts';
import { createApiClient } from './contract/client.ts';
import { lockDataFolder, prepareDataFolder, runningHolder } from './process/data-folder.ts';
import { serveUntilStopped } from './serve.ts';
import { randomToken } from './identity/tokens.ts';

const root = join(import.meta.dirname, '..');

/** Runs one `patchbay` command line; answers with its exit code. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  let folder: string | null = null;
  const dataFolder = () => (folder ??= loadConfig(process.env).data);
  const closers: (() => Promise<void>)[] = [];

  let reached: Promise<Reached> | null = null;
  /** A running server owns the store, so commands go through its API; else this process is the server for a moment. */
  const reach = () =>
    (reached ??= (async () => {
      const config = loadConfig(process.env);
      const holder = runningHolder(config.data);
      if (holder !== null)
        return { origin: holder.url, send: (path, init) => fetch(holder.url + path, init), authorization: `Bearer ${holder.cliToken}` };
      const { patchbay, cliToken, close } = await composeForCommand(version);
      closers.push(close);
      return {
        origin: config.publicUrl,
        send: async (path, init) => patchbay.app.request(config.publicUrl + path, init),
        authorization: `Bearer ${cliToken}`,
      };
    })());

  const surroundings: CommandSurroundings = {
    version,
    signal: stop.signal,
    start: () =>
      serveUntilStopped({
        config: loadConfig(process.env),
        version,
        root,
        signal: stop.signal,
        say: (line) => process.stdout.write(`${line}\n`),
      }),
    api: async () => {
      const { send, authorization } = await reach();
      return createApiClient({ send, headers: { authorization } });
    },
    serveMcp: async (name) => {
      const { bridgeStdio } = await import('./mcp/server/stdio-bridge.ts');
      const { origin, send, authorization } = await reach();
      await bridgeStdio({
        url: new URL(`/mcp/${encodeURIComponent(name)}`, origin),
        fetch: (input, init) => {
          const headers = new Headers(init?.headers);
          headers.set('authorization', authorization);
          return send(new URL(input instanceof Request ? input.url : input).pathname, { ...init, headers });
        },
        version,
        signal: stop.signal,
      });
    },
    lake: async () => {
      // Loaded here only: the lake brings a parser and an engine that no other command needs.
      const { openLakeQueries } = await import('./lake/queries.ts');
      const { queries, close } = openLakeQueries({
        folder: join(dataFolder(), 'lake'),
        clock: Date.now,
        geoDatabase: loadConfig(process.env).geoDatabase,
      });
      closers.push(close);
      return {
        ...queries,
        query: async (query, signal) => {
          // Patchbay's own log is in the store, which belongs to the server.
          if (/\bPatchbay(ToolCalls|Audit)\b/.test(query)) await (await surroundings.api()).call('refreshOwnTables');
          return queries.query(query, signal);
        },
      };
    },
    lakeData: async () => {
      const { openLakeCommands } = await import('./lake/data/commands.ts');
      const data = openLakeCommands({ folder: join(dataFolder(), 'lake'), clock: Date.now, input: process.stdin });
      closers.push(data.close);
      return data;
    },
    terminal: process.stderr.isTTY === true,
    inputLines: () => createInterface({ input: process.stdin }),
    write: (text) => process.stdout.write(text),
    writeError: (text) => process.stderr.write(text),
    facts: {
      sourceFolder: root,
      get dataFolder() {
        return dataFolder();
      },
      runningPid: () => runningHolder(dataFolder())?.pid ?? null,
      pageIsBuilt: () => existsSync(join(root, 'dist', 'web', 'index.html')),
    },
    close: async () => {
      for (const close of closers) await close();
    },
  };
  return runProgram(args, surroundings);
}

/** The API of a server, in this process or another. */
type Reached = {
  readonly origin: string;
  readonly send: (path: string, init?: RequestInit) => Promise<Response>;
  readonly authorization: string;
};

async function composeForCommand(
  version: string,
): Promise<{ readonly patchbay: Patchbay; readonly cliToken: string; readonly close: () => Promise<void> }> {
  const config = loadConfig(process.env);
  prepareDataFolder(config.data);
  const cliToken = randomToken('pbl_');
  const unlock = lockDataFolder(config.data, { pid: process.pid, url: config.publicUrl, cliToken });
  try {
    const patchbay = await compose(config, { version, pageFolder: null, cliToken });
    return {
      patchbay,
      cliToken,
      close: async () => {
        await patchbay.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
