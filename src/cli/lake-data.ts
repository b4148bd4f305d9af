import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError } from '../domain/errors.ts';
import type { LakeIngest, LakeIngestReport } from './lake-ports.ts';
import { columns as alignColumns, print } from './output.ts';
import { createProgressLine } from './progress-line.ts';
import { type CommandSurroundings, outputOf } from './surroundings.ts';

type IngestOptions = Pick<LakeIngest, 'time' | 'format' | 'delimiter'> & {
  readonly workspace: string;
  readonly columns?: string;
  readonly force: boolean;
};

/** `patchbay lake ingest|tables|samples|workspaces|compact`: what is in the lake. */
export function addLakeDataCommands(lake: Command, surroundings: CommandSurroundings): void {
  inWorkspace(lake.command('ingest <table> <files...>'))
    .description('take log files in: NDJSON, JSON, CSV, Parquet, Windows events; plain, gzip or zstd; - is standard input')
    .option('--time <field>', 'the field that says when, if it is not TimeGenerated')
    .addOption(
      new Option('--format <format>', 'what the files are, if it cannot be seen').choices(['ndjson', 'json', 'csv', 'parquet', 'xml']),
    )
    .option('--delimiter <text>', 'between the fields of a CSV file (detected)')
    .option('--columns <names>', 'the names of a CSV file without a header, with commas between')
    .option('--force', 'take a file again whose bytes are in the table already', false)
    .action(async (table: string, files: readonly string[], options: IngestOptions, command: Command) => {
      const { reports, failures } = await ingestAll({ table, files, options, surroundings });
      print(outputOf(command, surroundings), { ingested: reports, failed: failures }, () => reports.flatMap(describeReport));
      for (const { file, sentence } of failures) surroundings.writeError(`${file}: ${sentence}\n`);
      if (failures.length > 0)
        throw new AppError('lake.file-unreadable', { sentence: `${failures.length} of ${files.length} files were not taken in.` });
    });

  inWorkspace(lake.command('tables [name]'))
    .description('the tables that hold rows, or one with its columns')
    .option('--all', 'known tables that are empty, too', false)
    .action(async (name: string | undefined, options: { readonly workspace: string; readonly all: boolean }, command: Command) => {
      const all = (await surroundings.lakeData()).tables(options.workspace);
      const one = all.find((table) => table.name === name);
      if (name !== undefined && one === undefined) throw new AppError('lake.table-not-found', { sentence: `There is no table "${name}".` });
      const found = one === undefined ? all.filter((table) => options.all || table.rows > 0) : [one];
      print(outputOf(command, surroundings), found, () => {
        if (one !== undefined)
          return [
            ...(one.description === null ? [] : [one.description]),
            ...alignColumns(one.columns.map((column) => [column.name, column.type])),
          ];
        if (found.length === 0)
          return ['The lake is empty. Take logs in: patchbay lake ingest TABLE FILE…, or try it: patchbay lake samples'];
        return alignColumns([
          ['TABLE', 'ROWS', 'SIZE', 'FROM', 'TO'],
          ...found.map((table) => [table.name, String(table.rows), sizeOf(table.bytes), shortTime(table.from), shortTime(table.to)]),
        ]);
      });
    });

  inWorkspace(lake.command('samples'))
    .description('fill the lake with a generated month of a small company, with attacks to find (docs/sample-data.md)')
    .option('--seed <number>', 'another company: the same number gives the same bytes', toNumber, 1)
    .option('--until <date>', 'the last day, as YYYY-MM-DD (yesterday)')
    .action(async (options: { readonly workspace: string; readonly seed: number; readonly until?: string }, command: Command) => {
      const progress = createProgressLine(surroundings);
      const { workspace: workspaceId, seed, until } = options;
      const reports = await (await surroundings.lakeData())
        .samples({ workspaceId, seed, until }, { signal: surroundings.signal, onProgress: progress.show })
        .finally(progress.clear);
      print(outputOf(command, surroundings), { ingested: reports }, () => reports.flatMap(describeReport));
    });

  const workspaces = lake.command('workspaces').description('places for logs with tables of their own');
  workspaces.action(async (_options, command: Command) => {
    const found = (await surroundings.lakeData()).workspaces();
    print(outputOf(command, surroundings), found, () => alignColumns([['ID', 'NAME'], ...found.map(({ id, name }) => [id, name])]));
  });
  workspaces
    .command('create <id> <name>')
    .description('make a workspace')
    .action(async (id: string, name: string, _options, command: Command) => {
      const made = (await surroundings.lakeData()).createWorkspace({ id, name });
      print(outputOf(command, surroundings), made, () => [`Made the workspace ${made.name} (${made.id}).`]);
    });

  inWorkspace(lake.command('compact [table]'))
    .description('merge the small files of each day; delete what ran out')
    .action(async (table: string | undefined, { workspace: workspaceId }: { readonly workspace: string }, command: Command) => {
      const data = await surroundings.lakeData();
      const merged = await data.compact({ workspaceId, table, minFiles: 2, signal: surroundings.signal });
      const { expiredRows, deletedFiles } = await data.maintain(surroundings.signal);
      print(outputOf(command, surroundings), { ...merged, expiredRows, deletedFiles }, () => [
        `Merged ${merged.merged} files into ${merged.into}. ${expiredRows} rows ran out; ${deletedFiles} old files are gone.`,
      ]);
    });
}

