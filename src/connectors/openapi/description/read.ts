import { parse } from 'yaml';
import { ToolError } from '../../../connector-kit/index.ts';
import { readAnswer } from './answer.ts';
import {
  type Description,
  description,
  maxOperations,
  type Method,
  methods,
  type Operation,
  type Parameter,
  signatureOf,
} from './description.ts';
import { type Entry, follow, isEntry, textOf } from './references.ts';
import { readBody } from './body.ts';
import { resolveSchema } from './schema.ts';
import { readRequirement, readSchemes } from './security.ts';

export type ReadOptions = {
  /** Operations, by id or as `GET /path`: of a document with too many, only these are read. */
  readonly wanted?: readonly string[];
};

/** Reads an OpenAPI 3.0 or 3.1 document, JSON or YAML, or what was kept of one before. Throws `ToolError` with what is wrong. */
export function readDescription(text: string, { wanted = [] }: ReadOptions = {}): Description {
  const document = parseText(text);
  if (document['patchbay'] === 1) return description.parse(document);
  const version = String(document['openapi'] ?? document['swagger'] ?? '');
  if (!/^3\.[01](\.|$)/.test(version))
    throw new ToolError(`This is ${version === '' ? 'no OpenAPI document' : `version ${version}`}. OpenAPI 3.0 and 3.1 are read.`);
  const operations: Operation[] = [];
  const leftOut: { readonly operation: string; readonly reason: string }[] = [];
  for (const place of chooseOperations(document, wanted)) {
    try {
      operations.push(readOperation(document, place));
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      leftOut.push({ operation: signatureOf(place), reason: error.message });
    }
  }
  const info = isEntry(document['info']) ? document['info'] : {};
  return {
    patchbay: 1,
    title: textOf(info['title']).replace(/\s+/g, ' ').trim().slice(0, 100) || 'An API',
    server: addressOf(listOf(document['servers'])[0]),
    operations,
    leftOut,
    ...readSchemes(document),
  };
}

type Place = { readonly path: string; readonly method: Method; readonly item: Entry };

/** All of a document; of a very large one, those that somebody wants. */
function chooseOperations(document: Entry, wanted: readonly string[]): readonly Place[] {
  const { paths } = document;
  const all = Object.entries(isEntry(paths) ? paths : {}).flatMap(([path, given]) => {
    const item = follow(document, given);
    return methods.filter((method) => item[method] !== undefined).map((method): Place => ({ path, method, item }));
  });
  if (all.length <= maxOperations) return all;
  const keys = new Set(wanted);
  const chosen = all.filter(
    (place) => keys.has(signatureOf(place)) || keys.has(textOf(follow(document, place.item[place.method])['operationId'])),
  );
  if (chosen.length > 0) return chosen;
  throw new ToolError(
    `The document has ${all.length} operations, and at most ${maxOperations} are kept. Choose those that you need under Operations, by operationId or as GET /path.`,
  );
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

function readOperation(document: Entry, { path, method, item }: Place): Operation {
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
    tags: listOf(given['tags']).filter((tag) => typeof tag === 'string'),
    answer: readAnswer(document, given['responses']),
    security: readRequirement(document, given),
    servers: readServers(document, given['servers'] ?? item['servers']),
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

/** Where an operation lies that has servers of its own, their variables at their defaults; empty: where the rest lies (OpenAPI › Server Object). */
function readServers(document: Entry, servers: unknown): string[] {
  if (servers === undefined || JSON.stringify(servers) === JSON.stringify(document['servers'])) return [];
  return listOf(servers).map(addressOf);
}

function addressOf(server: unknown): string {
  const { url, variables } = isEntry(server) ? server : {};
  const known = isEntry(variables) ? variables : {};
  return textOf(url).replace(/\{([^}]+)\}/g, (place, name: string) => {
    const variable = Object.hasOwn(known, name) ? known[name] : undefined;
    return (isEntry(variable) && textOf(variable['default'])) || place;
  });
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
