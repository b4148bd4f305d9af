import { type Finding, listOf, numberIn, total, within } from './finding.ts';

/** What sign-ins say of a person. */
export const signInFindings: readonly Finding[] = [
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
  // An office lets in most of those who mistype there; a sprayer few.
  {
    id: 'sprayed-then-entered',
    title: 'A sign-in that succeeded from an address that failed for many people',
    tables: ['SigninLogs'],
    query: (subject) => `let sprayers = SigninLogs
| ${within(subject)}
| summarize People = dcountif(UserPrincipalName, ResultType != "0"), LetIn = dcountif(UserPrincipalName, ResultType == "0") by IPAddress
| where People >= 5 and LetIn * 3 <= People
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
    id: 'new-devices',
    title: 'Devices that were new',
    tables: ['SigninLogs'],
    query: (subject) => `let before = SigninLogs
| where TimeGenerated between ((${subject.start} - 14d) .. (${subject.start} - 1tick))
| where UserPrincipalName =~ ${subject.entity} or UserId =~ ${subject.entity}
| where ResultType == "0"
| extend Device = coalesce(tostring(DeviceDetail.displayName), tostring(DeviceDetail.deviceId), strcat(tostring(DeviceDetail.operatingSystem), " ", tostring(DeviceDetail.browser)))
| distinct Device;
SigninLogs
| ${within(subject)}
| where UserPrincipalName =~ ${subject.entity} or UserId =~ ${subject.entity}
| where ResultType == "0"
| extend Device = coalesce(tostring(DeviceDetail.displayName), tostring(DeviceDetail.deviceId), strcat(tostring(DeviceDetail.operatingSystem), " ", tostring(DeviceDetail.browser)))
| where isnotempty(trim(" ", Device))
| join kind=leftanti before on Device
| summarize SignIns = count(), First = min(TimeGenerated), Places = make_set(Location, 5) by Device
| top 20 by First asc`,
    judge: (rows) => (rows.length === 0 ? null : { points: 10, sentence: `First sign-ins in two weeks from ${listOf(rows, 'Device')}.` }),
  },
];
