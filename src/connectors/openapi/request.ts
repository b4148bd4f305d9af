import { type Json, path as encodePath, type RequestOptions, ToolError } from '../../connector-kit/index.ts';
import type { Operation, Parameter } from './description/description.ts';
import type { Sign } from './shared-credential.ts';

export type Arguments = Readonly<Record<string, Json | undefined>>;
export type BuiltRequest = { readonly to: string; readonly options: RequestOptions };

/** The request of a call: each argument at its place, encoded so that it cannot leave it. */
export async function buildRequest(
  { method, path, parameters, body }: Operation,
  { given, sign }: { readonly given: Arguments; readonly sign: Sign },
): Promise<BuiltRequest> {
  const present = parameters.flatMap((parameter) => {
    const value = given[parameter.argument];
    return value === undefined || value === null ? [] : [{ ...parameter, value }];
  });
  const values = new Map(present.filter(({ in: place }) => place === 'path').map(({ name, value }) => [name, listed(value).join(',')]));
  // Some descriptions tell operations of one path apart by a fragment, which no request has.
  const to = (path.split('#', 1)[0] ?? path).replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined || value === '') throw new ToolError(`The argument ${name} is missing.`);
    return encodePath`${value}`;
  });
  const headers = Object.fromEntries(
    present.filter(({ in: place }) => place === 'header').map(({ name, value }) => [name, headerValue(name, listed(value).join(','))]),
  );
  const query = new URLSearchParams();
  for (const parameter of present) if (parameter.in === 'query') for (const [name, value] of queryOf(parameter)) query.append(name, value);
  for (const [name, value] of Object.entries(sign.query)) query.append(name, value);
  const whole = `${to}${query.size === 0 ? '' : `${to.includes('?') ? '&' : '?'}${query}`}`;
  const content = body === null || given['body'] === undefined ? null : await encodeBody(body.mediaType, given['body']);
  return {
    to: whole,
    options: {
      // The methods of a description are those of HTTP, in small letters.
      method: method.toUpperCase() as NonNullable<RequestOptions['method']>,
      headers: {
        accept: 'application/json, */*;q=0.8',
        ...headers,
        ...(content === null ? {} : { 'content-type': content.type }),
        ...sign.headers,
      },
      ...(content === null ? {} : { body: content.body }),
    },
  };
}

/** OpenAPI › Style Values. */
function queryOf({ name, style, explode, value }: Parameter & { readonly value: Json }): readonly (readonly [string, string])[] {
  if (style === 'deepObject' && isObject(value))
    return Object.entries(value).map(([key, inner]) => [`${name}[${key}]`, textOf(inner)] as const);
  if (isObject(value) && explode) return Object.entries(value).map(([key, inner]) => [key, textOf(inner)] as const);
  const values = listed(value);
  if (Array.isArray(value) && explode) return values.map((entry) => [name, entry] as const);
  return [[name, values.join(style === 'spaceDelimited' ? ' ' : style === 'pipeDelimited' ? '|' : ',')]];
}

function headerValue(name: string, value: string): string {
  if (/[\r\n\0]/.test(value)) throw new ToolError(`The argument ${name} cannot stand in a header.`);
  return value;
}

type Body = NonNullable<RequestOptions['body']>;

async function encodeBody(mediaType: string, value: Json): Promise<{ readonly type: string; readonly body: Body }> {
  if (/json/i.test(mediaType)) return { type: mediaType, body: JSON.stringify(value) };
  if (mediaType.startsWith('application/x-www-form-urlencoded'))
    return { type: mediaType, body: new URLSearchParams(fieldsOf(value)).toString() };
  if (mediaType.startsWith('multipart/form-data')) {
    const form = new FormData();
    for (const [name, field] of fieldsOf(value)) form.append(name, field);
    const encoded = new Response(form);
    return { type: encoded.headers.get('content-type') ?? mediaType, body: new Uint8Array(await encoded.arrayBuffer()) };
  }
  return { type: mediaType, body: textOf(value) };
}

function fieldsOf(value: Json): [string, string][] {
  if (!isObject(value)) throw new ToolError('The body is an object with the fields of a form.');
  return Object.entries(value).flatMap(([name, field]): [string, string][] =>
    Array.isArray(field) ? field.map((entry) => [name, textOf(entry)]) : field === undefined ? [] : [[name, textOf(field)]],
  );
}

function listed(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.map(textOf);
  if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => [key, textOf(inner)]);
  return [textOf(value)];
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
const isObject = (value: Json): value is { readonly [key: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
