import { expect, test } from 'vitest';
import { readServerFile } from './import-file.ts';

const read = (value: unknown, names?: readonly string[]) =>
  readServerFile(typeof value === 'string' ? value : JSON.stringify(value), { trusted: true, names });

test('claude_desktop_config.json: a local command with arguments and environment', () => {
  expect(read({ mcpServers: { files: { command: 'npx', args: ['-y', 'server', '/srv'], env: { LEVEL: 3 } } } })).toMatchObject([
    {
      kind: 'connector',
      connector: {
        name: 'files',
        trusted: true,
        origin: { kind: 'stdio', command: 'npx', arguments: ['-y', 'server', '/srv'], environment: { LEVEL: '3' } },
        auth: { kind: 'none' },
      },
    },
  ]);
});

test('.mcp.json: remote servers, their transport, and one header that becomes the credential', () => {
  expect(
    read({
      mcpServers: {
        a: { type: 'sse', url: 'https://a.example/sse' },
        b: { type: 'http', url: 'https://b.example/mcp', headers: { 'X-Key': 'k' } },
      },
    }),
  ).toMatchObject([
    { connector: { origin: { kind: 'remote', url: 'https://a.example/sse', transport: 'sse' }, auth: { kind: 'none' } }, header: null },
    {
      connector: { origin: { transport: 'streamable-http' }, auth: { kind: 'header', headerName: 'X-Key', prefix: '' } },
      header: { name: 'X-Key', value: 'k' },
    },
  ]);
});

test('VS Code mcp.json: comments and trailing commas are taken, and addresses with two slashes survive', () => {
  const text = '{\n  // local\n  "servers": { "one": { "url": "https://one.example/mcp", /* note */ }, },\n}';
  expect(read(text)).toMatchObject([{ connector: { origin: { url: 'https://one.example/mcp' } } }]);
});

test.each([
  ['an editor input', { command: 'run', args: ['${input:token}'] }, '${input:token}'],
  ['two headers', { url: 'https://x.example', headers: { A: '1', B: '2' } }, 'more than one header'],
  ['neither command nor address', { note: 'hello' }, 'neither a command nor an http address'],
  ['an address that is not http', { url: 'ftp://x.example' }, 'neither a command nor an http address'],
  ['no server at all', 'nothing', 'not a server'],
])('%s is skipped with the reason', (_name, server, reason) => {
  expect(read({ mcpServers: { x: server } })).toMatchObject([{ kind: 'skipped', name: 'x', reason: expect.stringContaining(reason) }]);
});

test('names pick some of the file', () => {
  const file = { mcpServers: { a: { command: 'a' }, b: { command: 'b' } } };
  expect(read(file, ['b'])).toMatchObject([{ connector: { name: 'b' } }]);
});

test.each(['', 'not json', '[]', '{"other": {}}'])('%o is called unreadable', (text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'connector.import-unreadable' }));
});
