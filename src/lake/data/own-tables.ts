import type { LakeColumn } from './column-types.ts';

type OwnTable = { readonly name: string; readonly description: string; readonly columns: readonly LakeColumn[] };

const column = (name: string, type: LakeColumn['type'] = 'string'): LakeColumn => ({ name, type, stored: name });

/** Patchbay's own log as tables: every tool call, and every event of the audit chain. */
export const ownTables = [
  {
    name: 'PatchbayToolCalls',
    description:
      'Every tool call that went through this Patchbay: who, which connector and tool, the outcome, how long, who approved. Use it to see what assistants did.',
    columns: [
      column('TimeGenerated', 'datetime'),
      column('CallId'),
      column('User'),
      column('Front'),
      column('Via'),
      column('Connector'),
      column('ConnectorLabel'),
      column('Tool'),
      column('ConversationId'),
      column('Input', 'dynamic'),
      column('State'),
      column('ErrorCode'),
      column('ErrorMessage'),
      column('Approver'),
      column('Approval'),
      column('DurationMs', 'real'),
      column('InputBytes', 'long'),
      column('ResultBytes', 'long'),
      column('Truncated', 'bool'),
      column('Type'),
    ],
  },
  {
    name: 'PatchbayAudit',
    description:
      'The audit chain of this Patchbay: sign-ins, keys, connectors, connections, approvals, settings and calls, each with its actor and hash. Use it to see who changed what.',
    columns: [
      column('TimeGenerated', 'datetime'),
      column('Sequence', 'long'),
      column('Event'),
      column('Actor'),
      column('Data', 'dynamic'),
      column('PreviousHash'),
      column('Hash'),
      column('Type'),
    ],
  },
] as const satisfies readonly OwnTable[];

export type OwnTableName = (typeof ownTables)[number]['name'];

/** True for the name of a table of Patchbay's own log. */
export function isOwnTable(name: string): boolean {
  return ownTables.some((own) => own.name === name);
}
