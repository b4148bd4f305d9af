import type { Command } from 'commander';
import type { CallView } from '../contract/objects.ts';
import type { ApiClient } from '../contract/client.ts';
import type { Output } from './output.ts';
import { type CommandSurroundings, outputOf } from './surroundings.ts';

/** `patchbay logs [--follow]`: the call log, oldest first, one line a call; NDJSON with --json. */
export function addLogCommand(program: Command, surroundings: CommandSurroundings): void {
  program
    .command('logs')
    .description('the call log')
    .option('--follow', 'print calls as they happen', false)
    .option('--limit <count>', 'how many of the newest', '50')
    .option('--connector <name>', 'only calls of this connector')
    .option('--state <state>', 'only calls in this state')
    .action(
      async (
        options: { readonly follow: boolean; readonly limit: string; readonly connector?: string; readonly state?: string },
        command: Command,
      ) => {
        const api = await surroundings.api();
        const output = outputOf(command, surroundings);
        const connectorId =
          options.connector === undefined ? undefined : (await api.call('getConnector', { path: { id: options.connector } })).id;
        const wanted = (call: CallView) =>
          (connectorId === undefined || call.connectorId === connectorId) && (options.state === undefined || call.state === options.state);
        const { calls } = await api.call('listCalls', {
          query: { everyone: 'true', limit: Number(options.limit), connectorId, state: options.state },
        });
        for (const call of [...calls].reverse()) printCall(call, output);
        if (options.follow) await follow(api, { signal: surroundings.signal, onCall: (call) => wanted(call) && printCall(call, output) });
      },
    );
}

function printCall(call: CallView, output: Output): void {
  if (output.json) return output.line(JSON.stringify(call));
  const time = call.startedAt.replace('T', ' ').slice(0, 19);
  const duration = call.milliseconds === null ? '…' : `${Math.round(call.milliseconds)} ms`;
  output.line(
    `${time}  ${call.state.padEnd(22)} ${call.front.padEnd(9)} ${call.email}  ${call.label}/${call.toolName}  ${duration}${call.errorMessage === null ? '' : `  ${call.errorMessage}`}`,
  );
}

async function follow(
  api: ApiClient,
  { signal, onCall }: { readonly signal: AbortSignal; readonly onCall: (call: CallView) => void },
): Promise<void> {
  const response = await api.raw('followCalls', { query: { everyone: 'true' }, signal });
  if (response.body === null) return;
  let rest = '';
  try {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) onCall(JSON.parse(data) as CallView);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
