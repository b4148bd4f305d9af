import type { LakeColumn, LakeQueryLine, VisualizationView } from '../../contract/objects.ts';
import { type AppError, findAppError } from '../../domain/errors.ts';
import type { Json } from '../../domain/json.ts';
import type { ToolSource } from '../../domain/tool.ts';

/** The lake as it is queried: each row is the JSON text of an array, so that longs keep their digits. */
export type QueryLake = {
  stream(
    kql: string,
    options: { readonly workspaceId: string; readonly signal: AbortSignal },
  ): Promise<{
    readonly columns: readonly LakeColumn[];
    readonly visualization: VisualizationView | null;
    readonly rows: AsyncIterable<readonly string[]>;
  }>;
};

export type QuerySource = ToolSource & {
  /** What the lake threw, with its diagnostics, which an outcome does not carry. */
  failure(): AppError | null;
  /** The last line of an answer that came through. */
  end(): Extract<LakeQueryLine, { kind: 'end' }>;
};

/** So many rows of an answer are kept in the call log. */
const loggedRows = 100;

/**
 * `query_lake` for the page: the same tool through the same stages, but its rows are written as they come.
 * What it returns is for the log only.
 */
export function createQuerySource({
  lake,
  workspaceId,
  maxRows,
  callId,
  write,
}: {
  readonly lake: QueryLake;
  readonly workspaceId: string;
  readonly maxRows: number;
  readonly callId: string;
  readonly write: (line: string) => Promise<void>;
}): QuerySource {
  const began = performance.now();
  let failure: AppError | null = null;
  let count = 0;
  let truncated = false;

  const send = async (kql: string, signal: AbortSignal, onProgress: () => void) => {
    const stop = new AbortController();
    const { columns, visualization, rows } = await lake.stream(kql, { workspaceId, signal: AbortSignal.any([signal, stop.signal]) });
    const logged: Json[] = [];
    const first: LakeQueryLine = { kind: 'columns', callId, columns, visualization };
    await write(JSON.stringify(first));
    for await (const chunk of rows) {
      const taken = chunk.slice(0, maxRows - count);
      for (const row of taken.slice(0, loggedRows - logged.length)) logged.push(JSON.parse(row) as Json);
      count += taken.length;
      truncated = taken.length < chunk.length;
      if (taken.length > 0) await write(`{"kind":"rows","rows":[${taken.join(',')}]}`);
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
    end: () => ({ kind: 'end', rows: count, milliseconds: Math.round(performance.now() - began), truncated }),
  };
}
