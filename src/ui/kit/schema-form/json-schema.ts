/** A JSON Schema as it arrives: any JSON object. */
export type JsonSchema = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Follows `$ref` inside the document (JSON Pointer). What leads outside or in a circle is left as an empty schema: anything goes. */
export function resolveReference(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let current = schema;
  for (let hops = 0; typeof current.$ref === 'string'; hops++) {
    if (hops > 20) return {};
    const target = lookUp(current.$ref, root);
    if (target === null) return {};
    const { $ref: _, ...beside } = current;
    current = { ...target, ...beside, ...(typeof target.$ref === 'string' ? { $ref: target.$ref } : {}) };
  }
  return current;
}

function lookUp(reference: string, root: JsonSchema): JsonSchema | null {
  if (!reference.startsWith('#')) return null;
  let current: unknown = root;
  for (const segment of reference.slice(1).split('/').slice(1)) {
    const key = decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return null;
    current = (current as JsonSchema)[key];
  }
  return isObject(current) ? current : null;
}
