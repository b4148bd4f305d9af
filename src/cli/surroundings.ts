import type { Command } from 'commander';
import type { ApiClient } from '../contract/client.ts';
import type { LakeDataCommands } from './lake-ports.ts';
import type { Output } from './output.ts';

/** Questions to the security lake. Each row is the JSON text of an array. */
export type LakeQueries = {
  query(query: string, signal: AbortSignal): Promise<LakeResult>;
  /** The SQL of a query; throws where it is refused. */
  explain(query: string, signal: AbortSignal): Promise<string>;
};

export type LakeResult = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: AsyncIterable<readonly string[]>;
};

/** What commands act on: the API of the server that runs on this data folder, or of one composed for this command. */
export type CommandSurroundings = {
  readonly version: string;
  start(): Promise<void>;
  api(): Promise<ApiClient>;
  /** One connector as an MCP server on standard input and output, until that ends. */
  serveMcp(name: string): Promise<void>;
  write(text: string): void;
  writeError(text: string): void;
  /** The security lake; it is loaded when a command asks. */
  lake(): Promise<LakeQueries>;
  /** What is in it, and what goes in; loaded likewise. */
  lakeData(): Promise<LakeDataCommands>;
  /** True where standard error is a terminal that a person watches. */
  readonly terminal: boolean;
  /** Standard input, line by line. */
  inputLines(): AsyncIterable<string>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Facts for `doctor` that the API does not tell. */
  readonly facts: {
    readonly dataFolder: string;
    readonly sourceFolder: string;
    readonly runningPid: () => number | null;
    readonly pageIsBuilt: () => boolean;
  };
  close(): Promise<void>;
};

/** The output of a command, with `--json` taken from the command or the program. */
export function outputOf(command: Command, surroundings: CommandSurroundings): Output {
  return {
    json: command.optsWithGlobals().json === true,
    line: (text) => surroundings.write(`${text}\n`),
    error: (text) => surroundings.writeError(`${text}\n`),
  };
}
