import { type Finding, listOf, total, within } from './finding.ts';

/** What ran, was clicked, and was reached in a person's name. */
export const deviceFindings: readonly Finding[] = [
  {
    id: 'rare-parents',
    title: 'Programs that were started by what seldom starts them',
    tables: ['DeviceProcessEvents'],
    query: (subject) => `let pairs = DeviceProcessEvents
| where TimeGenerated between ((${subject.start} - 14d) .. ${subject.end})
| summarize Devices = dcount(DeviceName) by FileName, InitiatingProcessFileName
| where Devices == 1;
DeviceProcessEvents
| ${within(subject)}
| where AccountUpn =~ ${subject.entity} or AccountObjectId =~ ${subject.entity} or InitiatingProcessAccountUpn =~ ${subject.entity}
| join kind=inner pairs on FileName, InitiatingProcessFileName
| summarize Times = count(), First = min(TimeGenerated), CommandLine = take_any(ProcessCommandLine) by DeviceName, Parent = InitiatingProcessFileName, Program = FileName
| top 20 by First asc`,
    judge: (rows) =>
      rows.length === 0
        ? null
        : {
            points: rows.some((row) => officePrograms.has(String(row['Parent']).toLowerCase())) ? 25 : 10,
            sentence: `${listOf(rows, 'Parent')} started ${listOf(rows, 'Program')}, on ${listOf(rows, 'DeviceName')} only.`,
          },
  },
  {
    id: 'url-clicks',
    title: 'Links that were clicked although they were judged dangerous',
    tables: ['UrlClickEvents'],
    query: (subject) => `UrlClickEvents
| ${within(subject)}
| where AccountUpn =~ ${subject.entity}
| where isnotempty(ThreatTypes) or ActionType == "ClickAllowed" and IsClickedThrough
| summarize Clicks = count(), First = min(TimeGenerated) by Url, ActionType, ThreatTypes
| top 20 by Clicks desc`,
    judge: (rows) =>
      rows.length === 0
        ? null
        : {
            points: rows.some((row) => row['ActionType'] === 'ClickAllowed') ? 20 : 8,
            sentence: `${total(rows, 'Clicks')} clicks on ${listOf(rows, 'Url')}.`,
          },
  },
  {
    id: 'indicator-hits',
    title: 'Sign-ins from addresses in threat indicators',
    tables: ['SigninLogs', 'ThreatIntelIndicators'],
    query: (subject) => `let bad = ThreatIntelIndicators
| where IsActive and not(IsDeleted) and ObservableKey has "addr"
| summarize Confidence = max(Confidence) by Address = ObservableValue;
SigninLogs
| ${within(subject)}
| where UserPrincipalName =~ ${subject.entity} or UserId =~ ${subject.entity}
| join kind=inner bad on $left.IPAddress == $right.Address
| summarize SignIns = count(), LetIn = countif(ResultType == "0"), First = min(TimeGenerated) by IPAddress, Location, Confidence`,
    judge: (rows) =>
      rows.length === 0
        ? null
        : {
            points: total(rows, 'LetIn') > 0 ? 35 : 10,
            sentence: `${total(rows, 'SignIns')} sign-ins from ${listOf(rows, 'IPAddress')}, named in threat indicators.`,
          },
  },
];

/** What has no reason to start programs. */
const officePrograms: ReadonlySet<string> = new Set(['winword.exe', 'excel.exe', 'powerpnt.exe', 'outlook.exe', 'onenote.exe']);
