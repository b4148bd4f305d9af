import type { LakeColumn, VisualizationView } from '../contract/lake-objects.ts';
import { AppError, errorCatalogue, type ErrorCode, findAppError } from '../domain/errors.ts';
import type { NewId, ToolCallId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { mayAdminister, type Principal } from '../domain/principal.ts';
import type { CatalogTool, Front, InvokeTool, ToolOutcome, ToolSource } from '../domain/tool.ts';
import type { Collections } from '../runtime/collections.ts';

/** The instants between which rows are seen, ISO 8601; null is open. */
export type TimeRange = { readonly from: string | null; readonly to: string | null };

/** The lake as it is queried: each row is the JSON text of an array, so that longs keep their digits. */
export type QueryLake = {
  stream(
    kql: string,
    options: { readonly workspaceId: string; readonly timeRange?: TimeRange; readonly ownTables: boolean; readonly signal: AbortSignal },
  ): Promise<{
    readonly columns: readonly LakeColumn[];
    readonly visualization: VisualizationView | null;
    readonly rows: AsyncIterable<readonly string[]>;
  }>;
};

export type LakeQuestion = {
  readonly query: string;
  readonly workspaceId: string;
  readonly timeRange?: TimeRange;
  /** After so many rows the answer ends, truncated. */
  readonly maxRows: number;
  readonly front: Front;
  readonly signal: AbortSignal;
};

/** Where an answer goes as it comes; a slow one holds the engine back. */
export type AnswerSink = {
  columns(head: {
    readonly callId: string;
    readonly columns: readonly LakeColumn[];
    readonly visualization: VisualizationView | null;
  }): Promise<void>;
  rows(rows: readonly string[]): Promise<void>;
};

export type AnswerEnd = { readonly rows: number; readonly milliseconds: number; readonly truncated: boolean };

/** An answer that has begun. `ended` rejects where the query fails on its way. */
export type BegunAnswer = { readonly ended: Promise<AnswerEnd> };

/** Asks the lake in a person's name, as a call of `query_lake` that policy has let through and the log keeps. */
export type AskLake = (principal: Principal, question: LakeQuestion, sink: AnswerSink) => Promise<BegunAnswer>;

export type AskLakeDependencies = {
  readonly lake: QueryLake;
  /** Where `query_lake` is found. */
  readonly collections: Collections;
  readonly invokeTool: InvokeTool;
  readonly newId: NewId;
};

/** The engine ends a query after four minutes; the call may take a little longer. */
const queryTimeoutSeconds = 250;

/** So many rows of an answer are kept in the call log. */
const loggedRows = 100;

/** The one way from HTTP to the lake. Resolves when the first line of the answer is written; throws where the query is refused. */
export function createAskLake({ lake, collections, invokeTool, newId }: AskLakeDependencies): AskLake {
  return async (principal, question, sink) => {
    const tool = await queryTool(collections, principal, question.signal);
    const callId = newId<ToolCallId>('toolCall');
    const begun = Promise.withResolvers<'begun'>();
    const source = createQuerySource(lake, {
      ownTables: mayAdminister(principal),
      question,
      columns: async (head) => {
        const written = sink.columns({ ...head, callId });
        begun.resolve('begun');
        await written;
      },
      rows: sink.rows,
    });
    const { query, workspaceId, timeRange } = question;
    const outcome = invokeTool(
      principal,
      {
        id: callId,
        front: question.front,
        tool: { ...tool, source, limits: { ...tool.limits, callTimeoutSeconds: queryTimeoutSeconds } },
        input: { query, workspaceId, ...(timeRange === undefined ? {} : { timeRange: { ...timeRange } }) },
        conversationId: null,
        approvalId: null,
        requestedApproval: null,
      },
      { signal: question.signal },
    );
    const ended = outcome.then((last) => {
      if (last.kind === 'completed') return source.end();
      throw source.failure() ?? errorOf(last);
    });
    // A query that is refused never begins, and is told to whoever asks.
    await Promise.race([begun.promise, ended]);
    return { ended };
  };
}

type QuerySource = ToolSource & {
  /** What the lake threw, with its diagnostics, which an outcome does not carry. */
  failure(): AppError | null;
  end(): AnswerEnd;
};

type Reading = {
  readonly ownTables: boolean;
  readonly question: LakeQuestion;
  readonly columns: (head: { readonly columns: readonly LakeColumn[]; readonly visualization: VisualizationView | null }) => Promise<void>;
  readonly rows: AnswerSink['rows'];
};

/** The same tool through the same stages, but its rows go out as they come; what it returns is for the log only. */
function createQuerySource(lake: QueryLake, { question, ownTables, ...sink }: Reading): QuerySource {
  const { maxRows, workspaceId, timeRange } = question;
  const began = performance.now();
  let failure: AppError | null = null;
  let count = 0;
  let truncated = false;

  const send = async (kql: string, signal: AbortSignal, onProgress: () => void) => {
    const stop = new AbortController();
    const options = { workspaceId, timeRange, ownTables, signal: AbortSignal.any([signal, stop.signal]) };
    const { columns, visualization, rows } = await lake.stream(kql, options);
    const logged: Json[] = [];
    await sink.columns({ columns, visualization });
    for await (const chunk of rows) {
      const taken = chunk.slice(0, maxRows - count);
      for (const row of taken.slice(0, loggedRows - logged.length)) logged.push(JSON.parse(row) as Json);
      count += taken.length;
      truncated = taken.length < chunk.length;
      if (taken.length > 0) await sink.rows(taken);
      onProgress();
      if (truncated) break;
    }
    stop.abort();
    return { columns: columns.map(({ name, type }) => ({ name, type })), rows: logged, truncated: truncated || count > logged.length };
  };

  return {
    listTools: async () => ({ tools: [], instructions: null, serverName: null }),
    callTool: async (_tool, input, { signal, onProgress }) => {
      try {
        const structuredContent = await send(String(input.query), signal, () => onProgress({ progress: count }));
        return { content: [], structuredContent };
      } catch (error) {
        failure = findAppError(error);
        throw error;
      }
    },
    failure: () => failure,
    end: () => ({ rows: count, milliseconds: Math.round(performance.now() - began), truncated }),
  };
}

async function queryTool(collections: Collections, principal: Principal, signal: AbortSignal): Promise<CatalogTool> {
  const attached = await (await collections.find(principal, 'data-exploration'))?.attached(principal, signal);
  const tool = attached?.kind === 'tools' ? attached.tools.find(({ definition }) => definition.name === 'query_lake') : undefined;
  if (tool === undefined) throw new AppError('tool.not-found');
  return tool;
}

/** Why a call has no result, as the error that a front answers with. */
function errorOf(outcome: ToolOutcome): AppError {
  if (outcome.kind === 'denied') return new AppError('identity.forbidden', { sentence: outcome.reason });
  if (outcome.kind !== 'failed') return new AppError('internal');
  return new AppError(isErrorCode(outcome.code) ? outcome.code : 'internal', { sentence: outcome.message });
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);
