import { describe, expect, test } from 'vitest';
import { savedQuery } from '../../domain/saved-query.ts';
import { bindQuery, faultsOf } from './bind.ts';

const make = (query: string, parameters: readonly object[] = [{ name: 'User' }]) =>
  savedQuery.parse({ name: 'q', title: 'Q', description: 'Asks.', query, parameters });

describe('a value becomes a literal of its type', () => {
  test('at a bare place', () => {
    expect(bindQuery(make('T | where User == {User}'), { User: 'ada' })).toBe('T | where User == "ada"');
  });
  test('where the whole text is the place, as queries written for pasted text have it', () => {
    expect(bindQuery(make('T | where User == "{User}" or User == \'{ User }\''), { User: 'a"b' })).toBe(
      'T | where User == "a\\u0022b" or User == "a\\u0022b"',
    );
  });
  test('by each type, with the default where a value is left out', () => {
    const saved = make('T | where At > ago({Back}) and N == {N} and Ok == {Ok}', [
      { name: 'Back', type: 'timespan', default: '7d' },
      { name: 'N', type: 'long' },
      { name: 'Ok', type: 'bool' },
    ]);
    expect(bindQuery(saved, { N: '9223372036854775807', Ok: true })).toBe(
      'T | where At > ago(timespan(7d)) and N == long(9223372036854775807) and Ok == true',
    );
  });
  test('and one that holds a place itself is not filled in again', () => {
    const saved = make('print {A}, {B}', [{ name: 'A' }, { name: 'B' }]);
    expect(bindQuery(saved, { A: '{B}', B: 'x' })).toBe('print "{B}", "x"');
  });
});

test.each([
  ['a comment', 'T // for {User}\n| where User == {User}', 'T // for {User}\n| where User == "ada"'],
  ['double braces', 'print {User}, x = "{{User}}"', 'print "ada", x = "{{User}}"'],
  ['other braces', 'let f = () { Things }; f | where A == {User}', 'let f = () { Things }; f | where A == "ada"'],
  ['a text that looks like a comment', 'T | where Url == "https://x" and User == {User}', 'T | where Url == "https://x" and User == "ada"'],
])('%s is left alone', (_what, query, bound) => {
  expect(bindQuery(make(query), { User: 'ada' })).toBe(bound);
});

test.each([
  ['a place within a text', 'T | where User startswith "x-{User}"', /stands within a text/],
  ['a text that does not end', 'T | where A == "{User}" and B == "oops', /does not end/],
  ['a text that ends on the next line', 'T | where A == "{User}\n" and B == {User}', /does not end/],
  ['a parameter without a place', 'T | where A == 1', /no place \{User\}/],
])('%s is refused', (_what, query, sentence) => {
  expect(faultsOf(make(query)).join(' ')).toMatch(sentence);
});

test('a value that is missing or of another type is refused by name', () => {
  expect(() => bindQuery(make('T | where A == {User}'), {})).toThrow('The parameter User has no value.');
  expect(() => bindQuery(make('T | take {N}', [{ name: 'N', type: 'long' }]), { N: '1 | union Secrets' })).toThrow(/is not a long/);
});
