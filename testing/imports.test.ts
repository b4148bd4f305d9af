import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

type Cruised = { readonly modules: readonly { readonly source: string; readonly dependencies: readonly unknown[] }[] };

// With a TypeScript that it cannot use, dependency-cruiser sees no module and finds nothing wrong.
test('the import check reads TypeScript: it sees the modules of src and what they import', () => {
  const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const printed = execFileSync(
    process.execPath,
    [cruiser, 'src/server', 'src/runtime', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
    { cwd: root, encoding: 'utf8', maxBuffer: 100_000_000 },
  );
  const { modules } = JSON.parse(printed) as Cruised;
  expect(modules.length).toBeGreaterThan(50);
  expect(modules.find((module) => module.source === 'src/runtime/tool-runtime.ts')?.dependencies.length).toBeGreaterThan(5);
});
