import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphUrl } from '../../../src/connector-kit/index.ts';
import { serve } from '../../servers/serve.ts';
import { type Description, type Operation, schemasOf, unknownNames } from '../described.ts';
import { startPrism } from '../prism.ts';

export const graphDescription = join(import.meta.dirname, '../../../../shared/specs/microsoft-graph-v1.0.openapi.json');

/** What the description, made from the service's data model, says otherwise than the reference for people does. */
export const departures = {
  /** Status codes that the reference gives and the description does not: reference, then description, and what is answered. */
  statuses: [
    ['POST', '/me/sendMail', 202, 204],
    ['POST', '/me/messages/:id/createReply', 201, 200],
    ['POST', '/me/messages/:id/createReplyAll', 201, 200],
    ['POST', '/me/messages/:id/createForward', 201, 200],
    ['POST', '/me/messages/:id/reply', 202, 204],
    ['POST', '/me/messages/:id/replyAll', 202, 204],
    ['POST', '/me/messages/:id/move', 201, 200],
    ['PATCH', '/me/messages/:id', 200, 204, 'microsoft.graph.message'],
    ['PATCH', '/me/events/:id', 200, 204, 'microsoft.graph.event'],
    ['POST', '/me/events/:id/accept', 202, 204],
    ['POST', '/me/events/:id/tentativelyAccept', 202, 204],
    ['POST', '/me/events/:id/decline', 202, 204],
    ['POST', '/me/events/:id/cancel', 202, 204],
    ['PATCH', '/drives/:id/items/:id', 200, 204, 'microsoft.graph.driveItem'],
    ['POST', '/drives/:id/items/:id/copy', 202, 200],
    ['POST', '/drives/:id/items/:id/createLink', 201, 200],
  ],
  /** Bodies that it takes for files, although they are JSON. */
  bodies: [['POST', '/me/messages', 'microsoft.graph.message-create']],
  /** Parts of objects whose types it leaves out: chatMessageInfo, and identity. */
  names: ['lastMessagePreview', 'user'],
  /** What is not in it. */
  missing: [
    ['GET', '/me/messages/:id/attachments/:id/$value'],
    ['GET', '/me/calendars/:id/calendarView'],
    ['POST', '/me/calendars/:id/events'],
    ['POST', '/search/query'],
    ['GET', '/sites/:id:/sites/:id'],
    ['GET', '/drives/:id/items/:id/content'],
    ['GET', '/shares/:id/driveItem'],
    ['GET', '/shares/:id/driveItem/content'],
    ['PUT', '/drives/:id/items/:id/content'],
    ['PUT', '/drives/:id/items/:id:/:id:/content'],
    ['POST', '/drives/:id/items/:id/children'],
  ],
} as const;

export type GraphJudge = {
  /** Sends a request of a connector through Prism to the double. */
  fetch(input: Request): Promise<Response>;
  readonly violations: readonly string[];
  /** Rows of `departures` that were of use. */
  readonly used: ReadonlySet<string>;
  /** Requests that Prism judged. */
  readonly judged: number;
  close(): Promise<void>;
};

/** Prism between the connectors and the double: Microsoft's own description of Graph judges what both say. */
export async function startGraphJudge(handle: (request: Request) => Promise<Response>): Promise<GraphJudge> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-graph-'));
  const description: Description = JSON.parse(readFileSync(graphDescription, 'utf8'));
  const used = new Set<string>();
  const violations: string[] = [];
  let judged = 0;
  for (const [method, path, schema] of departures.bodies) {
    const { requestBody } = operationAt(description, { method, path });
    if (requestBody === undefined) throw new Error(`${method} ${path} has no body`);
    requestBody.content = { 'application/json': { schema: refTo(schema) } };
  }
  for (const [method, path, status, described, schema] of departures.statuses) {
    const operation = operationAt(description, { method, path });
    const { [described]: response, ...others } = operation.responses;
    if (response === undefined) throw new Error(`${method} ${path} does not answer ${described}`);
    const body = schema === undefined ? response.content : { 'application/json': { schema: refTo(schema) } };
    // 202: it has begun, and there is nothing to show yet.
    const answered =
      status === 202 || body === undefined
        ? { description: 'As the reference has it' }
        : { description: 'As the reference has it', content: body };
    operation.responses = { ...others, [status]: answered };
  }
  const file = join(folder, 'graph.json');
  writeFileSync(file, JSON.stringify(description));

  const double = await serve(handle);
  const prism = await startPrism(file, `${double.url}/v1.0`);

  return {
    fetch: async (request) => {
      // Where files are downloaded from is no part of Graph.
      if (!request.url.startsWith(graphUrl)) return handle(request);
      const missing = departures.missing.find(([method, path]) => fits(request, { method, path }));
      if (missing !== undefined) {
        used.add(nameOf(missing));
        return handle(request);
      }
      const where = `${request.method} ${request.url.slice(graphUrl.length)}`;
      const url = request.url.replace(graphUrl, prism.url);
      const body = request.method === 'GET' ? null : await request.text();
      const response = await fetch(url, { method: request.method, headers: request.headers, body, redirect: 'manual' });
      judged += 1;
      const departure = departures.statuses.find(([method, path, status]) => fits(request, { method, path }) && response.status === status);
      if (departure !== undefined) used.add(nameOf(departure));
      const said = response.headers.get('sl-violations');
      if (said !== null) violations.push(`${where}: ${said}`);
      if (response.headers.get('content-type')?.includes('problem+json') === true)
        violations.push(`${where}: ${await response.clone().text()}`);
      const path = new URL(request.url).pathname.replace(/^\/v1\.0/, '');
      const schemas = schemasOf(description, { method: request.method, path, status: response.status });
      for (const [what, schema, text] of [
        ['request', schemas.request, body ?? ''],
        ['answer', schemas.answer, await response.clone().text()],
      ] as const)
        if (schema !== null && text !== '')
          for (const name of unknownNames(description, { schema, text })) {
            const left = departures.names.find((each) => name.endsWith(`.${each}`));
            if (left === undefined) violations.push(`${where}: unknown in the ${what}: ${name}`);
            else used.add(left);
          }
      return response;
    },
    violations,
    used,
    get judged() {
      return judged;
    },
    close: async () => {
      await prism.close();
      await double.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Place = { readonly method: string; readonly path: string };

const refTo = (schema: string) => ({ $ref: `#/components/schemas/${schema}` });

function operationAt({ paths }: Description, { method, path }: Place): Operation {
  const known = Object.entries(paths).find(([pattern]) => pattern.replaceAll(/\{\w+\}/g, ':id') === path);
  const operation = known?.[1][method.toLowerCase()];
  if (operation === undefined) throw new Error(`the description has no ${method} ${path}`);
  return operation;
}

export const nameOf = (row: readonly unknown[]) => row.join(' ');

function fits(request: Request, { method, path }: Place): boolean {
  const pattern = path.replaceAll('$', '\\$').replaceAll(':id', '[^/]+');
  return request.method === method && new RegExp(`^/v1\\.0${pattern}$`).test(new URL(request.url).pathname);
}
