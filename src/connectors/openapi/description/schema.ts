import type { Json } from '../../../connector-kit/index.ts';
import type { Schema } from './description.ts';
import { type Entry, follow, isEntry } from './references.ts';

const maxNodes = 400;
const deepest = 8;
const maxDescription = 400;

/**
 * A schema of OpenAPI 3.0 or 3.1 as JSON Schema 2020-12 without references: as deep as a bound on its size allows, and below that
 * anything is taken, as it is where a schema holds itself.
 */
export function resolveSchema(document: Entry, schema: unknown): Schema {
  for (let depth = deepest; depth > 1; depth -= 1) {
    const budget = { left: maxNodes };
    const resolved = resolve(schema, { document, depth, above: [], budget });
    if (budget.left > 0) return resolved;
  }
  return resolve(schema, { document, depth: 1, above: [], budget: { left: maxNodes } });
}

type Around = { readonly document: Entry; readonly depth: number; readonly above: readonly Entry[]; readonly budget: { left: number } };

/** Copied as they are. Patterns are not: they would run here, and the service checks them anyway. */
const plain = [
  'type', 'enum', 'const', 'format', 'default', 'minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength',
  'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'title',
  'contentMediaType', 'contentEncoding',
]; // biome-ignore format: a table of words

function resolve(given: unknown, around: Around): Schema {
  around.budget.left -= 1;
  const entry = follow(around.document, given);
  // A schema that holds itself ends where it would begin again.
  if (around.depth === 0 || around.budget.left < 0 || around.above.includes(entry)) return {};
  const inner: Around = { ...around, depth: around.depth - 1, above: [...around.above, entry] };
  const beside: Around = { ...around, above: inner.above };
  const found: Record<string, Json> = {};
  // The document is parsed JSON, so what it holds is JSON.
  for (const key of plain) if (entry[key] !== undefined) found[key] = entry[key] as Json;
  if (typeof entry['description'] === 'string') found['description'] = entry['description'].slice(0, maxDescription);
  Object.assign(found, exclusiveBounds(entry));
  if (isEntry(entry['properties'])) Object.assign(found, resolveProperties(entry['properties'], entry['required'], inner));
  else if (Array.isArray(entry['required'])) found['required'] = entry['required'].filter((name) => typeof name === 'string');
  if (entry['items'] !== undefined) found['items'] = resolve(entry['items'], inner);
  const { additionalProperties } = entry;
  if (additionalProperties !== undefined)
    found['additionalProperties'] = isEntry(additionalProperties) ? resolve(additionalProperties, inner) : additionalProperties === true;
  for (const key of ['oneOf', 'anyOf', 'allOf'] as const) {
    const choices = entry[key];
    if (Array.isArray(choices) && choices.length > 0)
      found[key] = choices.map((choice) => resolve(choice, key === 'allOf' ? beside : inner));
  }
  return asNullable(entry, withoutAllOf(found));
}

/** What only the service writes is nothing to send. */
function resolveProperties(properties: Entry, required: unknown, around: Around): Record<string, Json> {
  const kept = Object.entries(properties).filter(([, value]) => follow(around.document, value)['readOnly'] !== true);
  const names = new Set(kept.map(([name]) => name));
  const needed = Array.isArray(required) ? required.filter((name) => typeof name === 'string' && names.has(name)) : [];
  return {
    properties: Object.fromEntries(kept.map(([name, value]) => [name, resolve(value, around)])),
    ...(needed.length === 0 ? {} : { required: needed }),
  };
}

/** Parts that only add properties become one object, which forms and models read better; others stay, and mean the same. */
function withoutAllOf({ allOf, ...rest }: Record<string, Json>): Record<string, Json> {
  if (!Array.isArray(allOf)) return rest;
  const mergeable = new Set(['type', 'properties', 'required', 'title', 'description']);
  const parts = [...(allOf as readonly Schema[]), rest];
  if (parts.some((part) => Object.keys(part).some((key) => !mergeable.has(key)) || (part['type'] ?? 'object') !== 'object'))
    return { ...rest, allOf };
  const required = [...new Set(parts.flatMap((part) => (Array.isArray(part['required']) ? part['required'] : [])))];
  const properties = Object.assign({}, ...parts.map((part) => part['properties'] ?? {})) as Json;
  return { ...Object.assign({}, ...parts), type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}

/** OpenAPI 3.0 has `nullable` and boolean exclusive bounds; 3.1 is JSON Schema. */
function asNullable({ nullable }: Entry, schema: Record<string, Json>): Schema {
  if (nullable !== true) return schema;
  if (typeof schema['type'] === 'string')
    return { ...schema, type: [schema['type'], 'null'], ...(Array.isArray(schema['enum']) ? { enum: [...schema['enum'], null] } : {}) };
  return Object.keys(schema).some((key) => key.endsWith('Of')) ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function exclusiveBounds(entry: Entry): Record<string, Json> {
  const found: Record<string, Json> = {};
  for (const [key, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const value = entry[key] === true ? entry[bound] : entry[key];
    if (typeof value === 'number') found[key] = value;
  }
  return found;
}
