import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LinearClient } from '@linear/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGate, fetchAs } from '../../../testing/services/gate.ts';
import { type Linear, startLinear } from '../../../testing/services/linear/linear.ts';
import { type ReadyMade, startReadyMade } from '../../../testing/services/ready-made.ts';
import { type SignIn, startSignIn } from '../../../testing/services/sign-in.ts';
import { atEndpoints } from '../../connector-kit/index.ts';
import { callTool } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';
import linear from './connector.ts';

const schemaFile = join(import.meta.dirname, '../../../../shared/specs/linear.schema.graphql');
const client = { id: 'lin_client', secret: 'lin+secret/with signs' };
const redirect = 'http://127.0.0.1:3900/connector_platform_oauth_redirect';
const scopes = ['read', 'write', 'issues:create', 'comments:create'];

describe.skipIf(!existsSync(schemaFile))("Linear's own schema (skipped: no shared data, where it is absent)", () => {
  let service: Linear;
  let signInPage: SignIn;
  let whole: ReadyMade;
  const gate = createGate();

  beforeAll(async () => {
    signInPage = await startSignIn({
      vendor: 'linear',
      gate,
      scopes,
      seed: {
        linear: {
          users: [
            { email: 'grace@halden.example', name: 'Grace Ågren' },
            { email: 'ben@halden.example', name: 'Ben 田中' },
          ],
          oauth_apps: [
            { client_id: client.id, client_secret: client.secret, name: 'Patchbay', redirect_uris: [redirect], scopes, actor: 'user' },
          ],
        },
      },
    });
    service = await startLinear({ sdl: readFileSync(schemaFile, 'utf8'), gate, before: (request) => signInPage.answer(request) });
    whole = await startReadyMade({
      builtin: 'linear',
      client,
      services: {
        baseUrl: service.url,
        authorizationUrl: `${service.url}/oauth/authorize`,
        tokenUrl: `${service.url}/oauth/token`,
        revocationUrl: `${service.url}/oauth/revoke`,
      },
    });
  });
  afterAll(async () => {
    await whole.close();
    await service.close();
    await signInPage.close();
  });

  test('every query that a tool sends is valid, and its answer fits the tool', async () => {
    const connector = atEndpoints(linear, { baseUrl: service.url });
    const fetch = fetchAs(gate.issue('grace@halden.example', ['read', 'write']));
    for (const tool of linear.tools) {
      const { isError, content } = await callTool(connector, { name: tool.name, input: tool.examples[0]?.input as JsonObject, fetch });
      expect(isError, `${tool.name}: ${JSON.stringify(content)}`).not.toBe(true);
    }
    const every: JsonObject = {
      team: 'ENG',
      assignee: 'grace@halden.example',
      status: 'In Progress',
      statusType: 'started',
      projectId: '00000000-0000-4000-8000-000000000201',
      cycleId: '00000000-0000-4000-8000-000000000051',
      label: 'Bug 🐞',
      updatedSince: '-P36500D',
    };
    const { structuredContent } = await callTool(connector, { name: 'list_issues', input: every, fetch });
    expect(structuredContent).toMatchObject({ entries: [{ identifier: 'ENG-1' }] });
    for (const [name, input] of [
      ['list_projects', { query: 'cold', team: 'ENG', lead: 'me' }],
      ['list_documents', { query: 'hand', projectId: '00000000-0000-4000-8000-000000000201' }],
      ['list_issue_labels', { query: 'none', team: 'ENG' }],
      ['search_issues', { query: 'calibration', team: 'ENG' }],
    ] as const)
      expect((await callTool(connector, { name, input, fetch })).structuredContent, name).toHaveProperty('entries');
  });

  test("the double is Linear as Linear's own client knows it", async () => {
    const sdk = new LinearClient({ accessToken: gate.issue('grace@halden.example', ['read', 'write']), apiUrl: `${service.url}/graphql` });
    expect((await sdk.viewer).email).toBe('grace@halden.example');
    expect((await sdk.users()).nodes.map(({ name }) => name)).toEqual(['Grace Ågren', 'Ben 田中']);
    const issue = await sdk.issue('ENG-1');
    expect(issue.title).toContain('Größe 日本 🎉');
    expect((await issue.comments()).nodes.map(({ body }) => body)).toContain('Seen **twice** today.');
    const created = await sdk.createIssue({ teamId: '00000000-0000-4000-8000-000000000011', title: 'By the SDK' });
    expect((await created.issue)?.title).toBe('By the SDK');
    const denied = new LinearClient({ accessToken: gate.issue('ben@halden.example', ['read']), apiUrl: `${service.url}/graphql` });
    await expect(denied.createComment({ issueId: issue.id, body: 'x' })).rejects.toMatchObject({ type: 'Forbidden' });
    await expect(new LinearClient({ accessToken: 'unknown', apiUrl: `${service.url}/graphql` }).viewer).rejects.toMatchObject({
      type: 'AuthenticationError',
    });
  });

  test('through the whole program: sign in, read, step up, write with approval, renew after 401', async () => {
    expect(await whole.signIn({ email: 'ben@halden.example' })).toContain('data-outcome="connected"');
    expect(signInPage.authorizations.at(-1)?.get('scope')).toBe('read');
    expect(await whole.call('get_profile')).toMatchObject({
      kind: 'completed',
      result: { structuredContent: { name: 'Ben 田中', workspace: 'Halden Optics' } },
    });

    await whole.patchbay.api.call('changeTool', { path: { id: 'linear', tool: 'create_issue' }, body: { enabled: true } });
    const input = { teamId: '00000000-0000-4000-8000-000000000011', title: 'Über das ganze Programm 🎉' };
    expect(await whole.callApproved('create_issue', input)).toMatchObject({ kind: 'authorization_required' });
    expect(await whole.signIn({ email: 'ben@halden.example', scopes: ['issues:create'] })).toContain('data-outcome="connected"');
    expect(signInPage.authorizations.at(-1)?.get('scope')?.split(/[ ,]/).sort()).toEqual(['issues:create', 'read']);
    expect(await whole.callApproved('create_issue', input)).toMatchObject({ kind: 'completed' });
    expect(service.company.issues.at(-1)).toMatchObject({ title: input.title, creator: { name: 'Ben 田中' } });

    gate.tokens.expireAccessTokens();
    const before = gate.seen.length;
    expect(await whole.call('list_issues', { assignee: 'me' })).toMatchObject({ kind: 'completed' });
    expect(gate.seen.length).toBe(before + 2);
  });
});
