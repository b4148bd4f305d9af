import { type Finding, listOf, total, within } from './finding.ts';

/** What is looked for about an address. */
export const urlFindings: readonly Finding[] = [
  {
    id: 'clicks',
    title: 'People who clicked it',
    tables: ['UrlClickEvents'],
    query: (subject) => `UrlClickEvents
| ${within(subject)}
| where Url has ${subject.entity}
| summarize Clicks = count(), First = min(TimeGenerated) by AccountUpn, ActionType
| top 50 by Clicks desc`,
    judge: (rows) =>
      rows.length === 0
        ? null
        : {
            points: rows.some((row) => row.ActionType === 'ClickAllowed') ? 30 : 10,
            sentence: `${total(rows, 'Clicks')} clicks by ${listOf(rows, 'AccountUpn')}.`,
          },
  },
  {
    id: 'mails',
    title: 'Messages that carried it',
    tables: ['EmailUrlInfo'],
    query: (subject) => `EmailUrlInfo
| ${within(subject)}
| where Url has ${subject.entity}
| summarize Messages = dcount(NetworkMessageId) by UrlDomain`,
    judge: (rows) => (rows.length === 0 ? null : { points: 10, sentence: `${total(rows, 'Messages')} messages carried it.` }),
  },
  {
    id: 'connections',
    title: 'Devices that connected to it',
    tables: ['DeviceNetworkEvents'],
    query: (subject) => `DeviceNetworkEvents
| ${within(subject)}
| where RemoteUrl has ${subject.host}
| summarize Connections = count(), First = min(TimeGenerated), Last = max(TimeGenerated) by DeviceName, InitiatingProcessFileName
| top 50 by Connections desc`,
    judge: (rows) =>
      rows.length === 0
        ? null
        : {
            points: total(rows, 'Connections') >= 100 ? 30 : 15,
            sentence: `${total(rows, 'Connections')} connections from ${listOf(rows, 'DeviceName')} by ${listOf(rows, 'InitiatingProcessFileName')}.`,
          },
  },
  {
    id: 'indicators',
    title: 'Threat indicators that name it',
    tables: ['ThreatIntelIndicators'],
    query: (subject) => `ThreatIntelIndicators
| where Pattern has ${subject.entity} or ObservableValue =~ ${subject.host}
| summarize Indicators = count(), Confidence = max(Confidence) by SourceSystem`,
    judge: (rows) =>
      rows.length === 0
        ? null
        : { points: 40, sentence: `Named by ${total(rows, 'Indicators')} threat indicators of ${listOf(rows, 'SourceSystem')}.` },
  },
  {
    id: 'alerts',
    title: 'Alerts that name it',
    tables: ['SecurityAlert'],
    query: (subject) => `SecurityAlert
| ${within(subject)}
| where Entities has ${subject.entity}
| summarize Alerts = count() by AlertName, AlertSeverity
| top 20 by Alerts desc`,
    judge: (rows) =>
      rows.length === 0 ? null : { points: 20, sentence: `${total(rows, 'Alerts')} alerts: ${listOf(rows, 'AlertName')}.` },
  },
];
