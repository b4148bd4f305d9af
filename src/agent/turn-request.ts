import type { ConversationId, ResponseId } from '../domain/ids.ts';
import type { ConversationItem, McpCallItem } from '../domain/items.ts';
import type { JsonSchema } from '../domain/json.ts';
import type { Principal } from '../domain/principal.ts';
import type { Model, Sampling } from './model.ts';
import type { ToolFilter, ToolSet } from './tool-set.ts';

/** A function of the API's caller: the model may call it, the caller runs it. */
export type FunctionTool = {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonSchema;
  readonly strict: boolean;
};

/** `tool_choice`, before tools have names toward the model. */
export type RequestedToolChoice =
  | { readonly kind: 'auto' | 'none' | 'required' }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'mcp'; readonly label: string; readonly name: string | null }
  | {
      readonly kind: 'allowed-tools';
      readonly mode: 'auto' | 'required';
      readonly functions: readonly string[];
      readonly servers: readonly { readonly label: string; readonly filter: ToolFilter | null }[];
    };

/** Everything that one turn is made of. */
export type TurnRequest = {
  readonly principal: Principal;
  readonly front: 'chat' | 'api';
  readonly model: Model;
  readonly responseId: ResponseId;
  readonly conversationId: ConversationId | null;
  /** What was said before, in order. */
  readonly history: readonly ConversationItem[];
  /** What is said now: messages, approval answers, outputs of functions. */
  readonly input: readonly ConversationItem[];
  /** The call that waited for a sign-in and is run again. */
  readonly resume: McpCallItem | null;
  readonly toolSets: readonly ToolSet[];
  readonly functions: readonly FunctionTool[];
  readonly instructions: string | null;
  readonly toolChoice: RequestedToolChoice;
  readonly parallelToolCalls: boolean;
  readonly maxToolCalls: number | null;
  readonly maxSteps: number;
  readonly sampling: Sampling;
};

export const defaultMaxSteps = 24;