/** Every command of the lake's data works in one workspace. */
export function inWorkspace(command: Command): Command {
  return command.option('--workspace <id>', 'the workspace, by id or name', 'default');
}

type IngestAll = {
  readonly table: string;
  readonly files: readonly string[];
  readonly options: IngestOptions;
  readonly surroundings: CommandSurroundings;
};

async function ingestAll({ table, files, options, surroundings }: IngestAll) {
  const data = await surroundings.lakeData();
  const progress = createProgressLine(surroundings);
  const reports: LakeIngestReport[] = [];
  const failures: { readonly file: string; readonly code: string; readonly sentence: string }[] = [];
  for (const [index, file] of files.entries()) {
    const label = files.length === 1 ? file : `${file} (${index + 1} of ${files.length})`;
    try {
      const { workspace: workspaceId, columns, force, ...reading } = options;
      const path = file === '-' ? await data.spoolInput(surroundings.signal) : file;
      const request = {
        ...reading,
        workspaceId,
        table,
        path,
        name: file === '-' ? 'standard input' : undefined,
        delimiter: reading.delimiter?.replaceAll('\\t', '\t'),
        columns: columns?.split(','),
        repeated: force ? ('allow' as const) : ('refuse' as const),
      };
      reports.push(
        await data.ingest(request, {
          signal: surroundings.signal,
          onProgress: (phase, percent) => progress.show(`${label}  ${phase}`, percent),
        }),
      );
    } catch (error) {
      if (!(error instanceof AppError) || surroundings.signal.aborted) throw error;
      failures.push({ file, code: error.code, sentence: error.message });
    } finally {
      progress.clear();
    }
  }
  return { reports, failures };
}

function describeReport(report: LakeIngestReport): readonly string[] {
  const seconds = report.milliseconds / 1000;
  const from = report.timeFrom === null || report.timeFrom === 'TimeGenerated' ? '' : ` TimeGenerated comes from ${report.timeFrom}.`;
  const added =
    report.addedColumns.length === 0 ? '' : ` New columns: ${report.addedColumns.map(({ name, type }) => `${name}:${type}`).join(', ')}.`;
  const dropped = report.droppedKeys.length === 0 ? '' : ` Left out: ${report.droppedKeys.join(', ')}.`;
  return [
    `${report.table}  ${report.rows} rows of ${report.name}, ${report.days} days, in ${seconds.toFixed(1)} s.${from}${added}${dropped}`,
    ...(report.setAside === 0
      ? []
      : [
          `  ${report.setAside} records set aside in ${report.setAsideFile}`,
          ...report.examples.map(({ line, reason }) => `    line ${line}: ${reason}`),
        ]),
  ];
}

function toNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It is a whole number, 0 or more.');
  return value;
}

const shortTime = (iso: string | null) => (iso === null ? '' : iso.slice(0, 16).replace('T', ' '));
const sizeOf = (bytes: number) => (bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);
