import { type Finding, listOf, numberIn, total } from './finding.ts';

const within = ({ start, end }: { readonly start: string; readonly end: string }) => `where TimeGenerated between (${start} .. ${end})`;

/** What is looked for about a person: a UPN or an Entra object id. */
export const userFindings: readonly Finding[] = [
  {
    id: 'failed-sign-ins',
    title: 'Failed sign-ins by place',
    tables: ['SigninLogs'],
    query: (subject) => `SigninLogs
| ${within(subject)}
| where UserPrincipalName =~ ${subject.entity} or UserId =~ ${subject.entity}
| where ResultType != "0"
| summarize Failures = count(), First = min(TimeGenerated), Last = max(TimeGenerated) by IPAddress, Location, ResultType
| top 20 by Failures desc`,
    judge: (rows) => {
      const failures = total(rows, 'Failures');
      if (failures === 0) return null;
      return {
        points: failures >= 20 ? 15 : failures >= 5 ? 8 : 2,
        sentence: `${failures} failed sign-ins from ${listOf(rows, 'Location')} (${listOf(rows, 'IPAddress')}).`,
      };
    },
  },
  {
    id: 'successful-sign-ins',
    title: 'Successful sign-ins by place',
    tables: ['SigninLogs'],
    query: (subject) => `SigninLogs
| ${within(subject)}
| where UserPrincipalName =~ ${subject.entity} or UserId =~ ${subject.entity}
| where ResultType == "0"
| summarize SignIns = count(), Addresses = dcount(IPAddress), First = min(TimeGenerated), Last = max(TimeGenerated) by Location
| top 20 by SignIns desc`,
    judge: (rows) =>
      rows.length === 0
        ? null
        : { points: rows.length > 2 ? 5 : 0, sentence: `${total(rows, 'SignIns')} successful sign-ins from ${listOf(rows, 'Location')}.` },
  },
  {
    id: 'sprayed-then-entered',
    title: 'A sign-in that succeeded from an address that failed for many people',
    tables: ['SigninLogs'],
    query: (subject) => `let sprayers = SigninLogs
| ${within(subject)}
| where ResultType != "0"
| summarize People = dcount(UserPrincipalName) by IPAddress
| where People >= 5
| project IPAddress, People;
SigninLogs
| ${within(subject)}
| where UserPrincipalName =~ ${subject.entity} or UserId =~ ${subject.entity}
| where ResultType == "0"
| join kind=inner sprayers on IPAddress
| summarize SignIns = count(), First = min(TimeGenerated) by IPAddress, Location, People`,
    judge: (rows) =>
      rows.length === 0
        ? null
        : {
            points: 40,
            sentence: `Signed in from ${listOf(rows, 'IPAddress')}, which failed to sign in as ${numberIn(rows[0], 'People')} people in the same time: a password spray that succeeded.`,
          },
  },
  {
    id: 'impossible-travel',
    title: 'Sign-ins too far apart for the time between them',
    tables: ['SigninLogs'],
    query: (subject) => `SigninLogs
| ${within(subject)}
| where UserPrincipalName =~ ${subject.entity} or UserId =~ ${subject.entity}
| where ResultType == "0"
| sort by TimeGenerated asc
| extend FromPlace = prev(Location), Before = prev(TimeGenerated)
| where isnotempty(FromPlace) and FromPlace != Location and TimeGenerated - Before < 2h
| project TimeGenerated, FromPlace, ToPlace = Location, Between = TimeGenerated - Before, IPAddress`,
    judge: (rows) =>
      rows.length === 0
        ? null
        : {
            points: 25,
            sentence: `${rows.length} times another country within two hours: ${listOf(rows, 'FromPlace')} to ${listOf(rows, 'ToPlace')}.`,
          },
  },
  {
    id: 'risk-events',
    title: 'Sign-ins that were judged risky',
    tables: ['SigninLogs'],
    query: (subject) => `SigninLogs
| ${within(subject)}
| where UserPrincipalName =~ ${subject.entity} or UserId =~ ${subject.entity}
| where RiskLevelDuringSignIn in ("medium", "high")
| summarize SignIns = count() by RiskLevelDuringSignIn, RiskState, IPAddress, Location`,
    judge: (rows) =>
      rows.length === 0
        ? null
        : {
            points: rows.some((row) => row.RiskLevelDuringSignIn === 'high') ? 20 : 10,
            sentence: `${total(rows, 'SignIns')} sign-ins of ${listOf(rows, 'RiskLevelDuringSignIn')} risk.`,
          },
  },
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
