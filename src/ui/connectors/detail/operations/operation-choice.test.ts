import { expect, test } from 'vitest';
import type { OfferedOperation } from '../../../../contract/offered-objects.ts';
import {
  choicesOf,
  filterOperations,
  isImplied,
  missingChoices,
  nameFaults,
  readChoices,
  setChosen,
  toggleField,
  writeChoices,
} from './operation-choice.ts';

const offer = (method: string, path: string, more: Partial<OfferedOperation> = {}): OfferedOperation => ({
  operation: `${method.toUpperCase()} ${path}`,
  id: `${method}${path.replaceAll('/', '_')}`,
  method,
  path,
  title: `${method} it`,
  tags: [],
  toolName: `${method}_it`,
  fields: [],
  reason: null,
  ...more,
});
const list = offer('get', '/lenses', { tags: ['Optics'] });
const add = offer('post', '/lenses');
const gone = offer('get', '/cookie', { toolName: null, reason: 'It needs a cookie.' });
const offered = [list, add, gone];

test('none chosen means all that can be, and all as they are is stored as none', () => {
  const all = readChoices([], offered);
  expect(all.map(({ operation }) => operation)).toEqual(['GET /lenses', 'POST /lenses']);
  expect(writeChoices(all, offered)).toEqual([]);
  expect(readChoices(undefined, offered)).toEqual(all);
});

test('what is stored is saved as it was: by id or by path, twice, and what the description lost', () => {
  const stored = [
    { operation: 'get_lenses', name: 'short', fields: ['id'] },
    { operation: 'GET /lenses', fields: [] },
    { operation: 'lost', fields: [] },
  ];
  const choices = readChoices(stored, offered);
  expect(writeChoices(choices, offered)).toEqual(stored);
  expect(choicesOf(choices, list)).toHaveLength(2);
  expect(missingChoices(choices, offered)).toEqual([stored[2]]);
});

test('a name or a field makes all of them a list of their own', () => {
  const all = readChoices([], offered);
  expect(writeChoices(all.with(0, { operation: 'GET /lenses', name: ' look ', fields: [] }), offered)).toEqual([
    { operation: 'GET /lenses', name: 'look', fields: [] },
    { operation: 'POST /lenses', fields: [] },
  ]);
});

test('ticking all leaves out what cannot be a tool, and keeps what was said before', () => {
  const [named] = readChoices([{ operation: 'post_lenses', name: 'make', fields: [] }], offered);
  const all = setChosen(named === undefined ? [] : [named], { operations: offered, chosen: true });
  expect(all).toEqual([named, { operation: 'GET /lenses', fields: [] }]);
  expect(setChosen(all, { operations: [add], chosen: false })).toEqual([{ operation: 'GET /lenses', fields: [] }]);
});

test('words are looked for in path, id, title and tags; kinds narrow them down', () => {
  const find = (words: string, kind: 'all' | 'chosen' | 'impossible' = 'all') =>
    filterOperations(offered, { words, kind, choices: [{ operation: 'post_lenses', fields: [] }] });
  expect(find('OPTICS get')).toEqual([list]);
  expect(find('lenses', 'chosen')).toEqual([add]);
  expect(find('', 'impossible')).toEqual([gone]);
  expect(find('optics cookie')).toEqual([]);
});

test('names that tools cannot have, or that two have, are said', () => {
  const choices = ['fine', '', 'bad name', 'twice', 'twice'].map((name) => ({ operation: 'x', name, fields: [] }));
  expect([...nameFaults(choices).keys()].map(({ name }) => name)).toEqual(['bad name', 'twice', 'twice']);
});

test('a field takes those below it along', () => {
  expect(toggleField(['entries.id', 'next'], 'entries')).toEqual(['next', 'entries']);
  expect(toggleField(['next', 'entries'], 'next')).toEqual(['entries']);
  expect([isImplied(['entries'], 'entries.id'), isImplied(['entries'], 'entriesOther')]).toEqual([true, false]);
});
