import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figures.ts';

const page = join(import.meta.dirname, '..', 'dist', 'web');

/** The JavaScript that the page names before anything is clicked: scripts and module preloads of index.html. */
export function measureFirstLoad(): Figure {
  const html = readFileSync(join(page, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(([, path]) => path ?? '');
  const bytes = [...new Set(scripts)].reduce((sum, path) => sum + gzipSync(readFileSync(join(page, path))).byteLength, 0);
  return { name: 'first-load JavaScript, gzip', value: bytes / 1000, unit: 'kB', limit: 180 };
}
