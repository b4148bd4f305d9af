import { parse } from 'yaml';
import { ToolError } from '../../../connector-kit/index.ts';
import { type Description, description, type Method, methods, type Operation, type Parameter, type Scheme } from './description.ts';
import { type Entry, follow, isEntry } from './references.ts';
import { resolveSchema } from './schema.ts';

const maxOperations = 1_000;
/** Bodies that can be written here, best first. */
const mediaTypes: readonly RegExp[] = [
  /^application\/json\b/, /\+json\b/, /\bjson\b/, /^\*\/\*$/, /^application\/x-www-form-urlencoded\b/, /^multipart\/form-data\b/,
  /^text\//, /^application\/octet-stream\b/, /^(image|audio|video|application)\//,
]; // biome-ignore format: a table of patterns

/** Reads an OpenAPI 3.0 or 3.1 document, JSON or YAML, or what was kept of one before. Throws `ToolError` with what is wrong. */
export function readDescription(text: string): Description {
  const document = parseText(text);
  if (document['patchbay'] === 1) return description.parse(document);
  const version = String(document['openapi'] ?? document['swagger'] ?? '');
  if (!/^3\.[01](\.|$)/.test(version))
    throw new ToolError(`This is ${version === '' ? 'no OpenAPI document' : `version ${version}`}. OpenAPI 3.0 and 3.1 are read.`);
  const operations: Operation[] = [];
  const leftOut: { readonly operation: string; readonly reason: string }[] = [];
  const { paths } = document;
  for (const [path, given] of Object.entries(isEntry(paths) ? paths : {})) {
    const item = follow(document, given);
    for (const method of methods) {
      if (item[method] === undefined) continue;
      if (operations.length === maxOperations) throw new ToolError(`The document has more than ${maxOperations} operations.`);
      try {
        operations.push(readOperation(document, { path, method, item }));
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        leftOut.push({ operation: `${method.toUpperCase()} ${path}`, reason: error.message });
      }
    }
  }
  const info = isEntry(document['info']) ? document['info'] : {};
  return { patchbay: 1, title: textOf(info['title']) || 'An API', operations, leftOut, schemes: readSchemes(document) };
}

function parseText(text: string): Entry {
  try {
    const value: unknown = text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text, { maxAliasCount: 100 });
    if (isEntry(value)) return value;
  } catch (cause) {
    throw new ToolError('The document is neither JSON nor YAML.', { cause });
  }
  throw new ToolError('The document is no OpenAPI description.');
}

function readOperation(
  document: Entry,
  { path, method, item }: { readonly path: string; readonly method: Method; readonly item: Entry },
): Operation {
  const given = follow(document, item[method]);
  const title = textOf(given['summary']) || textOf(given['operationId']) || `${method.toUpperCase()} ${path}`;
  const parameters = readParameters(document, [listOf(item['parameters']), listOf(given['parameters'])]);
  for (const [, name = ''] of path.matchAll(/\{([^}]+)\}/g))
    if (!parameters.some((parameter) => parameter.in === 'path' && parameter.name === name))
      throw new ToolError(`The path has the place {${name}}, and no parameter of that name is described.`);
  return {
    id: textOf(given['operationId']) || `${method}_${path}`,
    method,
    path,
    title: title.slice(0, 100),
    description: textOf(given['description']) || textOf(item['description']) || title,
    parameters,
    body: given['requestBody'] === undefined ? null : readBody(document, given['requestBody']),
  };
}

/** Those of the operation replace those of the path with the same name and place. Some headers are not for parameters (OpenAPI › Parameter Object). */
function readParameters(document: Entry, lists: readonly (readonly unknown[])[]): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const given of lists.flat()) {
    const entry = follow(document, given);
    const name = textOf(entry['name']);
    const place = textOf(entry['in']);
    const required = entry['required'] === true || place === 'path';
    if (place === 'cookie' && !required) continue;
    if (place !== 'path' && place !== 'query' && place !== 'header')
      throw new ToolError(`The parameter ${name} is a cookie, and none are sent.`);
    if (place === 'header' && ['accept', 'content-type', 'authorization'].includes(name.toLowerCase())) continue;
    const usual = place === 'query' ? 'form' : 'simple';
    const style = textOf(entry['style']) || usual;
    if (!isStyle(style)) throw new ToolError(`The parameter ${name} is written in the style ${style}, which is not known here.`);
    const content = isEntry(entry['content']) ? Object.values(entry['content'])[0] : undefined;
    const schema = resolveSchema(document, entry['schema'] ?? (isEntry(content) ? content['schema'] : {}));
    const said = textOf(entry['description']).slice(0, 400);
    found.set(`${place} ${name}`, {
      argument: name,
      name,
      in: place,
      style,
      explode: typeof entry['explode'] === 'boolean' ? entry['explode'] : style === 'form' || style === 'deepObject',
      required,
      schema: said === '' ? schema : { ...schema, description: said },
    });
  }
  const all = [...found.values()];
  const taken = (name: string) => name === 'body' || all.filter((other) => other.name === name).length > 1;
  return all.map((parameter) => (taken(parameter.name) ? { ...parameter, argument: `${parameter.name}_${parameter.in}` } : parameter));
}

const styles = ['simple', 'form', 'spaceDelimited', 'pipeDelimited', 'deepObject'] as const;
const isStyle = (style: string): style is Parameter['style'] => styles.some((known) => known === style);

function readBody(document: Entry, given: unknown): Operation['body'] {
  const entry = follow(document, given);
  const content = isEntry(entry['content']) ? entry['content'] : {};
  const names = Object.keys(content);
  const mediaType = mediaTypes.map((pattern) => names.find((name) => pattern.test(name))).find((name) => name !== undefined);
  if (mediaType === undefined) throw new ToolError(`Its body is ${names.join(' or ') || 'not described'}, which cannot be written here.`);
  const media = content[mediaType];
  const schema = resolveSchema(document, isEntry(media) ? media['schema'] : {});
  return { mediaType: mediaType === '*/*' ? 'application/json' : mediaType, required: entry['required'] === true, schema };
}

/** OAuth and OpenID Connect end in a bearer token too, which whoever sets the connector up brings along. */
function readSchemes(document: Entry): Description['schemes'] {
  const components = isEntry(document['components']) ? document['components'] : {};
  const given = isEntry(components['securitySchemes']) ? components['securitySchemes'] : {};
  const known = Object.entries(given).flatMap(([name, value]): [string, Scheme][] => {
    const scheme = toScheme(follow(document, value));
    return scheme === null ? [] : [[name, scheme]];
  });
  return Object.fromEntries(known);
}

function toScheme(entry: Entry): Scheme | null {
  const name = textOf(entry['name']);
  if (entry['type'] === 'apiKey')
    return entry['in'] === 'header' ? { kind: 'header', name } : entry['in'] === 'query' ? { kind: 'query', name } : null;
  if (entry['type'] === 'http' && textOf(entry['scheme']).toLowerCase() === 'basic') return { kind: 'basic' };
  if (entry['type'] === 'http' && textOf(entry['scheme']).toLowerCase() !== 'bearer') return null;
  return ['http', 'oauth2', 'openIdConnect'].includes(textOf(entry['type'])) ? { kind: 'bearer' } : null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
