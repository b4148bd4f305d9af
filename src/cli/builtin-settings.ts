import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';

/** Settings as a command line gives them: a list collects what is repeated, a number or switch is read as one. */
export function readSettings(schema: unknown, pairs: readonly (readonly [name: string, value: string])[]): Record<string, Json> {
  const properties = isJsonObject(schema) && isJsonObject(schema['properties']) ? schema['properties'] : {};
  const settings: Record<string, Json> = {};
  for (const [name, value] of pairs) {
    const property = new Map(Object.entries(properties)).get(name);
    const type = isJsonObject(property) ? property['type'] : undefined;
    const before = settings[name];
    if (type === 'array') settings[name] = [...(Array.isArray(before) ? before : []), value];
    else settings[name] = readValue(type, value);
  }
  return settings;
}

function readValue(type: JsonObject[string], value: string): Json {
  if (type === 'boolean') return value === 'true';
  if ((type === 'number' || type === 'integer') && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  return value;
}
