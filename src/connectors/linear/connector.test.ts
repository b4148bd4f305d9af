import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../../testing/failure.ts';
import { fetchAs } from '../../../testing/services/gate.ts';
import { type Linear, rateLimited, startLinear } from '../../../testing/services/linear/linear.ts';
import { ownSchema } from '../../../testing/services/linear/own-schema.ts';
import { atEndpoints } from '../../connector-kit/index.ts';
import { callTool, testConnector } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';
import linear from './connector.ts';

const service: Linear = await startLinear({ sdl: ownSchema });
const connector = atEndpoints(linear, { baseUrl: service.url });
const everything = ['read', 'write'];
let grace: typeof globalThis.fetch;
let ben: typeof globalThis.fetch;

beforeAll(() => {
  grace = fetchAs(service.gate.issue('grace@halden.example', everything));
  ben = fetchAs(service.gate.issue('ben@halden.example', everything));
});
beforeEach(() => void service.gate.faults.splice(0));
afterAll(() => service.close());

const as =
  (fetch: () => typeof globalThis.fetch) =>
  async (name: string, input: JsonObject = {}) => {
    const { structuredContent, isError, content } = await callTool(connector, { name, input, fetch: fetch() });
    if (isError === true) throw new Error(JSON.stringify(content));
    return structuredContent as Record<string, unknown>;
  };
const asGrace = as(() => grace);
const asBen = as(() => ben);

describe('the shared suite', () => {
  testConnector(connector, { fetch: (input, init) => grace(input, init), writes: true });
});

describe('people see what is theirs', () => {
  test('get_profile names the person and the workspace', async () => {
    expect(await asBen('get_profile')).toEqual({
      id: '00000000-0000-4000-8000-000000000022',
      name: 'Ben 田中',
      email: 'ben@halden.example',
      workspace: 'Halden Optics',
      workspaceUrl: 'https://linear.app/halden',
    });
  });

  test('a private team is there for its members, and for nobody else', async () => {
    expect((await asGrace('list_teams'))['entries']).toMatchObject([{ key: 'ENG' }, { key: 'BRD' }]);
    expect((await asBen('list_teams'))['entries']).toMatchObject([{ key: 'ENG' }]);
    expect(await asGrace('get_issue', { id: 'BRD-4' })).toMatchObject({ issue: { title: 'Sell the company' } });
    await expect(asBen('get_issue', { id: 'BRD-4' })).rejects.toThrow(/nothing under this id, or this account may not see it/);
  });

  test('filters narrow by person, status, label, project and team', async () => {
    const titles = async (filters: JsonObject) =>
      ((await asBen('list_issues', filters))['entries'] as { identifier: string }[]).map(({ identifier }) => identifier);
    expect(await titles({ assignee: 'me' })).toEqual(['ENG-2']);
    expect(await titles({ assignee: 'grace@HALDEN.example', team: 'eng' })).toContain('ENG-1');
    expect(await titles({ statusType: 'completed' })).toEqual(['ENG-3']);
    expect(await titles({ status: 'in progress', label: 'bug 🐞', projectId: '00000000-0000-4000-8000-000000000201' })).toEqual(['ENG-1']);
    expect(await titles({ team: 'NONE' })).toEqual([]);
  });
});

describe('reading', () => {
  test('pages follow each other to the end and never hold more than asked for', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Record<string, unknown> = await asGrace('list_issues', { limit: 2, ...(cursor === null ? {} : { cursor }) });
      const entries = page['entries'] as { identifier: string }[];
      expect(entries.length).toBeLessThanOrEqual(2);
      seen.push(...entries.map(({ identifier }) => identifier));
      cursor = page['nextCursor'] as string | null;
    } while (cursor !== null);
    expect(seen).toHaveLength(service.company.issues.length);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('a page cursor that Linear does not know is refused, and says so', async () => {
    await expect(asGrace('list_issues', { cursor: 'stale' })).rejects.toThrow(/did not accept the request/);
  });

  test('search finds issues by their comments too, and fetch gives them with what was said', async () => {
    const { results } = (await asBen('search', { query: 'twice' })) as { results: { id: string; title: string }[] };
    expect(results).toMatchObject([{ title: 'ENG-1 Calibration drifts — Größe 日本 🎉' }]);
    const fetched = await asBen('fetch', { id: results[0]?.id ?? '' });
    expect(fetched['text']).toContain('It **drifts** by 2 µm.');
    expect(fetched['text']).toContain('Seen **twice** today.');
    const kinds = ((await asBen('search', { query: 'calibration' }))['results'] as { id: string }[]).map(({ id }) => id.split(':')[0]);
    expect(new Set(kinds)).toEqual(new Set(['issue', 'project', 'document']));
  });

  test('fetch gives projects and documents, and refuses an id of another kind', async () => {
    expect(await asBen('fetch', { id: 'document:00000000-0000-4000-8000-000000000401' })).toMatchObject({
      title: 'Calibration handbook',
      text: '# Calibration\n\nWarm up first.',
    });
    expect((await asBen('fetch', { id: 'project:00000000-0000-4000-8000-000000000201' }))['text']).toContain('Calibration within 30 s.');
    await expect(asBen('fetch', { id: 'constructor:1' })).rejects.toThrow(/begins with issue:/);
  });
});

