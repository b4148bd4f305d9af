import { describe, expect, test } from 'vitest';
import { describeForm, type FormField } from './form-model.ts';
import { initialValue, pruneValue } from './form-value.ts';
import { validateForm } from './validate-form.ts';

const object = (properties: Record<string, unknown>, required: readonly string[] = []) => ({ type: 'object', properties, required });
const property = (schema: unknown, name = 'field'): FormField | undefined => {
  const form = describeForm(object({ [name]: schema }));
  return form.kind === 'object' ? form.properties[0]?.field : undefined;
};

describe('a schema becomes a field', () => {
  test.each([
    ['a string', { type: 'string' }, { kind: 'text', format: 'plain' }],
    ['a moment', { type: 'string', format: 'date-time' }, { kind: 'text', format: 'date-time' }],
    ['an e-mail address', { type: 'string', format: 'email' }, { kind: 'text', format: 'email' }],
    ['an unknown format', { type: 'string', format: 'uuid' }, { kind: 'text', format: 'plain' }],
    ['bytes in base64', { type: 'string', contentEncoding: 'base64' }, { kind: 'file' }],
    ['a whole number', { type: 'integer', minimum: 1 }, { kind: 'number', integer: true, minimum: 1, maximum: null }],
    ['yes or no', { type: 'boolean' }, { kind: 'boolean' }],
    ['a constant', { const: 7 }, { kind: 'constant', value: 7 }],
    ['a list of words', { type: 'array', items: { type: 'string' } }, { kind: 'list' }],
    ['some of a few', { type: 'array', items: { enum: ['a', 'b'] } }, { kind: 'choices' }],
    ['one of two shapes', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, { kind: 'variants' }],
    ['several types at once', { type: ['string', 'number'] }, { kind: 'raw' }],
    ['free keys', { type: 'object', additionalProperties: true }, { kind: 'raw' }],
    ['anything', {}, { kind: 'raw' }],
    ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }] }, { kind: 'raw' }],
  ])('%s', (_, schema, expected) => {
    expect(property(schema)).toMatchObject(expected);
  });

  test('choices take their names from enumNames or from titled constants', () => {
    expect(property({ enum: ['a', 'b'], enumNames: ['First', 'Second'] })).toMatchObject({
      choices: [{ label: 'First' }, { label: 'Second' }],
    });
    expect(property({ oneOf: [{ const: 1, title: 'One' }, { const: 2 }] })).toMatchObject({
      choices: [{ value: 1, label: 'One' }, { label: '2' }],
    });
  });

  test('“or null” makes it one that may stay empty', () => {
    expect(property({ anyOf: [{ type: 'integer' }, { type: 'null' }] })).toMatchObject({ kind: 'number', nullable: true });
    expect(property({ type: ['string', 'null'] })).toMatchObject({ kind: 'text', nullable: true });
  });

  test('a query is a text of several lines', () => {
    expect(property({ type: 'string' }, 'query')).toMatchObject({ format: 'long' });
  });

  test('references inside the document are followed, and circles end as raw JSON', () => {
    const schema = {
      type: 'object',
      properties: { filter: { $ref: '#/$defs/filter' } },
      $defs: { filter: object({ and: { type: 'array', items: { $ref: '#/$defs/filter' } } }) },
    };
    expect(JSON.stringify(describeForm(schema))).toContain('"kind":"raw"');
    expect(describeForm({ $ref: '#/$defs/loop', $defs: { loop: { $ref: '#/$defs/loop' } } })).toMatchObject({ kind: 'raw' });
  });

  test('what must be given comes first', () => {
    const form = describeForm(object({ a: { type: 'string' }, b: { type: 'string' } }, ['b']));
    expect(form.kind === 'object' && form.properties.map(({ name }) => name)).toEqual(['b', 'a']);
  });
});

describe('the value of a form', () => {
  const schema = object(
    { query: { type: 'string' }, limit: { type: 'integer', default: 10 }, filter: object({ table: { type: 'string' } }, ['table']) },
    ['query'],
  );
  const form = describeForm(schema);

  test('starts with what is given and the defaults; an optional object stays away', () => {
    expect(initialValue(form, { query: 'x' })).toEqual({ query: 'x', limit: 10 });
  });

  test('is sent without what was left empty', () => {
    expect(pruneValue(form, { query: 'x', limit: '', filter: { table: '' } })).toEqual({ query: 'x', filter: { table: '' } });
    expect(pruneValue(form, { query: 'x', limit: undefined, filter: {} })).toEqual({ query: 'x' });
  });

  test('keeps keys that the form does not know', () => {
    expect(pruneValue(form, { query: 'x', more: 1 })).toEqual({ query: 'x', more: 1 });
  });
});

describe('validation', () => {
  const schema = object({ query: { type: 'string' }, limit: { type: 'integer', maximum: 5 }, mail: { type: 'string', format: 'email' } }, [
    'query',
  ]);

  test('names each wrong place', async () => {
    const problems = await validateForm(schema, { limit: 9, mail: 'nobody' });
    expect([...problems.keys()].toSorted()).toEqual(['/limit', '/mail', '/query']);
    expect(problems.get('/query')).toBe('This is required.');
  });

  test('does not take an empty text for an answer', async () => {
    expect((await validateForm(schema, { query: '' })).get('/query')).toBe('This is required.');
  });

  test('is silent about what is right', async () => {
    expect((await validateForm(schema, { query: 'x', limit: 5, mail: 'ada@example.com' })).size).toBe(0);
  });

  test('names a place inside a list of objects', async () => {
    const nested = object({ rows: { type: 'array', items: object({ a: { type: 'integer' } }, ['a']) } });
    expect([...(await validateForm(nested, { rows: [{ a: 1 }, { a: 'x' }, {}] })).keys()]).toEqual(['/rows/1/a', '/rows/2/a']);
  });
});
