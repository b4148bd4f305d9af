import type { Socket } from 'node:net';
import type { z } from 'zod';
import type { JsonSchema } from '../domain/json.ts';
import type { Principal } from '../domain/principal.ts';
import type { ToolAnnotations, ToolProgress } from '../domain/tool.ts';
import type { Http } from './http.ts';

/** All four hints, written out: a tool that forgets one does not compile. */
export type ToolHints = Required<Omit<ToolAnnotations, 'title'>>;

/** What a tool does with data. Policy may read them; they are part of the pinned definition. */
export type ToolLabels = {
  readonly reads: 'none' | 'public' | 'private';
  /** May the result carry text that strangers wrote? */
  readonly untrusted: boolean;
  readonly sends: 'none' | 'workspace' | 'external';
};

export type ToolExample<Input> = { readonly title: string; readonly input: Input };

/** What runs beside a tool: the person, the way to the service, and the way back. */
export type ToolContext<Settings> = {
  /** Carries the person's own credentials, to the connector's base URL only. */
  readonly http: Http;
  /** The same, ended by another signal than the call's: for work that goes on when the call has ended. */
  readonly httpUntil: (signal: AbortSignal) => Http;
  /** A socket to the server of the definition, and to no other; its signal is the call's unless another is given. */
  readonly connect: (signal?: AbortSignal) => Promise<Socket>;
  readonly signal: AbortSignal;
  readonly principal: Pick<Principal, 'userId' | 'email' | 'name' | 'role'>;
  readonly progress: (progress: ToolProgress) => void;
  readonly settings: Settings;
};

/** One tool of a connector. */
export type Tool<Input extends z.ZodObject, Output extends z.ZodObject, Settings extends z.ZodObject> = {
  /** `[a-z_]`, a verb first: `search_files`. */
  readonly name: string;
  readonly title: string;
  /** What it does, then when to use it. */
  readonly description: string;
  /** What the sign-in must have granted; empty where there is none. */
  readonly scopes: readonly string[];
  readonly annotations: ToolHints;
  readonly labels: ToolLabels;
  readonly input: Input;
  /** What clients are told instead of `input`, where the shape is known only at run time; arguments are checked by it too. */
  readonly inputSchema?: JsonSchema;
  readonly output: Output;
  /** Inputs that are valid; they are shown to people and checked by the registry's test. */
  readonly examples: readonly ToolExample<z.input<Input>>[];
  /** The connector's settings, named where `run` reads them. */
  readonly settings?: Settings;
  run(input: z.output<Input>, context: ToolContext<z.output<Settings>>): Promise<z.input<Output> | Answer<z.input<Output>>>;
};

/** Any tool, for those who only list them and pass values through. */
export type AnyTool = Omit<Tool<z.ZodObject, z.ZodObject, z.ZodObject>, 'run' | 'examples'> & {
  readonly examples: readonly ToolExample<unknown>[];
  run(input: never, context: never): Promise<unknown>;
};

/**
 * Plain data with inference: a tool is checked where it is written.
 * @example defineTool({ name: 'get_issue', …, input: z.object({ id: z.string() }), run: ({ id }, { http }) => http.read(issue, path`/issues/${id}`) })
 */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject, Settings extends z.ZodObject = z.ZodObject<{}>>(
  tool: Tool<Input, Output, Settings>,
): Tool<Input, Output, Settings> {
  return tool;
}

const answered = Symbol('answer');

/** An output with blocks beside it, such as an image or a link to a file. */
export type Answer<Output> = { readonly [answered]: true; readonly output: Output; readonly content: readonly AnswerBlock[] };

/** What a tool returns that has more to show than its structured output. */
export function answer<Output>(output: Output, content: readonly AnswerBlock[]): Answer<Output> {
  return { [answered]: true, output, content };
}

export function isAnswer(value: unknown): value is Answer<unknown> {
  return typeof value === 'object' && value !== null && answered in value;
}

export type AnswerBlock =
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string }
  | { readonly type: 'resource'; readonly resource: { readonly uri: string; readonly mimeType: string; readonly blob: string } }
  | { readonly type: 'resource_link'; readonly uri: string; readonly name: string; readonly mimeType?: string; readonly size?: number };

/** What a person or model did wrong, said in our own words: the model reads it and may try again. */
export class ToolError extends Error {
  constructor(sentence: string, options: { readonly cause?: unknown } = {}) {
    super(sentence, options);
    this.name = 'ToolError';
  }
}
