import { expect, test } from 'vitest';
import { suggestName } from './suggest-name.ts';

const tables = [
  { name: 'SigninLogs', columns: [{ name: 'UserPrincipalName' }, { name: 'IPAddress' }] },
  { name: 'AuditLogs', columns: [{ name: 'OperationName' }] },
];
const unknown = (name: string) => `The name '${name}' does not refer to any known column, table, variable or function.`;

test.each([
  ['SignInLog', 'SignInLog | take 1', 'SigninLogs'],
  ['signinlogs', 'signinlogs | take 1', 'SigninLogs'],
  ['IPAdress', 'SigninLogs | where IPAdress == ""', 'IPAddress'],
  ['OperationNam', 'SigninLogs | where OperationNam == ""', null],
  ['Elephants', 'Elephants', null],
])('for “%s” in “%s” it suggests %s', (name, query, expected) => {
  expect(suggestName(unknown(name), { query, tables })).toBe(expected);
});

test('other messages have no suggestion', () => {
  expect(suggestName('Expected: ;', { query: 'SigninLogs', tables })).toBeNull();
});
