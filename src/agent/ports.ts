import type { Clock, NewId } from '../domain/ids.ts';
import type { InvokeTool } from '../domain/tool.ts';
import type { Approvals } from '../runtime/approvals.ts';
import type { ToolRuntime } from '../runtime/tool-runtime.ts';
import type { Elicitations } from './elicitations.ts';

/** What the loop needs from outside. */
export type TurnDeps = {
  readonly invokeTool: InvokeTool;
  /** Makes a pending approval for a call that nobody has tried yet: the router's proposal. */
  readonly proposeCall: ToolRuntime['proposeCall'];
  /** Where a person's answer is written before the call that it lets pass. */
  readonly approvals: Pick<Approvals, 'answer'>;
  readonly elicitations: Elicitations;
  readonly newId: NewId;
  readonly clock: Clock;
  /** Told why a turn failed, for the log: the cause of a model's error is what its provider said, shortened. */
  readonly onError?: (error: unknown) => void;
};
