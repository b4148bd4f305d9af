import { type Json, type RequestOptions, ToolError } from '../../connector-kit/index.ts';
import { isForm, isMultipart } from './description/body.ts';
import type { Body, FormField } from './description/description.ts';
import { type File, readFile } from './file.ts';
import { isObject, textOf, writeStyled } from './styles.ts';

export type Encoded = { readonly type: string; readonly body: NonNullable<RequestOptions['body']> };

/** A body in the words of its media type. */
export function encodeBody({ mediaType, file, fields }: Body, value: Json): Encoded {
  if (file) {
    const { bytes, mimeType } = readFile('body', value);
    return { type: mimeType ?? (mediaType.includes('*') ? 'application/octet-stream' : mediaType), body: bytes };
  }
  if (isForm(mediaType)) return { type: mediaType, body: new URLSearchParams(writeForm(fields, value)).toString() };
  if (isMultipart(mediaType)) return writeParts(fieldsOf(fields, value).flatMap(toParts));
  if (/json/i.test(mediaType)) return { type: mediaType, body: JSON.stringify(value) };
  return { type: mediaType, body: textOf(value) };
}

type Given = { readonly field: FormField; readonly value: Json };

/** In the order of the description, which some services insist on; then what it does not name. */
function fieldsOf(fields: readonly FormField[], value: Json): readonly Given[] {
  if (!isObject(value)) throw new ToolError('The body is an object with the fields of a form.');
  const known = new Set(fields.map(({ name }) => name));
  const others = Object.keys(value)
    .filter((name) => !known.has(name))
    .map(unnamed);
  return [...fields, ...others].flatMap((field) => {
    const given = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    return given === undefined ? [] : [{ field, value: given }];
  });
}

const unnamed = (name: string): FormField => ({ name, file: false, contentTypes: [], style: 'form', explode: true });

function writeForm(fields: readonly FormField[], value: Json): [string, string][] {
  return fieldsOf(fields, value).flatMap(({ field, value: given }): [string, string][] => {
    // Only a content type that is JSON makes JSON of a field.
    if (field.contentTypes.some(isJson)) return [[field.name, JSON.stringify(given)]];
    return writeStyled({ ...field, value: given }).map(([name, text]) => [name, text]);
  });
}

type Part = { readonly name: string; readonly filename: string | null; readonly type: string | null; readonly bytes: Uint8Array };

/** Each entry of a list is a part of its own; what is no text is JSON (OpenAPI › Encoding Object, its defaults). */
function toParts({ field, value }: Given): readonly Part[] {
  const { name, contentTypes } = field;
  const entries = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return entries.map((entry) => {
    if (field.file) {
      const file = readFile(name, entry);
      return { name, filename: file.name ?? name, type: typeOf(file, field), bytes: file.bytes };
    }
    const isText = typeof entry !== 'object' && !contentTypes.some(isJson);
    const type = contentTypes[0] ?? (isText ? null : 'application/json');
    return { name, filename: null, type, bytes: Buffer.from(isText ? textOf(entry) : JSON.stringify(entry)) };
  });
}

function typeOf({ mimeType }: File, { name, contentTypes }: FormField): string {
  const fits = (type: string) => contentTypes.some((known) => known === type || known === '*/*' || known === `${type.split('/', 1)[0]}/*`);
  if (mimeType === null) return contentTypes.find((type) => !type.includes('*')) ?? 'application/octet-stream';
  if (contentTypes.length === 0 || fits(mimeType)) return mimeType;
  throw new ToolError(`${name} may be ${contentTypes.join(' or ')}, and not ${mimeType}.`);
}

/** RFC 7578. Files and other parts alike are told apart by their names, escaped as browsers do. */
function writeParts(parts: readonly Part[]): Encoded {
  const boundary = `patchbay-${crypto.randomUUID()}`;
  const chunks = parts.flatMap(({ name, filename, type, bytes }) => [
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(name)}"${filename === null ? '' : `; filename="${escapeName(filename)}"`}\r\n${type === null ? '' : `content-type: ${type}\r\n`}\r\n`,
    ),
    bytes,
    Buffer.from('\r\n'),
  ]);
  const body = new Uint8Array(Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]));
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
const escapeName = (name: string): string => name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
const isJson = (type: string): boolean => /\bjson\b/.test(type);
