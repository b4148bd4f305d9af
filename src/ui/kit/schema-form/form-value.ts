import type { FormField } from './form-model.ts';
import { isObject } from './json-schema.ts';

/** The value a form starts with: what was given, then the schema's defaults. */
export function initialValue(field: FormField, given: unknown): unknown {
  if (field.kind === 'object') {
    const values = isObject(given) ? given : isObject(field.schema.default) ? field.schema.default : {};
    const known = field.properties.map(({ name, required, field: property }) => {
      // An optional object stays away until something in it is filled.
      const value =
        property.kind === 'object' && !required && values[name] === undefined ? undefined : initialValue(property, values[name]);
      return [name, value] as const;
    });
    return { ...values, ...Object.fromEntries(known.filter(([, value]) => value !== undefined)) };
  }
  if (given !== undefined) return given;
  if (field.schema.default !== undefined) return field.schema.default;
  if (field.kind === 'constant') return field.value;
  return undefined;
}

/** What to send: empty optional fields left out, at every depth. Required ones stay, so that validation can name them. */
export function pruneValue(field: FormField, value: unknown): unknown {
  if (field.kind === 'object' && isObject(value)) {
    const properties = new Map(field.properties.map((property) => [property.name, property]));
    const entries = Object.entries(value).map(([name, entry]) => {
      const property = properties.get(name);
      if (property === undefined) return [name, entry] as const;
      const pruned = pruneValue(property.field, entry);
      return [name, !property.required && isEmpty(pruned) ? undefined : pruned] as const;
    });
    return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined));
  }
  if (field.kind === 'list' && Array.isArray(value)) return value.map((entry) => pruneValue(field.item, entry));
  if (value === '' && (field.kind === 'number' || field.nullable)) return undefined;
  return value;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (isObject(value) && Object.keys(value).length === 0);
}
