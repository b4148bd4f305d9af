import { describe, expect, test } from 'vitest';
import { descriptions, isDescribed } from './judge.ts';
import { readStone, type TypeReference } from './stone.ts';
import { faultsOf } from './stone-check.ts';

const shapes = `namespace shapes

import other

alias Name = String(max_length=5, pattern="[a-z, ()\\"]*")

alias Remark = String?

struct Shape
    "A shape, whose description goes on
    over lines = and looks like fields."
    union
        circle Circle
        dot Dot
    name Name
        "Its name."
    tags List(String, min_items=1)?
        @other.Deprecated

    example default
        name = "a"

struct Circle extends Shape
    radius UInt64 = 1

struct Dot extends Shape
    "A point."

union Found
    shape Shape
    dot Dot
    count UInt32(max_value=9)
    remark Remark
    nothing

route find:2 (Void, Found, Void)

    attrs
        scope = "shapes.read"
`;
const stone = readStone([shapes]);
const type = (name: string): TypeReference => ({ name, of: [], limits: new Map(), nullable: false });
const judge = (value: unknown, name: string, isArgument = false) => faultsOf(value, type(name), { stone, where: 'it', isArgument });

describe('a description in Stone', () => {
  test('gives routes under the name that their address has', () => {
    expect(stone.routes.get('shapes/find_v2')?.attributes.get('scope')).toBe('shapes.read');
    expect(stone.notUnderstood).toEqual([]);
  });

  test('values that fit have no fault', () => {
    for (const value of [
      { '.tag': 'shape', shape: { '.tag': 'circle', name: 'a, (b', tags: ['x'] } },
      { '.tag': 'dot', name: 'a' },
      { '.tag': 'count', count: 9 },
      { '.tag': 'nothing' },
      { '.tag': 'remark' },
      { '.tag': 'remark', remark: 'x' },
      { '.tag': 'other' },
    ])
      expect(judge(value, 'shapes.Found')).toEqual([]);
    expect(judge('nothing', 'shapes.Found', true)).toEqual([]);
  });

  test.each([
    [{ '.tag': 'dot', name: 'toolong' }, /it\.name is no String as described/],
    [{ '.tag': 'dot', name: 'A' }, /it\.name is no String/],
    [{ '.tag': 'dot' }, /it\.name is missing/],
    [{ '.tag': 'dot', name: 'a', colour: 'red' }, /it\.colour is not described/],
    [{ '.tag': 'shape', shape: { name: 'a' } }, /does not say which shapes\.Shape/],
    [{ '.tag': 'shape', '.more': 1, shape: { '.tag': 'dot', name: 'a', tags: [] } }, /it\..more is not described/],
    [{ '.tag': 'shape', shape: { '.tag': 'dot', name: 'a', tags: [] } }, /it\.shape\.tags is no list/],
    [{ '.tag': 'count', count: 10 }, /it\.count is no UInt32/],
    [{ '.tag': 'square' }, /a tag that shapes\.Found has not: square/],
    ['nothing', /it has no tag/],
  ])('%j does not fit, and it is said why', (value, sentence) => {
    expect(judge(value, 'shapes.Found').join('\n')).toMatch(sentence);
  });
});

describe.skipIf(!isDescribed)("Dropbox's own descriptions (skipped: no shared data, where they are absent)", () => {
  test('are read whole, but for one type that is written within a field', () => {
    const files = descriptions();
    const read = readStone(files);
    const count = (words: RegExp) => files.join('\n').match(words)?.length;
    expect(read.routes.size).toBe(count(/^route /gm));
    expect(read.types.size).toBe(count(/^(struct|union|union_closed|alias) /gm));
    expect(read.notUnderstood.map((line) => line.trim())).toEqual(['union', 'string']);
  });

  test('name no type that is not there, but for that one and one of a namespace that was not published', () => {
    const read = readStone(descriptions());
    const named = [...read.types.values()].flatMap((one) => (one.kind === 'alias' ? [one.type] : one.fields.map((field) => field.type)));
    const all = [...named, ...[...read.routes.values()].flatMap(({ argument, result, error }) => [argument, result, error])];
    const flat = all.flatMap((one) => [one, ...one.of]);
    expect(flat.filter(({ name }) => name.includes('.') && !read.types.has(name)).map(({ name }) => name)).toEqual([
      'file_properties.PropertyType',
      'seen_state.PlatformType',
    ]);
  });
});
