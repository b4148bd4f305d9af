import { Command, CommanderError } from 'commander';
import { ApiError } from '../contract/client.ts';
import { AppError } from '../domain/errors.ts';
import { addConnectorCommands } from './connectors.ts';
import { addDoctorCommand } from './doctor.ts';
import { addKeyCommands } from './keys.ts';
import { addLakeCommands } from './lake.ts';
import { addLakeDataCommands } from './lake-data.ts';
import { addLakeKeepingCommands } from './lake-keeping.ts';
import { addLogCommand } from './logs.ts';
import { addMcpCommand } from './mcp.ts';
import type { CommandSurroundings } from './surroundings.ts';
import { addToolCommands } from './tools.ts';

/** Exit codes of every command. */
export const exitCode = { done: 0, failed: 1, wrongUse: 2 } as const;

/** Runs one command line and answers with its exit code: 0, 1 (failed) or 2 (wrong use). */
export async function runProgram(args: readonly string[], surroundings: CommandSurroundings): Promise<number> {
  const program = new Command('patchbay')
    .description('An open, self-hosted home for AI connectors.')
    .version(surroundings.version)
    .option('--json', 'print JSON', false)
    .showHelpAfterError('Run with --help to see how it is used.')
    .configureOutput({ writeOut: (text) => surroundings.write(text), writeErr: (text) => surroundings.writeError(text) })
    .exitOverride();
  program
    .command('start')
    .description('serve the page, the APIs and the gateway')
    .action(() => surroundings.start());
  addConnectorCommands(program, surroundings);
  addToolCommands(program, surroundings);
  addKeyCommands(program, surroundings);
  addLakeCommands(program, surroundings);
  for (const lake of program.commands.filter((command) => command.name() === 'lake')) {
    addLakeDataCommands(lake, surroundings);
    addLakeKeepingCommands(lake, surroundings);
  }
  addLogCommand(program, surroundings);
  addMcpCommand(program, surroundings);
  addDoctorCommand(program, surroundings);
  for (const command of allCommands(program)) {
    command.exitOverride();
    if (!command.options.some((option) => option.long === '--json')) command.option('--json', 'print JSON', false);
  }

  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.wrongUse;
    if (error instanceof ApiError) surroundings.writeError(`${error.problem.detail} (${error.problem.code})\n`);
    else if (error instanceof AppError) surroundings.writeError(`${error.message} (${error.code})\n`);
    else surroundings.writeError(`${error instanceof Error ? error.message : String(error)}\n`);
    return exitCode.failed;
  } finally {
    await surroundings.close();
  }
}

function allCommands(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}
