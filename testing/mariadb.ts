import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { freePort } from './servers/free-port.ts';

export type TestMariaDb = { readonly port: number; run(sql: string): Promise<void>; stop(): Promise<void> };

/** Where MariaDB's server is on this system, or null. */
export function findMariaDb(): string | null {
  const places = [process.env['PATCHBAY_TEST_MARIADBD'] ?? '', '/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd'];
  return places.find((place) => place !== '' && existsSync(place)) ?? null;
}

/** A MariaDB of its own on a free loopback port, with an account `admin` without a password. */
export async function startMariaDb(binary: string): Promise<TestMariaDb> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-mariadb-'));
  const data = join(folder, 'data');
  // The system's own tables are made by a start that reads them; what the tests need of them is made here.
  mkdirSync(join(data, 'mysql'), { recursive: true });
  const account = process.getuid?.() === 0 ? ['--user=root'] : [];
  const share = join(binary, '..', '..', 'share');
  const messages = [join(share, 'mysql'), '/usr/share/mysql'].find((place) => existsSync(join(place, 'english')));
  const common = ['--no-defaults', `--datadir=${data}`, ...account, ...(messages === undefined ? [] : [`--lc-messages-dir=${messages}`])];
  const scripts = [join(share, 'mysql'), '/usr/share/mysql'].find((place) => existsSync(join(place, 'mysql_system_tables.sql')));
  if (scripts === undefined) throw new Error('MariaDB is here without its system tables (mysql_system_tables.sql).');
  const bootstrap = ['mysql_system_tables.sql', 'mysql_system_tables_data.sql'].map((name) => readFileSync(join(scripts, name), 'utf8'));
  execFileSync(binary, [...common, '--bootstrap', '--log-warnings=0', '--enforce-storage-engine='], {
    input: `create database if not exists mysql;\nuse mysql;\nset @auth_root_socket=NULL;\nset @skip_auth_anonymous=1;\n${bootstrap.join('\n')}\nflush privileges;\ncreate user admin@'127.0.0.1' identified by '';\ngrant all on *.* to admin@'127.0.0.1' with grant option;\n`,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const port = await freePort();
  const server = spawn(
    binary,
    [
      ...common,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 's')}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--skip-name-resolve',
      '--character-set-server=utf8mb4',
      '--innodb-buffer-pool-size=16M',
    ],
    { stdio: 'ignore', cwd: folder },
  );
  const connect = () => mysql.createConnection({ host: '127.0.0.1', port, user: 'admin' });
  await untilReady(connect);
  return {
    port,
    run: async (sql) => {
      const connection = await connect();
      await connection.query(sql);
      await connection.end();
    },
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(connect: () => Promise<mysql.Connection>): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    try {
      await (await connect()).end();
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error('MariaDB did not become ready within 15 s.');
}
