import { expect, test } from 'vitest';
import { createConnector } from '../../contract/requests.ts';
import { checkDraft, draftAuth, emptyDraft, requestOf, splitCommand } from './connector-draft.ts';

const remote = { ...emptyDraft, name: 'Sentinel', url: 'https://sentinel.microsoft.com/mcp', trusted: true };

test('every way to sign in makes a request that the contract takes', () => {
  for (const kind of ['none', 'oauth', 'mixed', 'header'] as const) {
    const request = requestOf({ ...remote, auth: { ...remote.auth, kind, clientId: ' id ', scopes: 'a b,c', omitResource: true } });
    expect(createConnector.parse(request).auth.kind).toBe(kind);
  }
  expect(requestOf({ ...remote, auth: { ...remote.auth, clientId: ' id ', scopes: 'a b,c' } }).auth).toMatchObject({
    oauth: { clientId: 'id', scopes: ['a', 'b', 'c'] },
  });
});

test('an empty client secret is not sent, so that a stored one stays', () => {
  expect(JSON.stringify(requestOf(remote))).not.toContain('clientSecret');
});

test('a command is cut into words without a shell', () => {
  expect(splitCommand(`npx -y "a b" 'c d' e\\f`)).toEqual(['npx', '-y', 'a b', 'c d', 'e\\f']);
});

test('a local command carries its environment', () => {
  const request = requestOf({ ...emptyDraft, name: 'Files', place: 'stdio', command: 'npx server /srv', environment: 'KEY=a=b\n\nOTHER=' });
  expect(createConnector.parse(request).origin).toMatchObject({
    command: 'npx',
    arguments: ['server', '/srv'],
    environment: { KEY: 'a=b', OTHER: '' },
  });
});

test('what is missing is named', () => {
  expect([...checkDraft(emptyDraft).keys()]).toEqual(['name', 'url']);
  expect([...checkDraft({ ...emptyDraft, place: 'stdio', environment: 'nonsense' }).keys()]).toEqual(['name', 'command', 'environment']);
  expect(checkDraft({ ...remote, url: 'javascript:alert(1)' }).has('url')).toBe(true);
  expect(checkDraft(remote).size).toBe(0);
});

test('a connector’s settings come back as the form had them', () => {
  const oauth = { registration: 'static', clientId: 'id', scopes: ['a', 'b'], omitResource: true, hasClientSecret: true } as const;
  expect(draftAuth({ kind: 'oauth', oauth: { ...oauth, scopes: [...oauth.scopes] } })).toMatchObject({
    registration: 'static',
    clientId: 'id',
    scopes: 'a b',
    omitResource: true,
    clientSecret: '',
  });
});
