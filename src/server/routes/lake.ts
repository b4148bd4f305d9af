import type { LakeQueryLine, LakeTableView, SampleLine } from '../../contract/objects.ts';
import { AppError, errorCatalogue, type ErrorCode, findAppError } from '../../domain/errors.ts';
import type { NewId, ToolCallId } from '../../domain/ids.ts';
import { mayAdminister, type Principal } from '../../domain/principal.ts';
import type { CatalogTool, InvokeTool, ToolOutcome } from '../../domain/tool.ts';
import type { Collections } from '../../runtime/collections.ts';
import type { Store } from '../../store/store.ts';
import type { ApiHandlers } from '../api.ts';
import { createJsonLines } from '../json-lines.ts';
import type { LakeIntake } from './ingest.ts';
import { createQuerySource, type QueryLake } from './query-source.ts';

/** What the routes read of the lake; it is built elsewhere and opened when somebody first asks. */
export type LakeViews = QueryLake & {
  workspaces(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  summary(workspaceId: string): Promise<{ readonly tables: number; readonly rows: number }>;
  tables(workspaceId: string): Promise<readonly LakeTableView[]>;
};

export type LakeRouteDependencies = {
  readonly lake: LakeViews;
  readonly intake: Pick<LakeIntake, 'samples' | 'refreshOwnTables'>;
  /** Where `query_lake` is found: a question of the page is a call of that tool. */
  readonly collections: Collections;
  readonly invokeTool: InvokeTool;
  readonly ledger: Pick<Store['ledger'], 'append'>;
  readonly newId: NewId;
};

type Names = 'listLakeWorkspaces' | 'summarizeLake' | 'listLakeTables' | 'queryLake' | 'installSamples';

const ownTables = /\bPatchbay(?:ToolCalls|Audit)\b/;

/** The engine ends a query after four minutes; the call may take a little longer. */
const queryTimeoutSeconds = 250;

/** The lake as its page asks for it. */
export function lakeHandlers({ lake, intake, collections, invokeTool, ledger, newId }: LakeRouteDependencies): ApiHandlers<Names> {
  const workspaceOf = async (named: string) => {
    const found = (await lake.workspaces()).find(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase());
    if (found === undefined) throw new AppError('lake.workspace-not-found');
    return found.id;
  };

  return {
    listLakeWorkspaces: async () => ({ workspaces: (await lake.workspaces()).map(({ id, name }) => ({ id, name })) }),
    summarizeLake: async ({ path }) => lake.summary(await workspaceOf(path.workspace)),
    listLakeTables: async ({ path }) => ({ tables: [...(await lake.tables(await workspaceOf(path.workspace)))] }),
    queryLake: async ({ principal, path, body, signal }) => {
      const workspaceId = await workspaceOf(path.workspace);
      // The copy of Patchbay's own log is made when somebody asks for it who may have it made.
      if (ownTables.test(body.query) && mayAdminister(principal)) await intake.refreshOwnTables(signal);
      const tool = await queryTool(collections, principal, signal);
      const callId = newId<ToolCallId>('toolCall');
      const gone = new AbortController();
      const lines = createJsonLines({ onGone: () => gone.abort() });
      const begun = Promise.withResolvers<'begun'>();
      const source = createQuerySource({
        lake,
        workspaceId,
        maxRows: body.maxRows,
        write: async (line) => {
          const written = lines.write(line);
          begun.resolve('begun');
          await written;
        },
        callId,
      });
      const outcome = invokeTool(
        principal,
        {
          id: callId,
          front: principal.via.kind === 'cli' ? 'cli' : 'developer',
          tool: { ...tool, source, limits: { ...tool.limits, callTimeoutSeconds: queryTimeoutSeconds } },
          input: { query: body.query, workspaceId },
          conversationId: null,
          approvalId: null,
          requestedApproval: null,
        },
        { signal: AbortSignal.any([signal, gone.signal]) },
      );
      // A query that is refused never begins, and is a problem like any other.
      const first = await Promise.race([begun.promise, outcome]);
      if (first !== 'begun') throw source.failure() ?? errorOf(first);
      void outcome.then(async (ended) => {
        const error = ended.kind === 'completed' ? null : errorOf(ended);
        const line: LakeQueryLine = error === null ? source.end() : { kind: 'failed', code: error.code, message: error.message };
        await lines.write(JSON.stringify(line)).catch(() => {});
        await lines.close();
      });
      return lines.response;
    },
    installSamples: async ({ principal, path, body }) => {
      const workspaceId = await workspaceOf(path.workspace);
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

async function queryTool(collections: Collections, principal: Principal, signal: AbortSignal): Promise<CatalogTool> {
  const attached = await (await collections.find(principal, 'data-exploration'))?.attached(principal, signal);
  const tool = attached?.kind === 'tools' ? attached.tools.find(({ definition }) => definition.name === 'query_lake') : undefined;
  if (tool === undefined) throw new AppError('tool.not-found');
  return tool;
}

/** Why a call has no result, as the error that `/api` answers with. */
function errorOf(outcome: ToolOutcome): AppError {
  if (outcome.kind === 'denied') return new AppError('identity.forbidden', { sentence: outcome.reason });
  if (outcome.kind !== 'failed') return new AppError('internal');
  return new AppError(isErrorCode(outcome.code) ? outcome.code : 'internal', { sentence: outcome.message });
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);
