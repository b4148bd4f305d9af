import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contractFaults } from '../connector-kit/contract-faults.ts';
import { withLine, writeNewConnector } from './new-connector.ts';

const source = join(import.meta.dirname, '..');
let root: string;

beforeEach(() => {
  // Beside the sources, so that what is written finds its libraries.
  root = mkdtempSync(join(source, '..', 'node_modules', '.patchbay-new-'));
  mkdirSync(join(root, 'src', 'connectors'), { recursive: true });
  cpSync(join(source, 'connectors', 'index.ts'), join(root, 'src', 'connectors', 'index.ts'));
  cpSync(join(source, 'connector-kit'), join(root, 'src', 'connector-kit'), { recursive: true });
  cpSync(join(source, 'domain'), join(root, 'src', 'domain'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('what is written is a connector without a fault, on the list, and not written over', async () => {
  expect(writeNewConnector(root, "Ada's CRM 2")).toContain('src/connectors/ada-s-crm-2/connector.test.ts');
  const { default: connector } = await import(join(root, 'src', 'connectors', 'ada-s-crm-2', 'connector.ts'));
  expect(connector).toMatchObject({ id: 'ada-s-crm-2', name: "Ada's CRM 2" });
  expect(contractFaults(connector)).toEqual([]);
  expect(readFileSync(join(root, 'src', 'connectors', 'index.ts'), 'utf8')).toContain(
    "'ada-s-crm-2': () => import('./ada-s-crm-2/connector.ts'),\n",
  );
  expect(() => writeNewConnector(root, 'adas crm 2')).not.toThrow();
  expect(() => writeNewConnector(root, "Ada's CRM 2")).toThrow(/exists/);
  expect(() => writeNewConnector(root, '42')).toThrow(/letter/);
});

test('the list keeps its order', () => {
  const line = (id: string) => `  ${id.includes('-') ? `'${id}'` : id}: () => import('./${id}/connector.ts'),\n`;
  const list = (...ids: readonly string[]) => `export const connectors: X = {\n${ids.map(line).join('')}};\n`;
  expect(withLine(list('b', 'c-z', 'd'), 'c-x')).toBe(list('b', 'c-x', 'c-z', 'd'));
});
