import type { QueryParameter, SavedQuery } from '../../domain/saved-query.ts';

const lookback = (days: string): QueryParameter => ({
  name: 'Lookback',
  type: 'timespan',
  description: 'How far back to look.',
  default: days,
});
const row = (
  name: string,
  { parameters = [lookback('7d')], ...saved }: Omit<SavedQuery, 'name' | 'parameters'> & { readonly parameters?: QueryParameter[] },
): SavedQuery => ({ name, parameters, ...saved });

/** Questions of a security analyst's day, one row each; the sample month has answers to all of them. */
export const shippedQueries: readonly SavedQuery[] = [
  row('failed_sign_ins', {
    title: 'Failed sign-ins',
    description: 'Counts failed sign-ins by person, reason and address. Use it for "sign-in failures of the last day".',
    parameters: [lookback('1d')],
    query: `SigninLogs
| where TimeGenerated > ago({Lookback}) and ResultType != "0"
| summarize Failures = count(), First = min(TimeGenerated), Last = max(TimeGenerated) by UserPrincipalName, ResultType, ResultDescription, IPAddress, Location
| sort by Failures desc`,
  }),
  row('password_spray', {
    title: 'Password spray',
    description:
      'Finds addresses that failed to sign in to many accounts, and the accounts that then let them in. Use it to look for password spraying.',
    parameters: [lookback('30d'), { name: 'MinAccounts', type: 'long', description: 'Accounts that make a spray.', default: 10 }],
    query: `let Sprays = SigninLogs
| where TimeGenerated > ago({Lookback}) and ResultType == "50126"
| summarize Accounts = dcount(UserPrincipalName), Failures = count(), From = min(TimeGenerated), To = max(TimeGenerated) by IPAddress, Location
| where Accounts >= {MinAccounts};
SigninLogs
| where TimeGenerated > ago({Lookback}) and ResultType == "0"
| summarize LetIn = make_set(UserPrincipalName) by IPAddress
| join kind=rightouter Sprays on IPAddress
| project IPAddress = IPAddress1, Location, Accounts, Failures, From, To, LetIn
| sort by Accounts desc`,
  }),
  row('users_at_risk', {
    title: 'Users at risk',
    description: 'Ranks people by risky sign-ins and alerts about them. Use it for "the top users at risk and why".',
    parameters: [lookback('30d'), { name: 'Top', type: 'long', description: 'How many people.', default: 10 }],
    query: `let Risky = SigninLogs
| where TimeGenerated > ago({Lookback}) and RiskLevelDuringSignIn !in ("none", "")
| summarize RiskySignIns = count(), RiskEvents = make_set(RiskEventTypes_V2), Places = make_set(Location) by User = tolower(UserPrincipalName);
let Alerted = SecurityAlert
| where TimeGenerated > ago({Lookback}) and isnotempty(CompromisedEntity)
| summarize Alerts = count(), Names = make_set(AlertName), Severities = make_set(AlertSeverity) by User = tolower(CompromisedEntity);
Risky
| join kind=fullouter Alerted on User
| extend User = coalesce(User, User1), RiskySignIns = coalesce(RiskySignIns, 0), Alerts = coalesce(Alerts, 0)
| extend Score = RiskySignIns * 10 + Alerts * 20 + iff(set_has_element(Severities, "High"), 30, 0)
| project User, Score, RiskySignIns, RiskEvents, Places, Alerts, Names
| top {Top} by Score`,
  }),
  row('impossible_travel', {
    title: 'Impossible travel',
    description: 'Finds people who signed in from two countries within a short time. Use it for travel that nobody can make.',
    parameters: [lookback('30d'), { name: 'Within', type: 'timespan', description: 'The time between the two.', default: '2h' }],
    query: `SigninLogs
| where TimeGenerated > ago({Lookback}) and ResultType == "0"
| sort by UserPrincipalName asc, TimeGenerated asc
| extend Before = prev(Location), BeforeUser = prev(UserPrincipalName), BeforeTime = prev(TimeGenerated), BeforeAddress = prev(IPAddress)
| where BeforeUser == UserPrincipalName and Before != Location and TimeGenerated - BeforeTime < {Within}
| project UserPrincipalName, From = Before, FromAddress = BeforeAddress, To = Location, ToAddress = IPAddress, TimeGenerated, Between = TimeGenerated - BeforeTime`,
  }),
  row('sign_ins_of_a_person', {
    title: 'Sign-ins of a person',
    description: 'Lists the sign-ins of one person with place, application and result. Use it when looking into an account.',
    parameters: [{ name: 'User', type: 'string', description: 'User principal name.' }, lookback('7d')],
    query: `SigninLogs
| where TimeGenerated > ago({Lookback}) and UserPrincipalName =~ {User}
| project TimeGenerated, ResultType, ResultDescription, AppDisplayName, IPAddress, Location, RiskLevelDuringSignIn, ClientAppUsed
| sort by TimeGenerated desc`,
  }),
  row('busiest_devices', {
    title: 'Devices with many outgoing connections',
    description: 'Ranks devices by connections to public addresses. Use it for "devices with outstanding outgoing connections".',
    query: `DeviceNetworkEvents
| where TimeGenerated > ago({Lookback}) and RemoteIPType == "Public"
| summarize Connections = count(), Hosts = dcount(RemoteUrl), Addresses = dcount(RemoteIP) by DeviceName
| sort by Connections desc
| take 25
| render barchart`,
  }),
  row('beaconing_hosts', {
    title: 'Regular connections',
    description: 'Finds programs that connect to one host at an even pace over many hours. Use it to look for beacons.',
    parameters: [lookback('30d'), { name: 'MinHours', type: 'long', description: 'Hours with connections.', default: 24 }],
    query: `DeviceNetworkEvents
| where TimeGenerated > ago({Lookback}) and RemoteIPType == "Public"
| sort by DeviceName asc, RemoteUrl asc, InitiatingProcessFileName asc, TimeGenerated asc
| extend Gap = iff(prev(DeviceName) == DeviceName and prev(RemoteUrl) == RemoteUrl and prev(InitiatingProcessFileName) == InitiatingProcessFileName, (TimeGenerated - prev(TimeGenerated)) / 1s, real(null))
| summarize Connections = count(), Hours = dcount(bin(TimeGenerated, 1h)), MeanGapSeconds = avg(Gap), Spread = stdev(Gap), Devices = dcount(DeviceName) by DeviceName, RemoteUrl, RemoteIP, InitiatingProcessFileName
| where Hours >= {MinHours} and Spread < MeanGapSeconds
| sort by Hours desc`,
  }),
  row('rare_processes', {
    title: 'Rare processes',
    description: 'Finds programs that ran on few devices only, with what started them. Use it to hunt for what does not belong.',
    parameters: [lookback('30d'), { name: 'MaxDevices', type: 'long', description: 'On at most so many devices.', default: 1 }],
    query: `DeviceProcessEvents
| where TimeGenerated > ago({Lookback})
| summarize Runs = count(), Devices = dcount(DeviceName), Names = make_set(DeviceName, 10), Parents = make_set(InitiatingProcessFileName, 10), CommandLine = take_any(ProcessCommandLine), First = min(TimeGenerated) by FileName
| where Devices <= {MaxDevices}
| sort by Runs asc`,
  }),
  row('mailbox_rules', {
    title: 'Mailbox rules',
    description: 'Lists mailbox rules that were made or changed, with where they send mail. Use it after a suspicious sign-in.',
    parameters: [lookback('30d')],
    query: `OfficeActivity
| where TimeGenerated > ago({Lookback}) and Operation in ("New-InboxRule", "Set-InboxRule", "UpdateInboxRules")
| mv-apply Parameter = todynamic(Parameters) on (summarize Settings = make_bag(bag_pack(tostring(Parameter.Name), Parameter.Value)))
| project TimeGenerated, UserId, ClientIP, Operation, ForwardTo = tostring(Settings.ForwardTo), Words = tostring(Settings.SubjectOrBodyContainsWords), Settings
| sort by TimeGenerated desc`,
  }),
  row('consent_grants', {
    title: 'Consent grants',
    description: 'Lists applications that people gave access to. Use it for consent phishing.',
    parameters: [lookback('30d')],
    query: `AuditLogs
| where TimeGenerated > ago({Lookback}) and OperationName == "Consent to application"
| project TimeGenerated, Person = coalesce(Identity, tostring(InitiatedBy.user.userPrincipalName)), Application = tostring(TargetResources[0].displayName), Address = tostring(InitiatedBy.user.ipAddress), Result
| sort by TimeGenerated desc`,
  }),
  row('privilege_changes', {
    title: 'Privilege changes',
    description: 'Lists role assignments and group changes by who made them. Use it when an administrator account is in doubt.',
    parameters: [lookback('30d')],
    query: `AuditLogs
| where TimeGenerated > ago({Lookback}) and (OperationName has "role" or OperationName has "member" or Category == "RoleManagement")
| project TimeGenerated, OperationName, By = coalesce(Identity, tostring(InitiatedBy.user.userPrincipalName)), Target = tostring(TargetResources[0].userPrincipalName), Result
| sort by TimeGenerated desc`,
  }),
  row('open_incidents', {
    title: 'Open incidents',
    description: 'Lists incidents that are not closed, the gravest first. Use it to begin a shift.',
    parameters: [lookback('30d')],
    query: `SecurityIncident
| where TimeGenerated > ago({Lookback})
| summarize arg_max(TimeGenerated, Status, Severity, Title, AlertIds) by IncidentNumber
| where Status != "Closed"
| extend Weight = case(Severity == "High", 3, Severity == "Medium", 2, Severity == "Low", 1, 0)
| sort by Weight desc, IncidentNumber asc
| project IncidentNumber, Severity, Title, Status, Updated = TimeGenerated, Alerts = array_length(AlertIds)`,
  }),
  row('alerts_of_an_incident', {
    title: 'Alerts of an incident',
    description: 'Lists the alerts behind one incident with their entities. Use it after open_incidents.',
    parameters: [{ name: 'IncidentNumber', type: 'long', description: 'The number of the incident.' }, lookback('90d')],
    query: `SecurityIncident
| where TimeGenerated > ago({Lookback}) and IncidentNumber == {IncidentNumber}
| summarize arg_max(TimeGenerated, AlertIds) by IncidentNumber
| mv-expand AlertId = AlertIds to typeof(string)
| join kind=inner (SecurityAlert | where TimeGenerated > ago({Lookback})) on $left.AlertId == $right.SystemAlertId
| project TimeGenerated = StartTime, AlertName, AlertSeverity, CompromisedEntity, Tactics, Description, Entities
| sort by TimeGenerated asc`,
  }),
  row('entity_timeline', {
    title: 'Timeline of an entity',
    description:
      'Puts everything that the lake knows of a person, device, address or host in order of time. Use it to tell the story of an incident.',
    parameters: [
      { name: 'Entity', type: 'string', description: 'A user principal name, device name, address or host name.' },
      lookback('7d'),
    ],
    query: `let Entity = {Entity};
union
  (SigninLogs | where TimeGenerated > ago({Lookback}) and (UserPrincipalName =~ Entity or IPAddress == Entity)
    | project TimeGenerated, Source = "SigninLogs", What = strcat(iff(ResultType == "0", "signed in to ", "failed to sign in to "), AppDisplayName, " from ", IPAddress, " (", Location, ")"), Who = UserPrincipalName),
  (AuditLogs | where TimeGenerated > ago({Lookback}) and (Identity =~ Entity or tostring(InitiatedBy) has Entity or tostring(TargetResources) has Entity)
    | project TimeGenerated, Source = "AuditLogs", What = strcat(OperationName, ": ", tostring(TargetResources[0].displayName)), Who = Identity),
  (OfficeActivity | where TimeGenerated > ago({Lookback}) and (UserId =~ Entity or ClientIP == Entity)
    | project TimeGenerated, Source = "OfficeActivity", What = strcat(Operation, " ", SourceFileName, " from ", ClientIP), Who = UserId),
  (DeviceProcessEvents | where TimeGenerated > ago({Lookback}) and (DeviceName =~ Entity or AccountUpn =~ Entity or FileName =~ Entity)
    | project TimeGenerated, Source = "DeviceProcessEvents", What = strcat(InitiatingProcessFileName, " started ", FileName, " on ", DeviceName), Who = AccountUpn),
  (DeviceNetworkEvents | where TimeGenerated > ago({Lookback}) and (DeviceName =~ Entity or RemoteIP == Entity or RemoteUrl =~ Entity)
    | summarize Times = count(), TimeGenerated = min(TimeGenerated) by DeviceName, RemoteUrl, InitiatingProcessFileName, bin(TimeGenerated, 1d)
    | project TimeGenerated, Source = "DeviceNetworkEvents", What = strcat(InitiatingProcessFileName, " on ", DeviceName, " connected to ", RemoteUrl, " ", Times, " times that day"), Who = DeviceName),
  (SecurityAlert | where TimeGenerated > ago({Lookback}) and (CompromisedEntity =~ Entity or Entities has Entity)
    | project TimeGenerated, Source = "SecurityAlert", What = strcat(AlertSeverity, " alert: ", AlertName), Who = CompromisedEntity)
| sort by TimeGenerated asc`,
  }),
];
