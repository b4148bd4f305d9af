import type { Command } from 'commander';
import type { ApiClient } from '../contract/client.ts';
import { AppError } from '../domain/errors.ts';
import { print } from './output.ts';
import { type CommandSurroundings, outputOf } from './surroundings.ts';

type Finding = { readonly check: string; readonly well: boolean; readonly sentence: string };

/** `patchbay doctor`: says what is well and what is not; exit code 1 if anything is not. */
export function addDoctorCommand(program: Command, surroundings: CommandSurroundings): void {
  program
    .command('doctor')
    .description('check this installation')
    .action(async (_options, command: Command) => {
      const findings = await examine(surroundings);
      print(outputOf(command, surroundings), findings, () =>
        findings.map(({ check, well, sentence }) => `${well ? 'ok  ' : 'FAIL'}  ${check}: ${sentence}`),
      );
      if (findings.some((finding) => !finding.well))
        throw new AppError('config.invalid', { sentence: 'Something is not well; see above.' });
    });
}

async function examine({ facts, api }: CommandSurroundings): Promise<readonly Finding[]> {
  const pid = facts.runningPid();
  const local: readonly Finding[] = [
    { check: 'data folder', well: true, sentence: facts.dataFolder },
    { check: 'server', well: true, sentence: pid === null ? 'Not running.' : `Running as process ${pid}.` },
    { check: 'web page', well: facts.pageIsBuilt(), sentence: facts.pageIsBuilt() ? 'Built.' : 'Not built yet; "npm start" builds it.' },
  ];
  return [...local, ...(await examineStore(await api()))];
}

async function examineStore(api: ApiClient): Promise<readonly Finding[]> {
  const audit = await api.call('verifyAudit');
  const { connectors } = await api.call('listConnectors');
  const unwell = connectors.filter((connector) => connector.status === 'Error' || connector.status === 'Reconnect');
  const held = connectors.filter((connector) => connector.heldCount > 0);
  return [
    { check: 'audit log', well: audit.intact, sentence: audit.sentence },
    ...unwell.map((connector) => ({
      check: connector.slug,
      well: false,
      sentence: `${connector.status}. ${connector.statusDetail ?? ''}`.trim(),
    })),
    ...held.map((connector) => ({
      check: connector.slug,
      well: true,
      sentence: `${connector.heldCount} tools wait for acceptance on its page.`,
    })),
  ];
}
