import type { ApprovalDecision } from '../../domain/approval.ts';
import type { ApprovalId, NewId } from '../../domain/ids.ts';
import type { Principal } from '../../domain/principal.ts';
import type { AttachedTools, InvokeTool, ToolCall } from '../../domain/tool.ts';

/** What one address under `/mcp` serves: a connector, or tools that the program itself brings. */
export type ToolCollection = {
  /** The same whatever name led here: what its listeners and sessions belong to. */
  readonly key: string;
  /** As people know it. */
  readonly title: string;
  readonly instructions: string | null;
  /** Where a person looks after it: a path of the page. */
  readonly page: string;
  attached(principal: Principal, signal: AbortSignal): Promise<AttachedTools>;
};

/** What the face stands on. */
export type FaceDependencies = {
  /** Null: there is nothing under this name for this person. */
  readonly find: (principal: Principal, name: string) => Promise<ToolCollection | null>;
  readonly invokeTool: InvokeTool;
  /** An approval of these very arguments that a person has given and no call has used. */
  readonly approvedBefore: (principal: Principal, call: ToolCall) => Promise<ApprovalId | null>;
  readonly answerApproval: (principal: Principal, id: ApprovalId, decision: ApprovalDecision) => Promise<unknown>;
  readonly newId: NewId;
  readonly random: (bytes: number) => Uint8Array;
  readonly publicUrl: string;
  readonly version: string;
  readonly onError: (error: unknown) => void;
};

/** Who calls what: decided once for each HTTP request, before the protocol is spoken. */
export type Visit = { readonly principal: Principal; readonly collection: ToolCollection };
