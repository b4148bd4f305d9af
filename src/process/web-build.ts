import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AppError, errorCatalogue } from '../domain/errors.ts';

const run = promisify(execFile);

/**
 * Builds the page when it has not been built from these sources: on the first start, and after an update.
 * Returns the folder to serve. Throws `page.build-failed` with what the build printed.
 */
export async function ensurePage(root: string, say: (line: string) => void): Promise<string> {
  const folder = join(root, 'dist', 'web');
  const stamp = join(folder, '.built-from');
  const sources = join(root, 'src', 'ui');
  if (!existsSync(sources)) return folder;
  const fingerprint = fingerprintOf([
    sources,
    join(root, 'src', 'contract'),
    join(root, 'vite.config.ts'),
    join(root, 'package-lock.json'),
  ]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return folder;
  say('Building the web page (only after an update) …');
  try {
    await run(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], { cwd: root });
  } catch (cause) {
    const printed = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : '';
    throw new AppError('page.build-failed', { sentence: `${errorCatalogue['page.build-failed'].sentence}\n${printed}`.trim(), cause });
  }
  writeFileSync(stamp, fingerprint);
  return folder;
}

/** Names, sizes and times of the files: quick to read, and any edit changes it. */
function fingerprintOf(paths: readonly string[]): string {
  const digest = createHash('sha256');
  const visit = (path: string): void => {
    if (!existsSync(path)) return;
    const facts = statSync(path);
    if (facts.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else digest.update(`${path}\0${facts.size}\0${Math.floor(facts.mtimeMs)}\n`);
  };
  for (const path of paths) visit(path);
  return digest.digest('hex');
}
