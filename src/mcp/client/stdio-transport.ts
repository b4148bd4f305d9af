import { type ChildProcess, spawn } from 'node:child_process';
import { type JSONRPCMessage, ReadBuffer, serializeMessage, type Transport } from '@modelcontextprotocol/client';
import { AppError } from '../../domain/errors.ts';
import type { ProcessGroups } from './process-groups.ts';

export type StdioCommand = {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly workingDirectory: string | null;
  /** The whole environment of the child: nothing is inherited beyond it. */
  readonly environment: Readonly<Record<string, string>>;
};

export type StdioTransportDeps = {
  readonly groups: ProcessGroups;
  /** How long the child may take to end after its input was closed, and again after SIGTERM. */
  readonly graceMilliseconds: number;
  readonly maxMessageBytes: number;
};

const keptOutput = 16_000;
const drainMilliseconds = 500;

/**
 * A local command that speaks MCP over its pipes. It leads a process group of its own, so that what it starts ends with it.
 * The `pid` and `stderr` of the instance are how the SDK knows a transport as stdio.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Why the transport closed by itself; null while it runs, and after an orderly close. */
  failure: AppError | null = null;
  readonly stderr = null;
  readonly #command: StdioCommand;
  readonly #deps: StdioTransportDeps;
  readonly #buffer: ReadBuffer;
  readonly #ended = Promise.withResolvers<void>();
  #child: ChildProcess | null = null;
  #output = '';
  #closing = false;
  #delivering = false;

  constructor(command: StdioCommand, deps: StdioTransportDeps) {
    this.#command = command;
    this.#deps = deps;
    this.#buffer = new ReadBuffer({ maxBufferSize: deps.maxMessageBytes });
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** The last of what the child wrote to its standard error: evidence for the trace. */
  get output(): string {
    return this.#output;
  }

  start(): Promise<void> {
    const { command, workingDirectory, environment } = this.#command;
    const started = Promise.withResolvers<void>();
    const child = spawn(command, [...this.#command.arguments], {
      env: { ...environment },
      cwd: workingDirectory ?? undefined,
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: false,
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#child = child;
    child.on('spawn', () => {
      this.#deps.groups.add(child);
      started.resolve();
    });
    child.on('error', (cause) => {
      this.failure ??= explainSpawnFailure(cause, this.#command);
      this.#end();
      started.reject(this.failure);
    });
    child.on('exit', (code, signal) => {
      if (!this.#closing) this.failure ??= explainExit(command, code, signal);
      // What the child left behind in its group ends with it, and the pipes it may hold.
      this.#deps.groups.remove(child);
      // Its last words may still be in the pipe; one that fled the group could hold it open for ever.
      setTimeout(() => this.#end(), drainMilliseconds).unref();
    });
    child.on('close', () => this.#end());
    child.stdin?.on('error', (error) => this.onerror?.(error));
    child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString('utf8')).slice(-keptOutput);
    });
    return started.promise;
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const input = this.#child?.stdin;
    if (input === null || input === undefined || !input.writable) throw this.failure ?? new AppError('upstream.closed');
    if (input.write(serializeMessage(message))) return;
    await Promise.race([new Promise<void>((resolve) => input.once('drain', resolve)), this.#ended.promise]);
  }

  async close(): Promise<void> {
    const child = this.#child;
    this.#closing = true;
    if (child === null || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return this.#end();
    const { groups, graceMilliseconds } = this.#deps;
    child.stdin?.end();
    if (!(await this.#endsWithin(graceMilliseconds))) groups.signal(child, 'SIGTERM');
    if (!(await this.#endsWithin(graceMilliseconds))) groups.signal(child, 'SIGKILL');
    await this.#ended.promise;
  }

  #read(chunk: Buffer): void {
    try {
      this.#buffer.append(chunk);
    } catch {
      const sentence = `The local command sent a message of more than ${this.#deps.maxMessageBytes} bytes and was stopped. Ask for less at once.`;
      this.failure = new AppError('network.response-too-large', { sentence });
      void this.close();
      return;
    }
    void this.#deliver();
  }

  /** Hands over what is whole. A notification gets its turn before the next message, so that the last progress is not lost to the result. */
  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    for (let message = this.#next(); message !== null; message = this.#next()) {
      this.onmessage?.(message);
      if (!('id' in message)) await Promise.resolve();
    }
    this.#delivering = false;
  }

  #next(): JSONRPCMessage | null {
    for (;;) {
      try {
        return this.#buffer.readMessage();
      } catch (error) {
        this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  #end(): void {
    if (this.#child === null) return;
    this.#deps.groups.remove(this.#child);
    this.#child = null;
    this.#buffer.clear();
    this.#ended.resolve();
    this.onclose?.();
  }

  #endsWithin(milliseconds: number): Promise<boolean> {
    const patience = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => patience.resolve(false), milliseconds);
    return Promise.race([this.#ended.promise.then(() => true), patience.promise]).finally(() => clearTimeout(timer));
  }
}

function explainSpawnFailure(cause: NodeJS.ErrnoException | Error, { command, workingDirectory }: StdioCommand): AppError {
  const code = 'code' in cause ? cause.code : undefined;
  const where = workingDirectory === null ? '' : ` in ${workingDirectory}`;
  const sentence =
    code === 'ENOENT'
      ? `The command "${command}" was not found${where}. Install it, or give its full path.`
      : code === 'EACCES'
        ? `The command "${command}" may not be run. Make it executable, or choose another.`
        : `The command "${command}" could not be started (${code ?? cause.message}).`;
  return new AppError('upstream.process-failed', { sentence, cause });
}

function explainExit(command: string, code: number | null, signal: NodeJS.Signals | null): AppError {
  const how = signal === null ? `with code ${code ?? 'unknown'}` : `by ${signal}`;
  return new AppError('upstream.process-failed', {
    sentence: `The command "${command}" ended ${how}. See its output in the connection trace.`,
  });
}
