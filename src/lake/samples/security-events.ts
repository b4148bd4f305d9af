import { iso, workingHours } from './calendar.ts';
import type { Person } from './company.ts';
import { createRandom } from './random.ts';
import type { SampleRow, World } from './world.ts';

const activities: ReadonlyMap<number, string> = new Map([
  [4624, '4624 - An account was successfully logged on.'],
  [4625, '4625 - An account failed to log on.'],
  [4634, '4634 - An account was logged off.'],
  [4672, '4672 - Special privileges assigned to new logon.'],
  [4688, '4688 - A new process has been created.'],
]);

/** The rows of SecurityEvent: logons at laptops and the file server, and the chain of the beaconing host once more. */
export function securityEvents({ seed, company, calendar, attacks }: World): readonly SampleRow[] {
  const random = createRandom(seed, 'SecurityEvent');
  let record = 0;
  const event = (at: number, person: Person, fields: Readonly<Record<string, unknown>> & { readonly EventID: number }): SampleRow => ({
    TimeGenerated: iso(at),
    Computer: `${person.device.name}.halden-optics.example`,
    EventSourceName: 'Microsoft-Windows-Security-Auditing',
    Channel: 'Security',
    Activity: activities.get(fields.EventID) ?? '',
    Account: `HALDEN\\${person.account}`,
    AccountType: 'User',
    EventRecordId: String((record += 1)),
    Type: 'SecurityEvent',
    ...fields,
  });
  const logon = (person: Person, type: number, address: string) => ({
    TargetUserName: person.account,
    TargetDomainName: 'HALDEN',
    LogonType: type,
    IpAddress: address,
    AuthenticationPackageName: type === 3 ? 'Kerberos' : 'Negotiate',
  });
  const habits = company.people.flatMap((person) =>
    workingHours(calendar, person, createRandom(seed, `hours/${person.account}`)).flatMap(({ from, to }) => {
      const start = from - random.between(60_000, 600_000);
      const day = [
        event(start, person, { EventID: 4624, ...logon(person, 2, '127.0.0.1') }),
        event(to, person, { EventID: 4634, ...logon(person, 2, '') }),
      ];
      if (random.chance(0.08))
        day.push(
          event(start - 20_000, person, { EventID: 4625, ...logon(person, 2, '127.0.0.1'), Status: '0xc000006d', SubStatus: '0xc000006a' }),
        );
      if (person.admin)
        day.push(event(start + 1_000, person, { EventID: 4672, SubjectUserName: person.account, PrivilegeList: 'SeDebugPrivilege' }));
      for (let count = random.between(4, 9); count > 0; count -= 1) {
        day.push({
          ...event(random.between(from, to), person, { EventID: 4624, ...logon(person, 3, person.device.address) }),
          Computer: 'fs-0001.halden-optics.example',
        });
      }
      return day;
    }),
  );
  const { person, opened, process } = attacks.beacon;
  const created = (at: number, path: string, parent: string, line: string) =>
    event(at, person, {
      EventID: 4688,
      SubjectUserName: person.account,
      SubjectDomainName: 'HALDEN',
      NewProcessName: path,
      Process: path.split('\\').at(-1) ?? '',
      ParentProcessName: parent,
      CommandLine: line,
    });
  return [
    ...habits,
    created(
      opened + 14_000,
      'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      'C:\\Program Files\\Microsoft Office\\winword.exe',
      'powershell.exe -NoProfile -WindowStyle Hidden -EncodedCommand SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAKQA=',
    ),
    created(
      opened + 38_000,
      `C:\\Users\\${person.account}\\AppData\\Roaming\\${process}`,
      'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      `${process} -s`,
    ),
  ];
}
