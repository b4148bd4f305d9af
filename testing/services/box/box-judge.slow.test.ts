import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atEndpoints } from '../../../src/connector-kit/index.ts';
import { callTool } from '../../../src/connector-kit/testing.ts';
import box from '../../../src/connectors/box/connector.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import { type Box, startBox } from './box.ts';
import { type BoxJudge, boxDescription, startBoxJudge } from './judge.ts';
import { boxScopes } from './sign-in.ts';

const cases = box.tools.flatMap((tool) => tool.examples.map((example) => [tool.name, example.title, example.input as JsonObject] as const));

const hasDescription = existsSync(boxDescription);
test.skipIf(hasDescription)('the description is skipped: no shared data', () => expect(hasDescription).toBe(false));

describe.skipIf(!hasDescription)("Box's description of its API has nothing to say against", () => {
  let service: Box;
  let judge: BoxJudge;
  beforeAll(async () => {
    service = await startBox();
    judge = await startBoxJudge(service);
  });
  afterAll(async () => {
    await judge?.close();
    await service?.close();
  });

  const call = (name: string, input: JsonObject) => {
    const token = service.gate.issue('ada@halden.example', boxScopes);
    const fetch: typeof globalThis.fetch = (to, init) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token}`);
      return judge.fetch(to, { ...init, headers });
    };
    const connector = atEndpoints(box, { baseUrl: `${service.url}/2.0`, otherOrigins: [service.uploadUrl] });
    return callTool(connector, { name, input, fetch });
  };

  test.each(cases)('%s: %s', async (name, _title, input) => {
    const before = judge.violations.length;
    const { isError, content } = await call(name, input);
    expect(judge.violations.slice(before)).toEqual([]);
    expect(isError, JSON.stringify(content)).not.toBe(true);
  });

  test.each([
    ['an item that is not there', 'get_file_details', { fileId: '1' }],
    ['a folder of that name', 'create_folder', { name: 'empty' }],
    ['a file of that name', 'copy_file', { fileId: '2001', toFolderId: '1001' }],
    ['an upload of that name', 'upload_file', { folderId: '1001', name: 'film.pdf', content: 'x' }],
    ['a name that Box does not take', 'create_folder', { name: '..' }],
    ['another state', 'upload_file_version', { fileId: '2004', content: 'x', etag: '7' }],
    ['a cursor of somewhere else', 'list_folder_items', { cursor: 'stale' }],
  ])('%s is refused as it says', async (_what, name, input) => {
    const before = judge.violations.length;
    const outcome = await call(name, input).then(
      ({ isError }) => isError,
      () => true,
    );
    expect(outcome).toBe(true);
    expect(judge.violations.slice(before)).toEqual([]);
  });

  test('the judge is awake: it objects to a wrong type, a wrong name and an answer that is not described', async () => {
    const before = judge.violations.length;
    const authorization = `Bearer ${service.gate.issue('ada@halden.example', boxScopes)}`;
    const send = (path: string, body?: unknown) =>
      judge.fetch(`${service.url}/2.0${path}`, {
        headers: { authorization, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
    await send('/folders', { name: 7, parent: { id: '0' } });
    await send('/folders', { name: 'x', parent: { id: '0' }, nmae: 'x' });
    await send('/folders/0/items?limit=many');
    service.gate.faults.push(Response.json({ id: '101', type: 'user', login: 7, lgin: 'x' }));
    await send('/users/me');
    const form = new FormData();
    form.append('attributes', JSON.stringify({ nmae: 'x', parent: { id: '0' } }));
    form.append('file', new Blob(['x']), 'x');
    await judge.fetch(`${service.uploadUrl}/api/2.0/files/content`, { method: 'POST', headers: { authorization }, body: form });
    expect(judge.violations.slice(before)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('name must be string'),
        expect.stringContaining('unknown in the request: .nmae'),
        expect.stringContaining('limit must be integer'),
        expect.stringContaining('login must be string'),
        expect.stringContaining('unknown in the answer: .lgin'),
        expect.stringContaining('unknown in attributes: nmae'),
      ]),
    );
  });

  test('every way of asking was judged', () => {
    expect([...judge.judged].toSorted()).toEqual([
      'GET /files/:id',
      'GET /files/:id/comments',
      'GET /files/:id/content',
      'GET /folders/:id/items',
      'GET /search',
      'GET /users/me',
      'POST /comments',
      'POST /files/:id/content',
      'POST /files/:id/copy',
      'POST /files/content',
      'POST /folders',
      'PUT /files/:id',
      'PUT /folders/:id',
    ]);
  });
});
