import type { ToolCall } from '../../domain/tool.ts';
import type { Stage } from '../stage.ts';

/** What policy says of a call, with the rule that said so. */
export type Verdict = { readonly kind: 'allow' | 'ask' | 'deny'; readonly rule: string };

/**
 * The settings of the connector and the tool have been weighed into `tool.permission` by the catalogue.
 * A request's own `require_approval` can make a call ask; it can waive asking only for a server it brought itself.
 */
export function decide(call: Pick<ToolCall, 'tool' | 'requestedApproval'>): Verdict {
  const { tool, requestedApproval } = call;
  if (tool.permission === 'deny')
    return {
      kind: 'deny',
      rule: `"${tool.definition.name}" of ${tool.connectorName} is set to deny. Whoever manages the connector can change that on its page.`,
    };
  if (requestedApproval === 'always') return { kind: 'ask', rule: 'The request asks for approval of this call.' };
  if (requestedApproval === 'never' && tool.connectorId === null)
    return { kind: 'allow', rule: 'The request brought this server and waives approval.' };
  return { kind: tool.permission, rule: 'The settings of the connector and the tool.' };
}

/** Applies the verdict: denies, or hands it to the approval stage. */
export const policyStage: Stage = async (running, next) => {
  const verdict = decide(running.call);
  if (verdict.kind === 'deny') return { kind: 'denied', reason: verdict.rule };
  return next({ ...running, verdict: verdict.kind });
};
