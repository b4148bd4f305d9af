import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validator } from '@cfworker/json-schema';
import type { JsonObject } from '../../../src/domain/json.ts';
import { type Description, schemasOf, unknownNames } from '../described.ts';
import { startPrism } from '../prism.ts';
import type { Box } from './box.ts';

export const boxDescription = join(import.meta.dirname, '../../../../shared/specs/box.openapi.json');

export type BoxJudge = {
  /** Sends a request through Prism to the double, uploads to their own host; downloads are no part of the API. */
  readonly fetch: typeof globalThis.fetch;
  readonly violations: readonly string[];
  /** Requests that Prism judged, by method and pattern. */
  readonly judged: ReadonlySet<string>;
  close(): Promise<void>;
};

/** The description's own words on 409 name this code, and its list of codes does not. */
const codes = ['item_name_in_use'];

/**
 * Prism reads each part of a form as text, and `attributes` is an object there. So it is told to expect a text, as Box's own client
 * sends one, and the object in it is judged here, by what the description says of it.
 */
const forms = ['/files/content', '/files/{file_id}/content'];

/** Prism between the connector and the double: Box's own description judges what both say. */
export async function startBoxJudge(service: Box): Promise<BoxJudge> {
  const description: Description = JSON.parse(readFileSync(boxDescription, 'utf8'));
  const attributes = new Map(forms.map((path) => [path, takeAttributes(description, path)]));
  codesOf(description).push(...codes);
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-box-'));
  const file = join(folder, 'box.json');
  writeFileSync(file, JSON.stringify(description));
  const bases = [`${service.url}/2.0`, `${service.uploadUrl}/api/2.0`];
  const places = await Promise.all(bases.map(async (base) => ({ base, prism: await startPrism(file, base) })));
  const violations: string[] = [];
  const judged = new Set<string>();

  async function judge(request: Request, { base, through }: { readonly base: string; readonly through: string }): Promise<Response> {
    const { method } = request;
    const where = `${method} ${request.url.slice(base.length)}`;
    const body = method === 'GET' ? null : await request.arrayBuffer();
    const response = await fetch(request.url.replace(base, through), { method, headers: request.headers, body, redirect: 'manual' });
    const path = new URL(request.url).pathname.slice(new URL(base).pathname.length);
    judged.add(`${method} ${path.replaceAll(/\/\d+/g, '/:id')}`);
    const said = response.headers.get('sl-violations');
    if (said !== null) violations.push(`${where}: ${said}`);
    const answered = await response.clone().text();
    if (response.headers.get('content-type')?.includes('problem+json') === true) violations.push(`${where}: ${answered}`);
    const [, attributesSchema] =
      [...attributes].find(([pattern]) => method === 'POST' && pattern === path.replace(/\/\d+\//, '/{file_id}/')) ?? [];
    if (attributesSchema !== undefined && body !== null)
      violations.push(
        ...(await faultsOfForm(new Request(request.url, { method, headers: request.headers, body }), attributesSchema)).map(
          (fault) => `${where}: ${fault}`,
        ),
      );
    const schemas = schemasOf(description, { method, path, status: response.status });
    for (const [what, schema, text] of [
      ['request', schemas.request, new TextDecoder().decode(body ?? new ArrayBuffer())],
      ['answer', schemas.answer, answered],
    ] as const)
      if (schema !== null && text !== '')
        for (const name of unknownNames(description, { schema, text })) violations.push(`${where}: unknown in the ${what}: ${name}`);
    return response;
  }

  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const place = places.find(({ base }) => request.url.startsWith(`${base}/`));
      return place === undefined ? fetch(request) : judge(request, { base: place.base, through: place.prism.url });
    },
    violations,
    judged,
    close: async () => {
      await Promise.all(places.map(({ prism }) => prism.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function codesOf({ components }: Description): string[] {
  const { enum: known } = (components.schemas['ClientError']?.properties?.['code'] ?? {}) as { readonly enum?: string[] };
  if (known === undefined) throw new Error('the description has no list of codes');
  return known;
}

function takeAttributes({ paths }: Description, path: string): JsonObject {
  const schema = paths[path]?.['post']?.requestBody?.content['multipart/form-data']?.schema;
  const properties = schema?.properties as Record<string, unknown> | undefined;
  const found = properties?.['attributes'];
  if (properties === undefined || typeof found !== 'object') throw new Error(`${path} takes no attributes`);
  properties['attributes'] = { type: 'string' };
  // Parsed from JSON.
  return found as JsonObject;
}

async function faultsOfForm(request: Request, schema: JsonObject): Promise<readonly string[]> {
  const form = await request.formData();
  const names = [...form.keys()];
  const value: unknown = JSON.parse(String(form.get('attributes')));
  const { errors } = new Validator(schema, '7', false).validate(value);
  const unknown = Object.keys(value as object).filter((name) => !Object.hasOwn(schema['properties'] as object, name));
  return [
    ...(names.join() === 'attributes,file' ? [] : [`the parts are ${names.join()}`]),
    ...errors.map(({ error }) => `attributes: ${error}`),
    ...unknown.map((name) => `unknown in attributes: ${name}`),
  ];
}
