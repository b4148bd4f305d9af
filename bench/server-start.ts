import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, median } from './figures.ts';

const root = join(import.meta.dirname, '..');
const runs = 5;

/** What `npm start` runs, word for word. */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
const [, ...startArguments] = scripts.start.split(' ');

/** Starts the server as a newcomer does, the page already built: time until `/readyz` answers, and memory once it is idle. */
export async function measureServerStart(): Promise<readonly Figure[]> {
  const readyTimes: number[] = [];
  const memories: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { ready, memory } = await startOnce({ idleMilliseconds: run === runs - 1 ? 5000 : 500 });
    readyTimes.push(ready);
    memories.push(memory);
  }
  return [
    { name: 'ready after start, median of five', value: median(readyTimes) / 1000, unit: 's', limit: 2 },
    { name: 'idle memory (RSS), median of five', value: median(memories), unit: 'MB', limit: 160 },
  ];
}

async function startOnce({
  idleMilliseconds,
}: {
  readonly idleMilliseconds: number;
}): Promise<{ readonly ready: number; readonly memory: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  const began = performance.now();
  const server = spawn(process.execPath, startArguments, {
    cwd: root,
    env: { ...process.env, PATCHBAY_DATA: folder, PATCHBAY_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let printed = '';
    server.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    const url = await untilFound(() => /ready at (\S+)/.exec(printed)?.[1]);
    await untilFound(async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined));
    const ready = performance.now() - began;
    await sleep(idleMilliseconds);
    const memory = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;
    return { ready, memory };
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilFound<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 6000; attempt += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(5);
  }
  throw new Error('The server did not become ready within 30 s.');
}
