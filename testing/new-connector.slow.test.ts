import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from './browser.ts';

const root = join(import.meta.dirname, '..');
const notCopied = ['node_modules', '.git', 'data', 'dist'].map((name) => join(root, name));
const id = 'halden-crm';
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'patchbay-copy-'));
  cpSync(root, copy, { recursive: true, filter: (path) => !notCopied.includes(path) });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const run = promisify(execFile);
/** A command in the copy, as a person at a terminal has it run. */
const inCopy = async (file: string, ...args: readonly string[]): Promise<string> => {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|NODE_ENV|NODE_OPTIONS|CI$)/.test(name)),
  );
  const { stdout } = await run(process.execPath, [join('node_modules', file), ...args], {
    cwd: copy,
    env: { ...environment, NO_COLOR: '1' },
    maxBuffer: 1e8,
  });
  return stdout;
};
const listOf = (folder: string) => readFileSync(join(folder, 'src', 'connectors', 'index.ts'), 'utf8').split('\n');

test('a new connector is one folder and one line, and is proven as those are that come with the program', async () => {
  const printed = await inCopy(join('..', 'bin', 'patchbay.js'), 'connectors', 'new', 'Halden CRM', '--json');
  for (const path of JSON.parse(printed).written as readonly string[]) expect(path).toMatch(/^src\/connectors\/(halden-crm\/|index\.ts$)/);
  expect(listOf(copy).filter((line) => !listOf(root).includes(line))).toEqual([`  '${id}': () => import('./${id}/connector.ts'),`]);

  await inCopy('typescript-native/bin/tsc', '--noEmit');
  await inCopy('oxlint/bin/oxlint', '--deny-warnings', `src/connectors/${id}`);
  await inCopy('@biomejs/biome/bin/biome', 'format', `src/connectors/${id}`);
  const tests = ['src/connectors/connectors.test.ts', `src/connectors/${id}`, 'testing/connectors'];
  const report = join(copy, 'report.json');
  const options = ['--testNamePattern', `${id}|Halden CRM`, '--update', '--reporter', 'json', '--outputFile', report];
  // What failed is said by the report.
  await inCopy('vitest/vitest.mjs', 'run', ...tests, ...options).catch(() => '');
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
  const passed = results.filter(({ status }) => status === 'passed');
  expect(passed.map(({ fullName }) => fullName)).toEqual(
    expect.arrayContaining([
      `${id} keeps the rules: hints, descriptions, names, schemas, examples, the contracts that all share`,
      `${id} runs every tool: reads at once, writes after an approval and with the permissions they need`,
      `${id}, through the whole program a 401 renews the token, and the call is sent once more`,
      'Halden CRM answers each person with what is theirs, however their calls are mixed',
      ...(findChromium() === null ? [] : [`in the chat of the page ${id}: a read is seen, a write is allowed once and seen`]),
    ]),
  );
  expect(readFileSync(join(copy, 'src', 'connectors', id, 'contract.yaml'), 'utf8')).toContain('name: Halden CRM');
});

type Report = {
  readonly testResults: readonly { readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[] }[];
};
