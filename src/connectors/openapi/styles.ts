import { type Json, ToolError } from '../../connector-kit/index.ts';
import type { Parameter } from './description/description.ts';

type Styled = Pick<Parameter, 'name' | 'style' | 'explode'> & { readonly value: Json };
export type Pair = readonly [name: string, value: string];

/** A value of an address or a form, as names and values (OpenAPI › Style Values). */
export function writeStyled({ name, style, explode, value }: Styled): readonly Pair[] {
  if (style === 'deepObject' && isObject(value)) return writeDeep(name, value);
  if (isObject(value) && explode) return Object.entries(value).map(([key, inner]) => [key, textOf(inner)] as const);
  const values = listed(value);
  if (Array.isArray(value) && explode) return values.map((entry) => [name, entry] as const);
  return [[name, values.join(style === 'spaceDelimited' ? ' ' : style === 'pipeDelimited' ? '|' : ',')]];
}

/** Objects within objects go on in the same way; for lists within them there is no rule that services agree on. */
function writeDeep(name: string, value: JsonFields): readonly Pair[] {
  return Object.entries(value).flatMap(([key, inner = null]): readonly Pair[] => {
    const place = `${name}[${key}]`;
    if (Array.isArray(inner))
      throw new ToolError(`The argument ${place} is a list inside an object, and the style deepObject has no words for that.`);
    return isObject(inner) ? writeDeep(place, inner) : [[place, textOf(inner)]];
  });
}

export function listed(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.map(textOf);
  if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => [key, textOf(inner)]);
  return [textOf(value)];
}

type JsonFields = { readonly [key: string]: Json | undefined };

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

export function isObject(value: Json | undefined): value is JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
