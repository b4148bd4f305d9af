/** A typical detection in KQL, and the same by hand in DuckDB's SQL over the same files; `{from}` is their FROM item. */
export type Question = { readonly name: string; readonly kql: string; readonly sql: string };

const ticks = (time: string) => `${BigInt(Date.parse(time)) * 10_000n + 621_355_968_000_000_000n}`;
const hour = '36000000000';
const at = (days: number) => `2026-10-${String(days).padStart(2, '0')}`;
const since = (days: number) => ({ kql: `TimeGenerated >= datetime(${at(days)})`, sql: `"TimeGenerated" >= ${ticks(at(days))}` });
const between = (from: number, to: number) => ({
  kql: `TimeGenerated >= datetime(${at(from)}) and TimeGenerated < datetime(${at(to)})`,
  sql: `"TimeGenerated" >= ${ticks(at(from))} AND "TimeGenerated" < ${ticks(at(to))}`,
});
const month = since(1);
const week = since(24);

/** Ten questions that a detection rule or an analyst asks of sign-ins. */
export const questions: readonly Question[] = [
  {
    name: 'failures by reason, a month',
    kql: `SigninLogs | where ${month.kql} and ResultType != "0" | summarize Failures = count() by ResultType, ResultDescription`,
    sql: `SELECT "ResultType", "ResultDescription", count(*) FROM {from} WHERE ${month.sql} AND "ResultType" <> '0' GROUP BY ALL`,
  },
  {
    name: 'password spray, a week',
    kql: `SigninLogs | where ${week.kql} and ResultType == "50126" | summarize Accounts = dcount(UserPrincipalName), Failures = count() by IPAddress | where Accounts > 20`,
    sql: `SELECT "IPAddress", count(DISTINCT "UserPrincipalName") AS accounts, count(*) FROM {from} WHERE ${week.sql} AND "ResultType" = '50126' GROUP BY 1 HAVING accounts > 20`,
  },
  {
    name: 'sign-ins by hour, a month',
    kql: `SigninLogs | where ${month.kql} | summarize SignIns = count(), People = dcount(UserPrincipalName) by bin(TimeGenerated, 1h)`,
    sql: `SELECT "TimeGenerated" // ${hour} * ${hour} AS h, count(*), count(DISTINCT "UserPrincipalName") FROM {from} WHERE ${month.sql} GROUP BY 1`,
  },
  {
    name: 'last sign-in of each person',
    kql: `SigninLogs | where ${month.kql} and ResultType == "0" | summarize arg_max(TimeGenerated, IPAddress, Location, AppDisplayName) by UserPrincipalName`,
    sql: `SELECT "UserPrincipalName", max("TimeGenerated"), arg_max({'a': "IPAddress", 'b': "Location", 'c': "AppDisplayName"}, "TimeGenerated") FROM {from} WHERE ${month.sql} AND "ResultType" = '0' GROUP BY 1`,
  },
  {
    name: 'a word in the user agent, a month',
    kql: `SigninLogs | where ${month.kql} and UserAgent contains "curl" | summarize count() by UserPrincipalName, IPAddress`,
    sql: `SELECT "UserPrincipalName", "IPAddress", count(*) FROM {from} WHERE ${month.sql} AND contains(lower("UserAgent"), 'curl') GROUP BY ALL`,
  },
  {
    name: 'addresses not seen the weeks before',
    kql: `SigninLogs | where ${week.kql} and ResultType == "0" | distinct UserPrincipalName, IPAddress
| join kind=leftanti (SigninLogs | where ${between(1, 24).kql} and ResultType == "0" | distinct UserPrincipalName, IPAddress) on UserPrincipalName, IPAddress
| summarize count() by UserPrincipalName`,
    sql: `SELECT "UserPrincipalName", count(*) FROM (SELECT DISTINCT "UserPrincipalName", "IPAddress" FROM {from} WHERE ${week.sql} AND "ResultType" = '0') l
ANTI JOIN (SELECT DISTINCT "UserPrincipalName", "IPAddress" FROM {from} WHERE ${between(1, 24).sql} AND "ResultType" = '0') r USING ("UserPrincipalName", "IPAddress") GROUP BY 1`,
  },
  {
    name: 'the system of the device, out of JSON, three days',
    kql: `SigninLogs | where ${since(28).kql} | extend System = tostring(DeviceDetail.operatingSystem) | summarize count() by System`,
    sql: `SELECT coalesce(json_extract_string("DeviceDetail", '$.operatingSystem'), '') AS s, count(*) FROM {from} WHERE ${since(28).sql} GROUP BY 1`,
  },
  {
    name: 'two countries within two hours, a week',
    kql: `SigninLogs | where ${week.kql} and ResultType == "0" | sort by UserPrincipalName asc, TimeGenerated asc
| extend Before = prev(Location), Who = prev(UserPrincipalName), Then = prev(TimeGenerated)
| where Who == UserPrincipalName and Before != Location and TimeGenerated - Then < 2h | summarize count() by UserPrincipalName`,
    sql: `SELECT "UserPrincipalName", count(*) FROM (SELECT "UserPrincipalName", "Location", "TimeGenerated", lag("Location") OVER w AS b, lag("UserPrincipalName") OVER w AS u, lag("TimeGenerated") OVER w AS t FROM {from} WHERE ${week.sql} AND "ResultType" = '0' WINDOW w AS (ORDER BY "UserPrincipalName", "TimeGenerated"))
WHERE u = "UserPrincipalName" AND b <> "Location" AND "TimeGenerated" - t < 72000000000 GROUP BY 1`,
  },
  {
    name: 'one person, a month',
    kql: `SigninLogs | where ${month.kql} and UserPrincipalName =~ "Person-00042@example.com" | project TimeGenerated, IPAddress, Location, ResultType | sort by TimeGenerated desc`,
    sql: `SELECT "TimeGenerated", "IPAddress", "Location", "ResultType" FROM {from} WHERE ${month.sql} AND lower("UserPrincipalName") = 'person-00042@example.com' ORDER BY 1 DESC`,
  },
  {
    name: 'places of each person, a day',
    kql: `SigninLogs | where ${between(30, 31).kql} | summarize Places = make_set(Location), Apps = dcount(AppDisplayName) by UserPrincipalName | where array_length(Places) > 1`,
    sql: `SELECT "UserPrincipalName", to_json(list(DISTINCT "Location")) AS places, count(DISTINCT "AppDisplayName") FROM {from} WHERE ${between(30, 31).sql} GROUP BY 1 HAVING json_array_length(places) > 1`,
  },
];

/** One day out of the month: what it reads should be about one day's share. */
export const dayQuestion = `SigninLogs | where ${between(15, 16).kql} | summarize count(), dcount(UserPrincipalName) by Location`;
