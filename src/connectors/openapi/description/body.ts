import { type Json, ToolError } from '../../../connector-kit/index.ts';
import type { Body, FormField, Schema } from './description.ts';
import { type Entry, follow, isEntry, textOf } from './references.ts';
import { resolveSchema } from './schema.ts';

/** Bodies that can be written here, best first. */
const mediaTypes: readonly RegExp[] = [
  /^application\/json\b(?!-seq)/, /\+json\b/, /\bjson\b(?!-seq)/, /^application\/x-www-form-urlencoded\b/, /^multipart\/form-data\b/,
  /^text\//, /^\*\/\*$/, /^application\/octet-stream\b/, /^(image|audio|video|application|font|model)\//,
]; // biome-ignore format: a table of patterns

const isJson = (mediaType: string): boolean => /\bjson\b(?!-seq)/.test(mediaType);
export const isForm = (mediaType: string): boolean => mediaType.startsWith('application/x-www-form-urlencoded');
export const isMultipart = (mediaType: string): boolean => mediaType.startsWith('multipart/form-data');
const isWritten = (mediaType: string): boolean => /^text\/|[/+]xml\b|yaml|ndjson|json-seq|jsonl|graphql|javascript/.test(mediaType);

const maxFileBytes = 5_000_000;
const file: Schema = {
  type: 'object',
  description: `A file of at most ${maxFileBytes / 1_000_000} MB: its content as text, or in base64`,
  properties: {
    text: { type: 'string', maxLength: maxFileBytes },
    base64: { type: 'string', contentEncoding: 'base64', maxLength: Math.ceil((maxFileBytes * 4) / 3) + 4 },
    name: { type: 'string', maxLength: 255, description: 'Its name, with the ending' },
    mimeType: { type: 'string', maxLength: 127, pattern: '^[\\w.+-]+/[\\w.+-]+$' },
  },
  additionalProperties: false,
};

/** How a request body is written, and what the tool takes for it (OpenAPI › Request Body, Media Type and Encoding Object). */
export function readBody(document: Entry, given: unknown): Body {
  const entry = follow(document, given);
  const content = isEntry(entry['content']) ? entry['content'] : {};
  const names = Object.keys(content);
  const found = mediaTypes.map((pattern) => names.find((name) => pattern.test(name))).find((name) => name !== undefined);
  if (found === undefined) throw new ToolError(`Its body is ${names.join(' or ') || 'not described'}, which cannot be written here.`);
  const media = isEntry(content[found]) ? content[found] : {};
  const resolved = resolveSchema(document, media['schema'] ?? {});
  const shared = { required: entry['required'] === true, file: false, fields: [] };
  if (isForm(found) || isMultipart(found)) {
    const { schema, fields } = readForm(document, { media, mediaType: found, schema: resolved });
    return { ...shared, mediaType: found, schema, fields };
  }
  if (isJson(found)) return { ...shared, mediaType: found, schema: resolved };
  if (isWritten(found)) return { ...shared, mediaType: found, schema: { type: 'string', description: `The body as ${found}` } };
  // Of any type: a file where the schema says so, else the JSON that it describes.
  if (found === '*/*' && !isFile(resolved)) return { ...shared, mediaType: 'application/json', schema: resolved };
  return { ...shared, mediaType: found === '*/*' ? 'application/octet-stream' : found, schema: file, file: true };
}

type Form = { readonly media: Entry; readonly mediaType: string; readonly schema: Schema };

function readForm(document: Entry, { media, mediaType, schema }: Form): { readonly schema: Schema; readonly fields: FormField[] } {
  const properties = isEntry(schema['properties']) ? schema['properties'] : {};
  const encoding = isEntry(media['encoding']) ? media['encoding'] : {};
  const fields = Object.entries(properties).map(([name, property]) =>
    readField({
      name,
      property: isEntry(property) ? property : {},
      encoding: follow(document, encoding[name]),
      isParts: isMultipart(mediaType),
    }),
  );
  const isNamedFile = (name: string) => fields.some((field) => field.name === name && field.file);
  const shown = Object.entries(properties).map(([name, property]): [string, Json] => [
    name,
    // The properties of a resolved schema are plain JSON.
    isNamedFile(name) ? asFile(property as Schema) : (property as Json),
  ]);
  if (JSON.stringify(shown).includes('"format":"binary"'))
    throw new ToolError('Its form has files that do not stand in a field of their own, which cannot be written here.');
  return { schema: { ...schema, type: 'object', properties: Object.fromEntries(shown) }, fields };
}

type Part = { readonly name: string; readonly property: Entry; readonly encoding: Entry; readonly isParts: boolean };

function readField({ name, property, encoding, isParts }: Part): FormField {
  const { style = 'form', explode } = encoding;
  const headers = isEntry(encoding['headers']) ? Object.entries(encoding['headers']) : [];
  const needed = headers.find(([, header]) => isEntry(header) && header['required'] === true);
  if (needed !== undefined) throw new ToolError(`The part ${name} of its body needs the header ${needed[0]}, which is not written here.`);
  if (isParts && encoding['style'] !== undefined && encoding['contentType'] === undefined)
    throw new ToolError(`The part ${name} of its body has a style, which is written here only where the body is no multipart.`);
  if (style !== 'form' && style !== 'spaceDelimited' && style !== 'pipeDelimited' && style !== 'deepObject')
    throw new ToolError(`The field ${name} of its body is written in the style ${String(style)}, which is not known here.`);
  const contentTypes = textOf(encoding['contentType'])
    .split(',')
    .map((type) => type.trim().toLowerCase())
    .filter((type) => type !== '');
  const items = isEntry(property['items']) ? property['items'] : property;
  return {
    name,
    file:
      isParts &&
      (isFile(items) ||
        (Object.keys(items).every((key) => key === 'description') && contentTypes.some((type) => !isWritten(type) && !isJson(type)))),
    contentTypes,
    style,
    explode: typeof explode === 'boolean' ? explode : style === 'form' || style === 'deepObject',
  };
}

/** 3.0: a string of the format binary. 3.1: a content that is not written as text. */
function isFile(schema: Entry): boolean {
  if (schema['format'] === 'binary') return true;
  return (
    schema['contentMediaType'] !== undefined && schema['contentEncoding'] === undefined && !isWritten(textOf(schema['contentMediaType']))
  );
}

function asFile(property: Schema): Schema {
  const { description } = property;
  const one = typeof description === 'string' ? { ...file, description: `${description} (${file['description']})` } : file;
  return property['type'] === 'array' ? { ...property, items: file } : one;
}
