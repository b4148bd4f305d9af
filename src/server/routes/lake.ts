import type { LakeQueryLine, LakeTableView, SampleLine } from '../../contract/lake-objects.ts';
import { AppError, findAppError } from '../../domain/errors.ts';
import { mayAdminister } from '../../domain/principal.ts';
import type { Store } from '../../store/store.ts';
import type { ApiHandlers } from '../api.ts';
import { findWorkspace } from '../find-workspace.ts';
import { createJsonLines } from '../json-lines.ts';
import type { AddReadyMade } from '../add-ready-made.ts';
import type { AskLake } from '../lake-query.ts';
import type { LakeIntake } from './ingest.ts';

/** What the routes read of the lake; it is built elsewhere and opened when somebody first asks. */
export type LakeViews = {
  workspaces(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  summary(workspaceId: string): Promise<{ readonly tables: number; readonly rows: number }>;
  tables(workspaceId: string, options: { readonly ownTables: boolean }): Promise<readonly LakeTableView[]>;
};

export type LakeRouteDependencies = {
  readonly lake: LakeViews;
  readonly askLake: AskLake;
  readonly intake: Pick<LakeIntake, 'samples'>;
  readonly ledger: Pick<Store['ledger'], 'append'>;
  readonly addReadyMade: AddReadyMade;
};

type Names = 'listLakeWorkspaces' | 'summarizeLake' | 'listLakeTables' | 'queryLake' | 'installSamples';

/** What the sample month is asked with. */
const questioners = [
  { builtin: 'data-exploration', name: 'Security data lake' },
  { builtin: 'security-questions', name: 'Security questions' },
] as const;

/** The lake as its page asks for it. */
export function lakeHandlers({ lake, askLake, intake, ledger, addReadyMade }: LakeRouteDependencies): ApiHandlers<Names> {
  return {
    listLakeWorkspaces: async () => ({ workspaces: (await lake.workspaces()).map(({ id, name }) => ({ id, name })) }),
    summarizeLake: async ({ path }) => lake.summary(await findWorkspace(lake, path.workspace)),
    listLakeTables: async ({ principal, path }) => ({
      tables: [...(await lake.tables(await findWorkspace(lake, path.workspace), { ownTables: mayAdminister(principal) }))],
    }),
    queryLake: async ({ principal, path, body, signal }) => {
      const gone = new AbortController();
      const lines = createJsonLines({ onGone: () => gone.abort() });
      const write = (line: LakeQueryLine) => lines.write(JSON.stringify(line));
      const { ended } = await askLake(
        principal,
        {
          ...body,
          workspaceId: await findWorkspace(lake, path.workspace),
          front: principal.via.kind === 'cli' ? 'cli' : 'developer',
          signal: AbortSignal.any([signal, gone.signal]),
        },
        {
          columns: (head) => write({ kind: 'columns', ...head }),
          // The rows are JSON already.
          rows: (rows) => lines.write(`{"kind":"rows","rows":[${rows.join(',')}]}`),
        },
      );
      void ended
        .then(
          (end) => write({ kind: 'end', ...end }),
          (error: unknown) => {
            const { code, message } = findAppError(error) ?? new AppError('internal');
            return write({ kind: 'failed', code, message });
          },
        )
        .catch(() => {})
        .then(lines.close);
      return lines.response;
    },
    installSamples: async ({ principal, path, body }) => {
      const workspaceId = await findWorkspace(lake, path.workspace);
      const lines = createJsonLines({ onGone: () => {} });
      const write = (line: SampleLine) => lines.write(JSON.stringify(line)).catch(() => {});
      const signal = new AbortController().signal;
      const load = async () => {
        try {
          const reports = await intake.samples({
            workspaceId,
            ...body,
            signal,
            onTable: (table, { done, of }) => void write({ kind: 'progress', table, done, of }),
          });
          // Data without a way to ask them would be half of it.
          for (const connector of questioners) await addReadyMade(principal, connector, signal);
          const tables = reports.map(({ table, rows }) => ({ table, rows }));
          await ledger.append({ kind: 'samples-loaded', actor: principal.email, data: { workspaceId, tables: tables.length } });
          await write({ kind: 'end', tables });
        } catch (error) {
          const known = findAppError(error) ?? new AppError('internal');
          await write({ kind: 'failed', code: known.code, message: known.message });
        }
        await lines.close();
      };
      void load();
      return lines.response;
    },
  };
}
