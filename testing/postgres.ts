import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export type TestPostgres = { readonly url: string; stop(): Promise<void> };

/** The folder of the newest PostgreSQL that is installed on this system, or null. */
export function findPostgres(): string | null {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return null;
  const [newest] = readdirSync(root).sort((left, right) => Number(right) - Number(left));
  return newest === undefined ? null : join(root, newest, 'bin');
}

/** A PostgreSQL of its own on a free loopback port. Root may not run it, so root hands it to `postgres`. */
export async function startPostgres(binaries: string): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-postgres-'));
  const user = process.getuid?.() === 0 ? account('postgres') : null;
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const identity = user === null ? {} : user;
  execFileSync(join(binaries, 'initdb'), ['-D', join(folder, 'db'), '-U', 'patchbay', '-A', 'trust', '--no-sync'], {
    ...identity,
    stdio: 'ignore',
    cwd: folder,
  });
  const port = await freePort();
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', join(folder, 'db'), '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`],
    {
      ...identity,
      stdio: 'ignore',
      cwd: folder,
    },
  );
  const url = `postgres://patchbay@127.0.0.1:${port}/postgres`;
  await untilReady(url);
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function account(name: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error('PostgreSQL did not become ready within 10 s.');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
