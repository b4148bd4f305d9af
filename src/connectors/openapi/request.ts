import { type Json, path as encodePath, type RequestOptions, ToolError } from '../../connector-kit/index.ts';
import { encodeBody } from './body.ts';
import type { Operation } from './description/description.ts';
import { listed, writeStyled } from './styles.ts';
import type { Sign } from './shared-credential.ts';

export type Arguments = Readonly<Record<string, Json | undefined>>;
export type BuiltRequest = { readonly to: string; readonly options: RequestOptions };

/** The request of a call: each argument at its place, encoded so that it cannot leave it. */
export function buildRequest(
  { method, path, parameters, body }: Operation,
  { given, sign }: { readonly given: Arguments; readonly sign: Sign },
): BuiltRequest {
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
  for (const parameter of present)
    if (parameter.in === 'query') for (const [name, value] of writeStyled(parameter)) query.append(name, value);
  for (const [name, value] of Object.entries(sign.query)) query.append(name, value);
  const whole = `${to}${query.size === 0 ? '' : `${to.includes('?') ? '&' : '?'}${query}`}`;
  const content = body === null || given['body'] === undefined ? null : encodeBody(body, given['body']);
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

function headerValue(name: string, value: string): string {
  if (/[\r\n\0]/.test(value)) throw new ToolError(`The argument ${name} cannot stand in a header.`);
  return value;
}
