import type { Command } from 'commander';
import { print } from './output.ts';
import { type CommandSurroundings, outputOf } from './surroundings.ts';

/** `patchbay keys create NAME`. */
export function addKeyCommands(program: Command, surroundings: CommandSurroundings): void {
  program
    .command('keys')
    .description('make API keys')
    .command('create <name>')
    .description('make an API key; it is shown once')
    .action(async (name: string, _options, command: Command) => {
      const key = await (await surroundings.api()).call('createApiKey', { body: { name } });
      print(outputOf(command, surroundings), key, () => [key.secret]);
    });
}
