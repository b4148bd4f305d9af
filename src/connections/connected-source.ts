import type { Connection } from '../domain/connection.ts';
import type { Connector } from '../domain/connector.ts';
import { AppError, findAppError } from '../domain/errors.ts';
import type { ConnectionId } from '../domain/ids.ts';
import type { ToolListing, ToolSource } from '../domain/tool.ts';
import type { TraceRecorder } from '../domain/trace.ts';

/** A connection's tools, with the connection that they are called through. */
export type ConnectedSource = Pick<ToolSource, 'callTool'> & {
  readonly connectionId: ConnectionId;
  listTools(signal: AbortSignal, trace?: TraceRecorder): Promise<ToolListing>;
};

/** What lists and calls for one connection: a remote server, a local command, or a connector that comes with the program. */
export type ListedSource = Pick<ToolSource, 'callTool'> & { listTools(signal: AbortSignal, trace?: TraceRecorder): Promise<ToolListing> };

export type ConnectedSourceOptions = {
  readonly connector: Connector;
  readonly connection: Connection;
  readonly source: ListedSource;
  /** False: calls need a sign-in first (`mixed` lists without). */
  readonly mayCall: boolean;
  readonly onUsed: () => void;
  /** Told of every failure that changes what the connection is good for. */
  readonly onFailure: (failure: AppError) => Promise<void>;
};

/** Puts a connection's name on its errors, so that the front can offer to reconnect it. */
export function createConnectedSource({
  connector,
  connection,
  source,
  mayCall,
  onUsed,
  onFailure,
}: ConnectedSourceOptions): ConnectedSource {
  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      const result = await work();
      onUsed();
      return result;
    } catch (error) {
      const failure = findAppError(error) ?? new AppError('internal', { cause: error });
      if (!failure.code.startsWith('connection.')) throw failure;
      await onFailure(failure);
      throw new AppError(failure.code, {
        sentence: failure.message,
        cause: failure,
        detail: { ...failure.detail, connectorId: connector.id, connectionId: connection.id },
      });
    }
  };
  return {
    connectionId: connection.id,
    listTools: (signal, trace) => explained(() => source.listTools(signal, trace)),
    callTool: (tool, input, context) =>
      explained(async () => {
        if (!mayCall) throw new AppError('connection.sign-in-required');
        return source.callTool(tool, input, context);
      }),
  };
}
