import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Runs the client side of the conformance suite for each revision that we speak; fails if a required scenario does. */
const root = join(import.meta.dirname, '..', '..');
const suite = join(root, 'node_modules', '@modelcontextprotocol', 'conformance', 'dist', 'index.js');
const client = `${process.execPath} ${join(import.meta.dirname, 'client.ts')}`;
const revisions = ['2025-11-25', '2026-07-28'];

for (const revision of revisions) {
  process.stdout.write(`\nRequired of a client in ${revision}:\n`);
  const { code, summary } = await runSuite(revision);
  process.stdout.write(summary);
  if (code !== 0) process.exitCode = 1;
}

/** The suite's own exit code says whether a required scenario failed; extensions that it does not score may. */
async function runSuite(revision: string): Promise<{ readonly code: number; readonly summary: string }> {
  const child = spawn(process.execPath, [suite, 'client', '--command', client, '--requirements', revision], { cwd: root });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const code = await new Promise<number>((resolve) => child.on('close', (exit) => resolve(exit ?? 1)));
  const start = output.indexOf('=== SUITE SUMMARY ===');
  return { code, summary: start === -1 ? output : output.slice(start) };
}
