import type { Field, Stone, Struct, TypeReference, Union } from './stone.ts';

type Context = {
  readonly stone: Stone;
  /** Of the value, for sentences. */
  readonly where: string;
  /** What is sent may say a tag without its object, and may not say `other`. */
  readonly isArgument: boolean;
};

/** What of a value does not fit its type, a sentence each (JSON as https://github.com/dropbox/stone/blob/main/docs/json_serializer.rst has it). */
export function faultsOf(value: unknown, type: TypeReference, context: Context): readonly string[] {
  const { stone, where } = context;
  const definition = stone.types.get(type.name);
  // What an alias stands for may be absent too.
  if (definition?.kind === 'alias')
    return faultsOf(value, { ...definition.type, nullable: definition.type.nullable || type.nullable }, context);
  if (value === null || value === undefined) return type.nullable || type.name === 'Void' ? [] : [`${where} is missing`];
  const judge = primitives.get(type.name);
  if (judge !== undefined) return judge(value, type) ? [] : [`${where} is no ${type.name} as described: ${short(value)}`];
  if (type.name === 'Timestamp')
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? [] : [`${where} is no time`];
  if (type.name === 'List') return listFaults(value, type, context);
  if (definition === undefined) return [`${where} is of a type that was not read: ${type.name}`];
  return definition.kind === 'union' ? unionFaults(value, type.name, context) : structFaults(value, type.name, context);
}

const length = (text: string) => [...text].length;
const limit = ({ limits }: TypeReference, name: string, otherwise: number) => Number(limits.get(name) ?? otherwise);

function isString(value: unknown, type: TypeReference): boolean {
  const pattern = type.limits.get('pattern');
  return (
    typeof value === 'string' &&
    length(value) >= limit(type, 'min_length', 0) &&
    length(value) <= limit(type, 'max_length', Infinity) &&
    (pattern === undefined || new RegExp(`^(?:${pattern})$`).test(value))
  );
}

const isInteger = (value: unknown, type: TypeReference) =>
  Number.isInteger(value) &&
  Number(value) >= limit(type, 'min_value', type.name.startsWith('U') ? 0 : -Infinity) &&
  Number(value) <= limit(type, 'max_value', Infinity);

const primitives = new Map<string, (value: unknown, type: TypeReference) => boolean>([
  ['String', isString],
  ['Boolean', (value) => typeof value === 'boolean'],
  ['Int32', isInteger],
  ['Int64', isInteger],
  ['UInt32', isInteger],
  ['UInt64', isInteger],
  ['Float64', (value) => typeof value === 'number'],
]);

function listFaults(value: unknown, type: TypeReference, context: Context): readonly string[] {
  const [of] = type.of;
  if (!Array.isArray(value) || of === undefined || value.length < limit(type, 'min_items', 0))
    return [`${context.where} is no list as described`];
  return value.flatMap((one, index) => faultsOf(one, of, { ...context, where: `${context.where}[${index}]` }));
}

function structFaults(value: unknown, name: string, context: Context): readonly string[] {
  const { stone, where } = context;
  if (!isObject(value)) return [`${where} is no object`];
  const { subtypes } = structOf(stone, name);
  if (subtypes === null) return fieldFaults(value, fieldsOf(stone, name), context);
  const subtype = subtypes.find((one) => one.name === value['.tag']);
  if (subtype === undefined) return [`${where} does not say which ${name} it is: ${short(value['.tag'])}`];
  const { '.tag': _, ...rest } = value;
  return fieldFaults(rest, fieldsOf(stone, subtype.type.name), context);
}

function fieldFaults(value: Readonly<Record<string, unknown>>, fields: readonly Field[], context: Context): readonly string[] {
  const unknown = Object.keys(value).filter((key) => !fields.some(({ name }) => name === key));
  return [
    ...unknown.map((key) => `${context.where}.${key} is not described`),
    ...fields
      .filter(({ name, hasDefault }) => !(hasDefault && value[name] === undefined))
      .flatMap(({ name, type }) => faultsOf(value[name], type, { ...context, where: `${context.where}.${name}` })),
  ];
}

function unionFaults(value: unknown, name: string, context: Context): readonly string[] {
  const { where, isArgument } = context;
  const given = isArgument && typeof value === 'string' ? { '.tag': value } : value;
  if (!isObject(given) || typeof given['.tag'] !== 'string') return [`${where} has no tag`];
  const { '.tag': tag, ...rest } = given;
  const field = tagsOf(context.stone, name).find((one) => one.name === tag);
  if (field === undefined)
    return tag === 'other' && !isArgument && !isClosed(context.stone, name) ? [] : [`${where} has a tag that ${name} has not: ${tag}`];
  // The fields of a struct stand beside the tag, unless it has subtypes with tags of their own.
  if (isPlainStruct(context.stone, field.type))
    return field.type.nullable && Object.keys(rest).length === 0 ? [] : faultsOf(rest, field.type, context);
  return fieldFaults(rest, field.type.name === 'Void' ? [] : [{ ...field, hasDefault: false }], context);
}

function isPlainStruct(stone: Stone, type: TypeReference): boolean {
  const definition = stone.types.get(type.name);
  if (definition?.kind === 'alias') return isPlainStruct(stone, definition.type);
  return definition?.kind === 'struct' && definition.subtypes === null;
}

function structOf({ types }: Stone, name: string): Struct {
  const found = types.get(name);
  if (found?.kind !== 'struct') throw new Error(`${name} is no struct`);
  return found;
}

function unionOf({ types }: Stone, name: string): Union {
  const found = types.get(name);
  if (found?.kind !== 'union') throw new Error(`${name} is no union`);
  return found;
}

function fieldsOf(stone: Stone, name: string): readonly Field[] {
  const { extends: parent, fields } = structOf(stone, name);
  return [...(parent === null ? [] : fieldsOf(stone, parent)), ...fields];
}

function tagsOf(stone: Stone, name: string): readonly Field[] {
  const { extends: parent, fields } = unionOf(stone, name);
  return [...(parent === null ? [] : tagsOf(stone, parent)), ...fields];
}

const isClosed = (stone: Stone, name: string): boolean => unionOf(stone, name).isClosed;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const short = (value: unknown) => JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
