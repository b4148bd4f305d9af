import { expect, test } from 'vitest';
import { quoteKqlString, toKqlLiteral } from './kql-literal.ts';

test('a string cannot leave its literal, whatever it holds', () => {
  expect(quoteKqlString('a"; SecurityEvent | take 1 //')).toBe('"a\\u0022; SecurityEvent | take 1 //"');
  expect(quoteKqlString('back\\slash\nline\u2028')).toBe('"back\\u005cslash\\u000aline\\u2028"');
  expect(quoteKqlString("it's Ünïcode {braces}")).toBe('"it\'s Ünïcode {braces}"');
});

test.each([
  ['long', '42', 'long(42)'],
  ['real', '-1.5e3', 'real(-1.5e3)'],
  ['bool', 'true', 'true'],
  ['datetime', '2026-06-01T00:00:00.1234567Z', 'datetime(2026-06-01T00:00:00.1234567Z)'],
  ['timespan', '1.5h', 'timespan(1.5h)'],
  ['timespan', '-1.02:03:04', 'timespan(-1.02:03:04)'],
  ['guid', '11111111-2222-3333-4444-555555555555', 'guid(11111111-2222-3333-4444-555555555555)'],
  ['dynamic', ['a', '"b'], 'parse_json("[\\u0022a\\u0022,\\u0022\\u005c\\u0022b\\u0022]")'],
] as const)('%s %o is written as %s', (type, value, literal) => {
  expect(toKqlLiteral(type, value)).toBe(literal);
});

test.each([
  ['long', '1) | take 1 //'],
  ['long', '1.5'],
  ['real', 'nan'],
  ['bool', 'yes'],
  ['datetime', 'now()'],
  ['datetime', '2026-06-01) or true //'],
  ['timespan', '1h + 1h'],
  ['guid', '{11111111}'],
] as const)('%s refuses %o', (type, value) => {
  expect(() => toKqlLiteral(type, value)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
});
