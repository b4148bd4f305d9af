import { type Command, InvalidArgumentError } from 'commander';
import { inWorkspace } from './lake-data.ts';
import { columns as alignColumns, print } from './output.ts';
import { type CommandSurroundings, outputOf } from './surroundings.ts';

/** `patchbay lake retention|watchlist`: how long logs are kept, and lists that queries join. */
export function addLakeKeepingCommands(lake: Command, surroundings: CommandSurroundings): void {
  inWorkspace(lake.command('retention [table] [days]'))
    .description('how many days are kept: of all tables as they are set, or set for one (* is every other; "all" keeps everything)')
    .action(
      async (table: string | undefined, days: string | undefined, { workspace }: { readonly workspace: string }, command: Command) => {
        const data = await surroundings.lakeData();
        if (table !== undefined && days !== undefined) {
          data.setRetention({ workspace, table, days: days === 'all' ? null : toDays(days) });
          await data.maintain(surroundings.signal);
        }
        const rules = data.retention(workspace).filter((rule) => table === undefined || rule.table === table);
        print(outputOf(command, surroundings), rules, () =>
          rules.length === 0
            ? ['Everything is kept.']
            : alignColumns([['TABLE', 'DAYS'], ...rules.map((rule) => [rule.table, String(rule.days)])]),
        );
      },
    );

  const watchlist = lake.command('watchlist').description('lists for _GetWatchlist: addresses, accounts, hosts');
  inWorkspace(watchlist.command('list')).action(async ({ workspace }: { readonly workspace: string }, command: Command) => {
    const found = (await surroundings.lakeData()).watchlists(workspace);
    print(outputOf(command, surroundings), found, () =>
      found.length === 0
        ? ['No watchlists yet. Make one: patchbay lake watchlist put ALIAS FILE --key COLUMN']
        : alignColumns([
            ['ALIAS', 'ITEMS', 'KEY', 'UPDATED', 'NAME'],
            ...found.map((list) => [list.alias, String(list.rows), list.searchKey, list.updatedAt.slice(0, 16), list.name]),
          ]),
    );
  });
  inWorkspace(watchlist.command('put <alias> <file>'))
    .description('make a watchlist of a CSV or JSON file, or replace it')
    .option('--key <column>', 'the search key (the first column)')
    .option('--name <name>', 'what people call it')
    .action(
      async (
        alias: string,
        path: string,
        options: { readonly workspace: string; readonly key?: string; readonly name?: string },
        command: Command,
      ) => {
        const { workspace: workspaceId, key: searchKey, name } = options;
        const made = await (await surroundings.lakeData()).putWatchlist({
          workspaceId,
          alias,
          name,
          searchKey,
          path,
          signal: surroundings.signal,
        });
        print(outputOf(command, surroundings), { alias, ...made }, () => [`${alias}: ${made.rows} items by ${made.searchKey}.`]);
      },
    );
  inWorkspace(watchlist.command('remove <alias>'))
    .description('take a watchlist away')
    .action(async (alias: string, { workspace }: { readonly workspace: string }, command: Command) => {
      (await surroundings.lakeData()).removeWatchlist(workspace, alias);
      print(outputOf(command, surroundings), { removed: alias }, () => [`Removed ${alias}.`]);
    });
}

function toDays(text: string): number {
  const days = Number(text);
  if (!Number.isSafeInteger(days) || days < 1) throw new InvalidArgumentError('Days are a whole number, 1 or more, or "all".');
  return days;
}
