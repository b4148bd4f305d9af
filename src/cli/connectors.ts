import { type Command, Option } from 'commander';
import type { ApiClient } from '../contract/client.ts';
import type { RouteBodyInput } from '../contract/routes.ts';
import { readSettings } from './builtin-settings.ts';
import { writeNewConnector } from './new-connector.ts';
import { columns, print } from './output.ts';

import { type CommandSurroundings, outputOf } from './surroundings.ts';
import { readTextFile } from './text-file.ts';

type AddOptions = {
  readonly url?: string;
  readonly command?: string;
  readonly builtin?: string;
  readonly set: readonly string[];
  readonly arg: readonly string[];
  readonly env: readonly string[];
  readonly auth: 'none' | 'oauth' | 'mixed' | 'header';
  readonly header: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly scope: readonly string[];
  readonly omitResource: boolean;
  readonly transport: 'auto' | 'streamable-http' | 'sse';
  readonly description: string;
  readonly trust: boolean;
};

const collect = (value: string, before: readonly string[]) => [...before, value];

/** `patchbay connectors list|add|new|remove|import` and `patchbay connect NAME`. */
export function addConnectorCommands(program: Command, surroundings: CommandSurroundings): void {
  const connectors = program.command('connectors').description('list, add, remove and import connectors');

  connectors
    .command('list')
    .description('every connector with its status')
    .action(async (_options, command: Command) => {
      const { connectors: found } = await (await surroundings.api()).call('listConnectors');
      print(outputOf(command, surroundings), found, () =>
        found.length === 0
          ? ['No connectors yet. Add one: patchbay connectors add NAME --url URL --trust']
          : columns([
              ['NAME', 'STATUS', 'TOOLS', 'LOCATION'],
              ...found.map((connector) => [connector.slug, connector.status, String(connector.toolCount), connector.location]),
            ]),
      );
    });

  connectors
    .command('add <name>')
    .description('add a remote MCP server (--url), a local command (--command) or one that comes with Patchbay (--builtin)')
    .option('--url <url>', 'the MCP server')
    .option('--command <command>', 'a local command that speaks MCP on stdio')
    .option('--builtin <id>', 'one that comes with Patchbay, such as files')
    .option('--set <name=value>', 'a setting of a built-in connector (repeat)', collect, [])
    .option('--arg <argument>', 'an argument of the command (repeat)', collect, [])
    .option('--env <NAME=value>', 'an environment variable of the command (repeat)', collect, [])
    .addOption(new Option('--transport <transport>').choices(['auto', 'streamable-http', 'sse']).default('auto'))
    .addOption(new Option('--auth <kind>').choices(['none', 'oauth', 'mixed', 'header']).default('none'))
    .option('--header <name>', 'the header that carries the key, with --auth header', 'Authorization')
    .option('--client-id <id>', 'a pre-registered OAuth client')
    .option('--client-secret <secret>', 'its secret')
    .option('--scope <scope>', 'a scope to ask for (repeat)', collect, [])
    .option('--omit-resource', 'leave out the resource parameter', false)
    .option('--description <text>', 'what it is for', '')
    .option('--trust', 'I trust this application', false)
    .action(async (name: string, options: AddOptions, command: Command) => {
      const api = await surroundings.api();
      const body = options.builtin === undefined ? toBody(name, options, command) : await toBuiltinBody(name, options, { command, api });
      const connector = await api.call('createConnector', { body });
      print(outputOf(command, surroundings), connector, () => [`Added ${connector.slug}. Connect it: patchbay connect ${connector.slug}`]);
    });

  connectors
    .command('new <name>')
    .description('for developers: write the folder of a connector that comes with Patchbay, with its tests and a double of its service')
    .action((name: string, _options, command: Command) => {
      const written = writeNewConnector(surroundings.facts.sourceFolder, name);
      print(outputOf(command, surroundings), { written }, () => [
        ...written.map((path) => `Wrote ${path}`),
        'It runs already, against its own double. Its contract is written by: npx vitest run --project fast src/connectors -u',
        'Every tool through /v1/responses, and the chat in Chromium: npx vitest run --project slow testing/connectors',
      ]);
    });

  connectors
    .command('remove <name>')
    .description('remove a connector and its connections')
    .action(async (name: string, _options, command: Command) => {
      await (await surroundings.api()).call('removeConnector', { path: { id: name } });
      print(outputOf(command, surroundings), { removed: name }, () => [`Removed ${name}.`]);
    });

  connectors
    .command('import <file>')
    .description('add the servers of claude_desktop_config.json, .mcp.json or VS Code mcp.json')
    .option('--only <name>', 'import only this server (repeat)', collect, [])
    .option('--trust', 'I trust these applications', false)
    .action(async (file: string, options: { readonly only: readonly string[]; readonly trust: boolean }, command: Command) => {
      const body = { text: readTextFile(file), trusted: options.trust, ...(options.only.length === 0 ? {} : { names: [...options.only] }) };
      const result = await (await surroundings.api()).call('importConnectors', { body });
      print(outputOf(command, surroundings), result, () => [
        ...result.created.map((connector) => `Added ${connector.slug} (${connector.location})`),
        ...result.skipped.map((server) => `Skipped ${server.name}: ${server.reason}`),
      ]);
    });

  program
    .command('connect <name>')
    .description('connect a connector, or print the address to sign in at')
    .action(async (name: string, _options, command: Command) => {
      const result = await (await surroundings.api()).call('connect', { path: { id: name }, body: { returnTo: `/connectors/${name}` } });
      print(outputOf(command, surroundings), result, () =>
        // The sign-in is bound to the browser that starts it, so a terminal cannot start it for one.
        result.kind === 'connected'
          ? [`Connected ${name}.`]
          : ['This connector needs a sign-in in the browser. Open its page and press Connect:', `  /connectors/${name}`],
      );
    });
}

