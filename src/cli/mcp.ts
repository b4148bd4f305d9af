import type { Command } from 'commander';
import type { CommandSurroundings } from './surroundings.ts';

/** `patchbay mcp NAME`: a connector as an MCP server on standard input and output. */
export function addMcpCommand(program: Command, surroundings: CommandSurroundings): void {
  program
    .command('mcp <name>')
    .description('serve one connector as an MCP server on stdio, for clients that start a command')
    .action((name: string) => surroundings.serveMcp(name));
}
