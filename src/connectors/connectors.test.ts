import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contractFaults } from '../connector-kit/contract-faults.ts';
import { describeContract } from '../connector-kit/testing.ts';
import { connectors } from './index.ts';

const loaded = await Promise.all(Object.entries(connectors).map(async ([id, open]) => [id, (await open()).default] as const));

test('no two icons are alike, and each is a picture that needs no other server', () => {
  const icons = loaded.map(([, { icon = '' }]) => icon);
  const drawings = icons.map((icon) => decodeURIComponent(icon).replace(/#[0-9a-f]{6}/, ''));
  expect(new Set(drawings).size).toBe(drawings.length);
  for (const icon of icons) expect(icon).toMatch(/^data:image\/svg\+xml,/);
});

describe.each(loaded)('%s', (id, connector) => {
  const folder = join(import.meta.dirname, id);

  test('is a folder of its name with a test', () => {
    expect(connector.id).toBe(id);
    expect(existsSync(join(folder, 'connector.ts')) && existsSync(join(folder, 'connector.test.ts'))).toBe(true);
  });

  test('keeps the rules: hints, descriptions, names, schemas, examples, the contracts that all share', () => {
    expect(contractFaults(connector)).toEqual([]);
  });

  test('shows others what contract.yaml says; a change of it is a change that people see', async () => {
    await expect(describeContract(connector)).toMatchFileSnapshot(join(folder, 'contract.yaml'));
  });
});
