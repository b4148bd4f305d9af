import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { routes } from '../src/contract/routes.ts';

const root = join(import.meta.dirname, '..');
const documents = ['README.md', 'ARCHITECTURE.md', 'ADDING.md', 'SECURITY.md'];
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

test.each(documents)('every path that %s names exists', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const paths = [...text.matchAll(/(?:`|\()((?:src|testing|bench|docs|bin|\.ci)\/[\w./-]*[\w/])(?:`|\))/g)].map(([, path]) => path ?? '');
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test.each(documents)('every npm script that %s names exists', (document) => {
  const names = [...readFileSync(join(root, document), 'utf8').matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? '');
  expect(names.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

test('every folder of src has its row in ARCHITECTURE.md and in the import rules', () => {
  const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const rules = readFileSync(join(root, '.dependency-cruiser.cjs'), 'utf8');
  for (const folder of [
    'domain',
    'contract',
    'network',
    'vault',
    'store',
    'identity',
    'oauth',
    'mcp',
    'connections',
    'runtime',
    'agent',
    'server',
    'ui',
    'cli',
    'process',
  ]) {
    expect(existsSync(join(root, 'src', folder))).toBe(true);
    expect(architecture).toContain(`| \`${folder}\` |`);
    expect(rules).toMatch(new RegExp(`^  ${folder}: \\[`, 'm'));
  }
});

test('no two operations of the API share an address', () => {
  const addresses = Object.values(routes).map((route) => `${route.method} ${route.path}`);
  expect(new Set(addresses).size).toBe(addresses.length);
});