describe('writing', () => {
  test('an issue is created in the name of the person, changed, and commented on', async () => {
    const { issue } = (await asBen('create_issue', {
      teamId: '00000000-0000-4000-8000-000000000011',
      title: 'Objektiv prüfen 🔭',
      description: 'Mit **Lupe**',
      priority: 1,
    })) as { issue: { id: string; identifier: string } };
    expect(issue).toMatchObject({ title: 'Objektiv prüfen 🔭', priority: 'Urgent', status: { name: 'Todo' } });
    expect(await asBen('get_issue', { id: issue.identifier })).toMatchObject({ issue: { creator: { name: 'Ben 田中' } } });
    await asBen('update_issue', {
      id: issue.id,
      stateId: '00000000-0000-4000-8000-000000000033',
      assigneeId: '00000000-0000-4000-8000-000000000021',
    });
    expect(await asBen('get_issue', { id: issue.id })).toMatchObject({
      issue: { status: { name: 'Done' }, assignee: { name: 'Grace Ågren' }, description: 'Mit **Lupe**' },
    });
    await asGrace('create_comment', { issueId: issue.id, body: 'Schön.' });
    expect((await asBen('list_comments', { issueId: issue.id }))['entries']).toMatchObject([
      { body: 'Schön.', user: { name: 'Grace Ågren' } },
    ]);
  });

  test('a project is created and changed; a label is found again', async () => {
    const { project } = (await asBen('create_project', { name: 'Wärme', teamIds: ['00000000-0000-4000-8000-000000000011'] })) as {
      project: { id: string };
    };
    await asBen('update_project', { id: project.id, targetDate: '2027-01-31', content: '# Warm' });
    expect(await asBen('get_project', { id: project.id })).toMatchObject({
      project: { name: 'Wärme', targetDate: '2027-01-31', content: '# Warm', teams: { nodes: [{ name: 'Engineering' }] } },
    });
    await asBen('create_issue_label', { name: 'Wärme', color: '#4cb782' });
    expect((await asBen('list_issue_labels', { query: 'wärme' }))['entries']).toMatchObject([{ name: 'Wärme', team: null }]);
  });

  test('a team that the person does not see takes no issue', async () => {
    await expect(asBen('create_issue', { teamId: '00000000-0000-4000-8000-000000000012', title: 'x' })).rejects.toThrow(
      /nothing under this id/,
    );
  });
});

describe("what Linear says in GraphQL's way means the same as in HTTP's", () => {
  test('HTTP 400 with RATELIMITED is a rate limit: a read waits and is repeated, a write fails and says so', async () => {
    service.gate.faults.push(() => rateLimited(Date.now() - 1000));
    const before = service.gate.seen.length;
    expect(await asBen('get_profile')).toMatchObject({ name: 'Ben 田中' });
    expect(service.gate.seen.length).toBe(before + 2);
    service.gate.faults.push(() => rateLimited(Date.now() + 3_600_000));
    expect(await failureOf(asBen('get_profile'))).toMatchObject({
      code: 'upstream.http-error',
      message: expect.stringContaining('limits the rate'),
    });
    service.gate.faults.push(() => rateLimited(Date.now() - 1000));
    expect(await failureOf(asBen('create_comment', { issueId: 'ENG-1', body: 'x' }))).toMatchObject({ detail: { httpStatus: 429 } });
  });

  test('a scope that is missing asks for more permissions, and names them', async () => {
    const reader = as(() => fetchAs(service.gate.issue('ben@halden.example', ['read'])));
    expect(await failureOf(reader('create_comment', { issueId: 'ENG-1', body: 'x' }))).toMatchObject({
      code: 'connection.scope-required',
      detail: { scopes: ['read', 'comments:create'] },
    });
  });

  test('an unknown token is 401, trouble of its own is repeated by reads only', async () => {
    expect(await failureOf(as(() => fetchAs('unknown'))('get_profile'))).toMatchObject({ detail: { httpStatus: 401 } });
    service.gate.faults.push(new Response('bad gateway', { status: 502 }), new Response(null, { status: 503 }));
    expect(await asBen('get_profile')).toMatchObject({ name: 'Ben 田中' });
    service.gate.faults.push(new Response(null, { status: 503 }));
    expect(await failureOf(asBen('create_comment', { issueId: 'ENG-1', body: 'x' }))).toMatchObject({ detail: { httpStatus: 503 } });
  });

  test('errors beside data at HTTP 200 are failures too', async () => {
    const errors = [{ message: 'Something broke', extensions: { type: 'internal error' } }];
    service.gate.faults.push(...Array.from({ length: 4 }, () => () => Response.json({ data: { viewer: null }, errors })));
    expect(await failureOf(asBen('get_profile'))).toMatchObject({ code: 'upstream.http-error', detail: { httpStatus: 500 } });
  });
});