function toBody(name: string, options: AddOptions, command: Command): RouteBodyInput<'createConnector'> {
  const { url, auth } = options;
  if ((url === undefined) === (options.command === undefined)) command.error('Give one of --url, --command and --builtin.');
  const oauth = toOAuth(options);
  return {
    name,
    description: options.description,
    trusted: options.trust,
    origin:
      url === undefined
        ? {
            kind: 'stdio',
            command: options.command ?? '',
            arguments: [...options.arg],
            environment: Object.fromEntries(options.env.map((entry) => toPair(entry, { option: '--env', command }))),
          }
        : { kind: 'remote', url, transport: options.transport },
    auth: auth === 'none' ? { kind: 'none' } : auth === 'header' ? { kind: 'header', headerName: options.header } : { kind: auth, oauth },
  };
}

async function toBuiltinBody(
  name: string,
  options: AddOptions,
  { command, api }: { readonly command: Command; readonly api: ApiClient },
): Promise<RouteBodyInput<'createConnector'>> {
  const { offered } = await api.call('listConnectors');
  const builtin = offered.find(({ id }) => id === options.builtin);
  if (builtin === undefined) return command.error(`--builtin takes one of: ${offered.map(({ id }) => id).join(', ')}.`);
  const settings = readSettings(
    builtin.settingsSchema,
    options.set.map((entry) => toPair(entry, { option: '--set', command })),
  );
  const oauth = toOAuth(options);
  return {
    name,
    description: options.description,
    origin: { kind: 'builtin', builtin: builtin.id, settings },
    ...(options.clientId === undefined ? {} : { auth: { kind: 'oauth', oauth } }),
  };
}

function toOAuth(options: AddOptions) {
  return {
    registration: options.clientId === undefined ? ('auto' as const) : ('static' as const),
    clientId: options.clientId ?? null,
    scopes: [...options.scope],
    omitResource: options.omitResource,
    ...(options.clientSecret === undefined ? {} : { clientSecret: options.clientSecret }),
  };
}

function toPair(entry: string, { option, command }: { readonly option: string; readonly command: Command }): readonly [string, string] {
  const at = entry.indexOf('=');
  return at > 0 ? [entry.slice(0, at), entry.slice(at + 1)] : command.error(`${option} takes NAME=value, not "${entry}".`);
}
