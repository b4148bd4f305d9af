import { type Finding, listOf, total, within } from './finding.ts';

/** What a person changed, or what was changed about them. */
export const changeFindings: readonly Finding[] = [
  {
    id: 'privilege-changes',
    title: 'Roles that were given or taken',
    tables: ['AuditLogs'],
    query: (subject) => `AuditLogs
| ${within(subject)}
| where OperationName has "role"
| where tostring(TargetResources) has ${subject.entity} or tostring(InitiatedBy) has ${subject.entity}
| project TimeGenerated, OperationName, Result
| take 50`,
    judge: (rows) =>
      rows.length === 0 ? null : { points: 15, sentence: `${rows.length} changes of roles: ${listOf(rows, 'OperationName')}.` },
  },
  {
    id: 'consent-grants',
    title: 'Applications that were granted consent',
    tables: ['AuditLogs'],
    query: (subject) => `AuditLogs
| ${within(subject)}
| where OperationName == "Consent to application"
| where tostring(InitiatedBy) has ${subject.entity}
| project TimeGenerated, Result, Application = tostring(TargetResources[0].displayName)
| take 50`,
    judge: (rows) => (rows.length === 0 ? null : { points: 15, sentence: `Consented to ${listOf(rows, 'Application')}.` }),
  },
  {
    id: 'mailbox-rules',
    title: 'Mailbox rules and forwarding',
    tables: ['OfficeActivity'],
    query: (subject) => `OfficeActivity
| ${within(subject)}
| where UserId =~ ${subject.entity}
| where Operation in ("New-InboxRule", "Set-InboxRule", "Set-Mailbox")
| project TimeGenerated, Operation, ClientIP
| take 50`,
    judge: (rows) =>
      rows.length === 0 ? null : { points: 15, sentence: `${rows.length} changes of mailbox rules: ${listOf(rows, 'Operation')}.` },
  },
  {
    id: 'alerts',
    title: 'Alerts that name the person',
    tables: ['SecurityAlert'],
    query: (subject) => `SecurityAlert
| ${within(subject)}
| where Entities has ${subject.entity} or CompromisedEntity =~ ${subject.entity}
| summarize Alerts = count() by AlertName, AlertSeverity
| top 20 by Alerts desc`,
    judge: (rows) =>
      rows.length === 0
        ? null
        : {
            points: rows.some((row) => row.AlertSeverity === 'High') ? 25 : 10,
            sentence: `${total(rows, 'Alerts')} alerts: ${listOf(rows, 'AlertName')}.`,
          },
  },
];
