#!/usr/bin/env node
// Plain JavaScript that any Node can read: it finds the Node 24 that came with `npm ci` and hands over to it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major, minor] = process.versions.node.split('.').map(Number);
const canRunTypeScript = major > 22 || (major === 22 && minor >= 18);

if (canRunTypeScript) {
  const { runCommandLine } = await import('../src/main.ts');
  process.exitCode = await runCommandLine(process.argv.slice(2));
} else {
  const bundled = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (!existsSync(bundled)) {
    process.stderr.write(
      `Patchbay needs Node 22.18 or newer, and this is Node ${process.versions.node}. Run "npm ci" (it brings Node 24 along where it can), or install a newer Node.\n`,
    );
    process.exit(1);
  }
  const child = spawn(bundled, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
}
