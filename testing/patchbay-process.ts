import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient, type ApiClient } from '../src/contract/client.ts';

const root = join(import.meta.dirname, '..');

export type PatchbayProcess = {
  readonly url: string;
  readonly dataFolder: string;
  readonly child: ChildProcess;
  /** The one-time link of the owner, when there is no owner yet. */
  readonly setupLink: string | null;
  readonly printed: () => string;
  /** The API as the owner's key of the environment. */
  readonly api: ApiClient;
  /** Ends it as Ctrl-C does; answers with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

export type StartOptions = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly dataFolder?: string;
  readonly withOwner?: boolean;
};

/** How the owner signs in at the page. */
export const owner = { email: 'ada@example.com', password: 'correct horse battery' };
export const ownerKey = 'pb_test_owner_key_of_forty_characters_or_so';
const inherited = ['PATH', 'HOME', 'LANG'] as const;

/** Starts the real program on a free port with a data folder of its own, as `npm start` does. */
export async function startPatchbay({
  environment = {},
  dataFolder = mkdtempSync(join(tmpdir(), 'patchbay-')),
  withOwner = true,
}: StartOptions = {}): Promise<PatchbayProcess> {
  const child = spawnPatchbay(['start'], {
    ...(withOwner ? ownerSettings : {}),
    PATCHBAY_DATA: dataFolder,
    PATCHBAY_PORT: '0',
    ...environment,
  });
  let text = '';
  const { promise: ready, resolve, reject } = Promise.withResolvers<string>();
  const read = (chunk: Buffer) => {
    text += chunk.toString();
    const url = /ready at (\S+)/.exec(text)?.[1];
    if (url !== undefined && (withOwner || text.includes('/setup?token='))) resolve(url);
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  child.once('exit', (code) => reject(new Error(`Patchbay ended with ${code}:\n${text}`)));
  const url = await ready;
  return {
    url,
    dataFolder,
    child,
    setupLink: /(http\S+\/setup\?token=\S+)/.exec(text)?.[1] ?? null,
    printed: () => text,
    api: createApiClient({ send: (path, init) => fetch(url + path, init), headers: { authorization: `Bearer ${ownerKey}` } }),
    stop: (signal = 'SIGINT') =>
      new Promise((done) => {
        if (child.exitCode !== null || child.signalCode !== null) return done(child.exitCode);
        child.once('exit', (code) => done(code));
        child.kill(signal);
      }),
  };
}

const ownerSettings = {
  PATCHBAY_OWNER_EMAIL: owner.email,
  PATCHBAY_OWNER_PASSWORD: owner.password,
  PATCHBAY_OWNER_API_KEY: ownerKey,
};

/** Runs one command line to its end. */
export function runPatchbay(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly out: string; readonly error: string }> {
  return new Promise((resolve) => {
    const child = spawnPatchbay(args, environment);
    let out = '';
    let error = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      error += chunk.toString();
    });
    child.once('exit', (code) => resolve({ code, out, error }));
  });
}

/** The program with an environment of its own, so that keys of whoever runs the tests do not reach it. */
export function spawnPatchbay(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  const base = Object.fromEntries(inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  return spawn(process.execPath, [join(root, 'bin', 'patchbay.js'), ...args], {
    env: { ...base, PATCHBAY_ALLOW_PRIVATE_NETWORK: '127.0.0.1,localhost', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Removes a data folder after its process has ended. */
export function removeDataFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
