import { iso, workingHours } from './calendar.ts';
import type { Person } from './company.ts';
import { createRandom } from './random.ts';
import type { SampleRow, World } from './world.ts';

const sites = [
  [{ host: 'outlook.office365.com', address: '198.18.200.10', process: 'outlook.exe' }, 6],
  [{ host: 'teams.microsoft.com', address: '198.18.200.20', process: 'ms-teams.exe' }, 6],
  [{ host: 'halden.sharepoint.com', address: '198.18.200.30', process: 'msedge.exe' }, 4],
  [{ host: 'erp.halden-optics.example', address: '10.20.0.15', process: 'msedge.exe' }, 4],
  [{ host: 'news.example', address: '198.18.201.7', process: 'msedge.exe' }, 2],
  [{ host: 'updates.vendor.example', address: '198.18.202.9', process: 'svchost.exe' }, 2],
] as const;
type Site = (typeof sites)[number][0];

const programs = [
  [{ file: 'msedge.exe', parent: 'explorer.exe', line: '"msedge.exe" --profile-directory=Default' }, 6],
  [{ file: 'outlook.exe', parent: 'explorer.exe', line: '"OUTLOOK.EXE"' }, 3],
  [{ file: 'excel.exe', parent: 'explorer.exe', line: '"EXCEL.EXE" /dde' }, 3],
  [{ file: 'winword.exe', parent: 'explorer.exe', line: '"WINWORD.EXE" /n' }, 2],
  [{ file: 'svchost.exe', parent: 'services.exe', line: 'svchost.exe -k netsvcs -p' }, 4],
  [{ file: 'backgroundtaskhost.exe', parent: 'svchost.exe', line: 'backgroundTaskHost.exe -ServerName:App' }, 3],
] as const;
type Program = (typeof programs)[number][0];

/** The rows of DeviceNetworkEvents: what laptops connect to, and one that calls home every five minutes. */
export function deviceNetworkEvents({ seed, company, calendar, attacks }: World): readonly SampleRow[] {
  const random = createRandom(seed, 'DeviceNetworkEvents');
  let report = 0;
  const event = (fields: {
    readonly at: number;
    readonly person: Person;
    readonly host: string;
    readonly address: string;
    readonly process: string;
    readonly parent: string;
    readonly sha256?: string;
  }): SampleRow => ({
    TimeGenerated: iso(fields.at),
    Timestamp: iso(fields.at),
    ...deviceOf(fields.person),
    ActionType: 'ConnectionSuccess',
    LocalIP: fields.person.device.address,
    LocalPort: random.between(49_152, 65_535),
    Protocol: 'Tcp',
    RemoteIP: fields.address,
    RemoteIPType: fields.address.startsWith('10.') ? 'Private' : 'Public',
    RemotePort: 443,
    RemoteUrl: fields.host,
    ...initiating(fields.person, { file: fields.process, line: fields.process, parent: fields.parent }),
    InitiatingProcessSHA256: fields.sha256 ?? '',
    ReportId: (report += 1),
    Type: 'DeviceNetworkEvents',
  });
  const habits = company.people.flatMap((person) =>
    workingHours(calendar, person, createRandom(seed, `hours/${person.account}`)).flatMap(({ from, to }) =>
      Array.from({ length: random.between(22, 44) }, () => {
        const site = random.weighted<Site>(sites);
        return event({ at: random.between(from, to), person, ...site, parent: 'explorer.exe' });
      }),
    ),
  );
  const { beacon } = attacks;
  const calls: SampleRow[] = [];
  for (let at = beacon.opened + 41_000; at < calendar.end; at += beacon.seconds * 1000) {
    calls.push(
      event({
        at: at + random.between(-3_000, 3_000),
        person: beacon.person,
        host: beacon.host,
        address: beacon.address,
        process: beacon.process,
        parent: 'powershell.exe',
        sha256: beacon.sha256,
      }),
    );
  }
  return [...habits, ...calls];
}

/** The rows of DeviceProcessEvents: what people start, and the chain from a document to the program that calls home. */
export function deviceProcessEvents({ seed, company, calendar, attacks }: World): readonly SampleRow[] {
  const random = createRandom(seed, 'DeviceProcessEvents');
  let report = 0;
  const event = (fields: {
    readonly at: number;
    readonly person: Person;
    readonly program: { readonly file: string; readonly parent: string; readonly line: string };
    readonly folder?: string;
    readonly parentLine?: string;
    readonly grandparent?: string;
    readonly sha256?: string;
  }): SampleRow => ({
    TimeGenerated: iso(fields.at),
    Timestamp: iso(fields.at),
    ...deviceOf(fields.person),
    ActionType: 'ProcessCreated',
    FileName: fields.program.file,
    FolderPath: `${fields.folder ?? 'C:\\Program Files'}\\${fields.program.file}`,
    ProcessCommandLine: fields.program.line,
    ProcessId: random.between(1_000, 30_000),
    ProcessCreationTime: iso(fields.at),
    SHA256: fields.sha256 ?? '',
    AccountDomain: 'halden',
    AccountName: fields.person.account,
    AccountUpn: fields.person.upn,
    AccountObjectId: fields.person.id,
    ...initiating(fields.person, {
      file: fields.program.parent,
      line: fields.parentLine ?? fields.program.parent,
      parent: fields.grandparent ?? 'userinit.exe',
    }),
    ReportId: (report += 1),
    Type: 'DeviceProcessEvents',
  });
  const habits = company.people.flatMap((person) =>
    workingHours(calendar, person, createRandom(seed, `hours/${person.account}`)).flatMap(({ from, to }) =>
      Array.from({ length: random.between(10, 22) }, () =>
        event({ at: random.between(from, to), person, program: random.weighted<Program>(programs) }),
      ),
    ),
  );
  const { person, opened, document, process, sha256 } = attacks.beacon;
  const encoded = 'powershell.exe -NoProfile -WindowStyle Hidden -EncodedCommand SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAKQA=';
  const word = `"WINWORD.EXE" /n "C:\\Users\\${person.account}\\Downloads\\${document}"`;
  return [
    ...habits,
    event({ at: opened, person, program: { file: 'winword.exe', parent: 'outlook.exe', line: word }, grandparent: 'explorer.exe' }),
    event({
      at: opened + 14_000,
      person,
      program: { file: 'powershell.exe', parent: 'winword.exe', line: encoded },
      parentLine: word,
      grandparent: 'outlook.exe',
      folder: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0',
    }),
    event({
      at: opened + 38_000,
      person,
      program: { file: process, parent: 'powershell.exe', line: `${process} -s` },
      parentLine: encoded,
      grandparent: 'winword.exe',
      folder: `C:\\Users\\${person.account}\\AppData\\Roaming`,
      sha256,
    }),
  ];
}

function deviceOf({ device }: Person): Readonly<Record<string, unknown>> {
  return { DeviceName: device.name, DeviceId: device.id };
}

function initiating(
  person: Person,
  { file, line, parent }: { readonly file: string; readonly line: string; readonly parent: string },
): Readonly<Record<string, unknown>> {
  return {
    InitiatingProcessFileName: file,
    InitiatingProcessCommandLine: line,
    InitiatingProcessParentFileName: parent,
    InitiatingProcessAccountName: person.account,
    InitiatingProcessAccountUpn: person.upn,
    InitiatingProcessAccountDomain: 'halden',
    InitiatingProcessAccountObjectId: person.id,
  };
}
