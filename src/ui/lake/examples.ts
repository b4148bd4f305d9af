/** Questions to begin with; those whose table holds rows are offered. */
export const exampleQueries = [
  {
    title: 'Sign-ins over the month',
    table: 'SigninLogs',
    query: `SigninLogs
| where TimeGenerated > ago(30d)
| summarize Attempts = count() by bin(TimeGenerated, 6h), Result = iff(ResultType == "0", "signed in", "failed")
| render columnchart with (kind=stacked, title="Sign-ins", ytitle="attempts")`,
  },
  {
    title: 'Addresses that failed for many accounts',
    table: 'SigninLogs',
    query: `SigninLogs
| where TimeGenerated > ago(30d) and ResultType != "0"
| summarize Accounts = dcount(UserPrincipalName), Attempts = count(), First = min(TimeGenerated), Last = max(TimeGenerated) by IPAddress, Location
| top 20 by Accounts`,
  },
  {
    title: 'Sign-ins by country',
    table: 'SigninLogs',
    query: `SigninLogs
| where TimeGenerated > ago(30d)
| summarize SignIns = count() by Location
| top 10 by SignIns
| render piechart with (title="Sign-ins by country")`,
  },
  {
    title: 'Open incidents, newest first',
    table: 'SecurityIncident',
    query: `SecurityIncident
| summarize arg_max(TimeGenerated, *) by IncidentNumber
| where Status != "Closed"
| project TimeGenerated, IncidentNumber, Title, Severity, Status
| sort by TimeGenerated desc`,
  },
  {
    title: 'Hosts that call one address regularly',
    table: 'DeviceNetworkEvents',
    query: `DeviceNetworkEvents
| where TimeGenerated > ago(30d)
| summarize Connections = count(), Days = dcount(bin(TimeGenerated, 1d)) by DeviceName, RemoteIP
| where Connections > 500
| top 20 by Connections`,
  },
  {
    title: 'Mailbox rules that were made',
    table: 'OfficeActivity',
    query: `OfficeActivity
| where TimeGenerated > ago(30d) and Operation has "InboxRule"
| project TimeGenerated, UserId, Operation, ClientIP, Parameters
| sort by TimeGenerated desc`,
  },
  {
    title: 'What administrators changed, by day',
    table: 'AuditLogs',
    query: `AuditLogs
| where TimeGenerated > ago(30d)
| summarize Changes = count() by bin(TimeGenerated, 1d), Category
| render columnchart with (kind=stacked, title="Changes by category")`,
  },
] as const;
