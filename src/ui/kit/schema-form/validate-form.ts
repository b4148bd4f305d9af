import type { Schema } from '@cfworker/json-schema';
import { isObject, type JsonSchema } from './json-schema.ts';

/** Problems by the place they are at: a JSON Pointer such as `/filter/0/name`; the whole is ``. */
export type FormProblems = ReadonlyMap<string, string>;

/** Checks a value against a schema, by interpretation (the page's policy allows no eval), loaded when first needed. */
export async function validateForm(schema: JsonSchema, value: unknown): Promise<FormProblems> {
  const problems = new Map<string, string>();
  try {
    const { Validator } = await import('@cfworker/json-schema');
    // Any JSON object is a schema to the validator.
    const { errors } = new Validator(schema as Schema, '2020-12', false).validate(value);
    for (const { keyword, instanceLocation, error } of errors) {
      const place = instanceLocation.replace(/^#/, '');
      // These only say that something inside is wrong, which is reported at its own place.
      if (['properties', 'items', 'prefixItems', '$ref', 'allOf'].includes(keyword)) continue;
      if (keyword === 'required') {
        const name = /property "([^"]+)"/.exec(error)?.[1];
        if (name !== undefined) problems.set(`${place}/${escapePointer(name)}`, 'This is required.');
        continue;
      }
      if (!problems.has(place)) problems.set(place, say(keyword, error));
    }
  } catch {
    // A schema that the validator cannot read is the server's to enforce; so it is when the validator could not be fetched.
  }
  for (const place of emptyRequired(schema, value)) if (!problems.has(place)) problems.set(place, 'This is required.');
  return problems;
}

export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A required text that is empty satisfies the schema, but never the person. */
function emptyRequired(schema: JsonSchema, value: unknown): readonly string[] {
  if (!Array.isArray(schema.required) || !isObject(value)) return [];
  return schema.required.filter((name) => typeof name === 'string' && value[name] === '').map((name) => `/${escapePointer(name)}`);
}

const sentences = new Map([
  ['type', 'This has the wrong type.'],
  ['format', 'This is not in the right format.'],
  ['pattern', 'This does not have the form that the tool asks for.'],
  ['enum', 'Choose one of the listed values.'],
  ['oneOf', 'This fits none of the allowed forms.'],
  ['anyOf', 'This fits none of the allowed forms.'],
  ['additionalProperties', 'The tool does not know this field.'],
]);

function say(keyword: string, error: string): string {
  return sentences.get(keyword) ?? error;
}
