import { isObject, type JsonSchema, resolveReference } from './json-schema.ts';

/** What a form shows for a schema. `raw` is the fallback for what has no form of its own: JSON to type. */
export type FormField = {
  readonly title: string;
  readonly description: string | null;
  readonly nullable: boolean;
  readonly schema: JsonSchema;
} & FieldShape;
export type FieldShape =
  | { readonly kind: 'text'; readonly format: 'plain' | 'long' | 'date-time' | 'date' | 'time' | 'email' | 'uri' | 'password' }
  | { readonly kind: 'number'; readonly integer: boolean; readonly minimum: number | null; readonly maximum: number | null }
  /** Bytes as base64 (JSON Schema › contentEncoding): a file to choose. */
  | { readonly kind: 'file' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly { readonly value: unknown; readonly label: string }[] }
  | { readonly kind: 'choices'; readonly choices: readonly { readonly value: unknown; readonly label: string }[] }
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'list'; readonly item: FormField }
  | { readonly kind: 'object'; readonly properties: readonly FormProperty[] }
  | { readonly kind: 'variants'; readonly variants: readonly FormField[] }
  | { readonly kind: 'raw' };
export type FormProperty = { readonly name: string; readonly required: boolean; readonly field: FormField };

const deepest = 5;
const textFormats = ['date-time', 'date', 'time', 'email', 'uri', 'password'] as const;
const longNames = /^(body|content|description|message|text|prompt|query|comment|notes?|sql|kql|code|script|html|markdown)$/i;

/** Reads a schema into the fields of a form. Pure; never throws on odd schemas: they become raw JSON. */
export function describeForm(root: JsonSchema): FormField {
  return describe({ schema: root, root, name: '', depth: 0 });
}

type Place = { readonly schema: JsonSchema; readonly root: JsonSchema; readonly name: string; readonly depth: number };

function describe({ schema: written, root, name, depth }: Place): FormField {
  const { schema, nullable } = unwrapNull(resolveReference(written, root), root);
  const base = {
    title: typeof schema.title === 'string' ? schema.title : name,
    description: firstText(written.description, schema.description),
    nullable,
    schema,
  };
  const field = (shape: FieldShape): FormField => ({ ...base, ...shape });
  if ('const' in schema) return field({ kind: 'constant', value: schema.const });
  const choices = readChoices(schema);
  if (choices !== null) return field({ kind: 'choice', choices });
  if (depth > deepest) return field({ kind: 'raw' });
  switch (typeOf(schema)) {
    case 'string':
      if (schema.contentEncoding === 'base64') return field({ kind: 'file' });
      return field({ kind: 'text', format: textFormat(schema, name) });
    case 'number':
    case 'integer':
      return field({
        kind: 'number',
        integer: typeOf(schema) === 'integer',
        minimum: typeof schema.minimum === 'number' ? schema.minimum : null,
        maximum: typeof schema.maximum === 'number' ? schema.maximum : null,
      });
    case 'boolean':
      return field({ kind: 'boolean' });
    case 'array':
      return field(describeList({ schema, root, name, depth }));
    case 'object':
      return field(describeObject({ schema, root, name, depth }));
    default:
      return field(describeVariants({ schema, root, name, depth }));
  }
}

function describeList({ schema, root, depth }: Place): FieldShape {
  if (!isObject(schema.items)) return { kind: 'raw' };
  const item = describe({ schema: schema.items, root, name: '', depth: depth + 1 });
  if (item.kind === 'choice' && schema.uniqueItems !== false && item.choices.length <= 12)
    return { kind: 'choices', choices: item.choices };
  return { kind: 'list', item };
}

function describeObject({ schema, root, depth }: Place): FieldShape {
  // Alternatives beside the properties, or free keys, cannot be drawn honestly.
  if (schema.oneOf ?? schema.anyOf ?? schema.patternProperties) return { kind: 'raw' };
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const described = Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    field: describe({ schema: isObject(property) ? property : {}, root, name, depth: depth + 1 }),
  }));
  if (described.length === 0 && depth > 0) return { kind: 'raw' };
  // What must be given comes first; otherwise the server's order.
  return { kind: 'object', properties: described.toSorted((a, b) => Number(b.required) - Number(a.required)) };
}

function describeVariants({ schema, root, depth }: Place): FieldShape {
  const alternatives = [schema.oneOf, schema.anyOf].find(Array.isArray);
  if (alternatives === undefined || !alternatives.every(isObject)) return { kind: 'raw' };
  const variants = alternatives.map((alternative, index) =>
    describe({ schema: alternative, root, name: nameOfVariant(resolveReference(alternative, root), index), depth: depth + 1 }),
  );
  return variants.every(({ kind }) => kind !== 'raw' && kind !== 'variants') ? { kind: 'variants', variants } : { kind: 'raw' };
}

function nameOfVariant(schema: JsonSchema, index: number): string {
  return typeof schema.type === 'string' ? schema.type : `Form ${index + 1}`;
}

/** The choices of `enum` (with `enumNames`), or of a `oneOf`/`anyOf` of titled constants. */
function readChoices(schema: JsonSchema): readonly { readonly value: unknown; readonly label: string }[] | null {
  if (Array.isArray(schema.enum)) {
    const names = Array.isArray(schema.enumNames) ? schema.enumNames : [];
    return schema.enum
      .filter((value) => value !== null)
      .map((value, index) => ({ value, label: typeof names[index] === 'string' ? names[index] : labelOf(value) }));
  }
  const alternatives = [schema.oneOf, schema.anyOf].find(Array.isArray);
  if (alternatives === undefined || alternatives.length === 0) return null;
  if (!alternatives.every((entry) => isObject(entry) && 'const' in entry)) return null;
  return alternatives.map((entry) => ({ value: entry.const, label: typeof entry.title === 'string' ? entry.title : labelOf(entry.const) }));
}

function labelOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Takes "or null" off a schema: a form shows it as a field that may stay empty. */
function unwrapNull(schema: JsonSchema, root: JsonSchema): { readonly schema: JsonSchema; readonly nullable: boolean } {
  if (Array.isArray(schema.type) && schema.type.includes('null')) {
    const types = schema.type.filter((type) => type !== 'null');
    return { schema: { ...schema, type: types.length === 1 ? types[0] : types }, nullable: true };
  }
  for (const key of ['anyOf', 'oneOf'] as const) {
    const alternatives = schema[key];
    if (!Array.isArray(alternatives) || !alternatives.some((entry) => isObject(entry) && entry.type === 'null')) continue;
    const rest = alternatives.filter((entry) => !(isObject(entry) && entry.type === 'null'));
    const { [key]: _, ...around } = schema;
    const only = rest.length === 1 && isObject(rest[0]) ? resolveReference(rest[0], root) : null;
    return { schema: only === null ? { ...around, [key]: rest } : { ...only, ...around }, nullable: true };
  }
  return { schema, nullable: false };
}

function typeOf(schema: JsonSchema): string | null {
  if (typeof schema.type === 'string') return schema.type;
  if (schema.type !== undefined) return null;
  return isObject(schema.properties) ? 'object' : null;
}

function textFormat(schema: JsonSchema, name: string): (FieldShape & { readonly kind: 'text' })['format'] {
  const known = textFormats.find((format) => format === schema.format);
  if (known !== undefined) return known;
  return longNames.test(name) || (typeof schema.maxLength === 'number' && schema.maxLength > 300) ? 'long' : 'plain';
}

function firstText(...values: readonly unknown[]): string | null {
  return (values.find((value) => typeof value === 'string' && value !== '') as string | undefined) ?? null;
}
