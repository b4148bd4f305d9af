import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import type { NewConnector } from './registry.ts';

export type ImportedServer =
  | {
      readonly kind: 'connector';
      readonly connector: NewConnector /** The Authorization value (or other header) the file held. */;
      readonly header: { readonly name: string; readonly value: string } | null;
    }
  | { readonly kind: 'skipped'; readonly name: string; readonly reason: string };

const server = z.looseObject({
  type: z.string().optional(),
  command: z.string().optional(),
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
  cwd: z.string().optional(),
  url: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  disabled: z.boolean().default(false),
});
const servers = z.record(z.string(), z.unknown());
const file = z.union([
  z.looseObject({ mcpServers: servers }).transform((found) => found.mcpServers),
  z.looseObject({ servers }).transform((found) => found.servers),
]);

/**
 * Reads claude_desktop_config.json and .mcp.json (`mcpServers`) or VS Code's mcp.json (`servers`), comments allowed.
 * Each server becomes a connector or is skipped with the reason. Throws `connector.import-unreadable`.
 */
export function readServerFile(
  text: string,
  { names, trusted }: { readonly names?: readonly string[] | undefined; readonly trusted: boolean },
): readonly ImportedServer[] {
  const found = parseFile(text);
  return Object.entries(found)
    .filter(([name]) => names === undefined || names.includes(name))
    .map(([name, value]) => toConnector(name, { value, trusted }));
}

function parseFile(text: string): Record<string, unknown> {
  try {
    return file.parse(JSON.parse(stripComments(text)));
  } catch (cause) {
    throw new AppError('connector.import-unreadable', { cause });
  }
}

function toConnector(name: string, { value, trusted }: { readonly value: unknown; readonly trusted: boolean }): ImportedServer {
  const skipped = (reason: string) => ({ kind: 'skipped', name, reason }) as const;
  const parsed = server.safeParse(value);
  if (!parsed.success) return skipped('Its entry is not a server: it has neither a command nor a url in the known form.');
  const { command, args, env, cwd, url, headers, type } = parsed.data;
  const placeholder = [command, url, ...args, ...Object.values(env), ...Object.values(headers)].find(
    (part) => part !== undefined && /\$\{(input|env):?[^}]*\}/.test(part),
  );
  if (placeholder !== undefined)
    return skipped(
      `It uses ${/\$\{[^}]*\}/.exec(placeholder)?.[0]}, which only the editor can fill in. Replace it by its value and import again.`,
    );
  const shared = {
    name,
    description: '',
    iconUrl: null,
    limits: { callTimeoutSeconds: null, maxResultBytes: null, maxConcurrentCalls: null },
    trusted,
  };
  if (command !== undefined) {
    return {
      kind: 'connector',
      header: null,
      connector: {
        ...shared,
        origin: { kind: 'stdio', command, arguments: args, environment: env, workingDirectory: cwd ?? null },
        auth: { kind: 'none' },
      },
    };
  }
  if (url === undefined || !/^https?:\/\//.test(url)) return skipped('It has neither a command nor an http address.');
  const [header, ...more] = Object.entries(headers);
  if (more.length > 0) return skipped('It needs more than one header; one can be kept per connector. Add it by hand.');
  return {
    kind: 'connector',
    header: header === undefined ? null : { name: header[0], value: header[1] },
    connector: {
      ...shared,
      origin: {
        kind: 'remote',
        url,
        transport: type === 'sse' ? 'sse' : type === 'http' || type === 'streamable-http' ? 'streamable-http' : 'auto',
      },
      auth: header === undefined ? { kind: 'none' } : { kind: 'header', headerName: header[0], prefix: '' },
    },
  };
}

/** JSON with comments and trailing commas, as VS Code writes it; strings are left alone. */
function stripComments(text: string): string {
  const withoutComments = text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, quoted: string | undefined) => quoted ?? '');
  return withoutComments.replace(
    /("(?:[^"\\]|\\.)*")|,(\s*[}\]])/g,
    (_, quoted: string | undefined, closing: string | undefined) => quoted ?? closing ?? '',
  );
}
