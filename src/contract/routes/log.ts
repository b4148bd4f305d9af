import { z } from 'zod';
import * as object from '../objects.ts';
import * as request from '../requests.ts';
import type { Route } from '../route.ts';

/** Approvals, the call log, the audit chain. */
export const logRoutes = {
  listApprovals: {
    method: 'GET',
    path: '/approvals',
    summary: 'What waits for my answer, and what I allowed for longer',
    access: 'member',
    answer: z.object({ pending: z.array(object.approvalView), standing: z.array(object.standingApprovalView) }),
  },
  answerApproval: {
    method: 'POST',
    path: '/approvals/{id}',
    summary: 'Answer an approval request',
    access: 'member',
    body: request.answerApproval,
    answer: object.approvalView,
  },
  revokeApproval: {
    method: 'DELETE',
    path: '/approvals/standing/{id}',
    summary: 'Revoke a standing approval',
    access: 'member',
    answer: 'nothing',
  },

  listCalls: {
    method: 'GET',
    path: '/calls',
    summary: 'The call log',
    access: 'member',
    query: request.callQuery,
    answer: z.object({ calls: z.array(object.callView) }),
  },
  getCall: { method: 'GET', path: '/calls/{id}', summary: 'One call', access: 'member', answer: object.callView },
  exportCalls: {
    method: 'GET',
    path: '/calls.ndjson',
    summary: 'The call log as NDJSON',
    access: 'member',
    query: request.callQuery,
    answer: 'ndjson',
  },
  /** Server-sent events `call`, each a call record, whenever one starts or ends. */
  followCalls: {
    method: 'GET',
    path: '/calls/events',
    summary: 'The call log, live',
    access: 'member',
    query: z.object({ everyone: z.stringbool().default(false) }),
    answer: 'event-stream',
  },
  verifyAudit: {
    method: 'GET',
    path: '/audit/verify',
    summary: 'Recompute the hash chain of the audit log',
    access: 'admin',
    answer: z.object({ intact: z.boolean(), events: z.number(), sentence: z.string() }),
  },
} as const satisfies Record<string, Route>;
