import { iso, workingHours } from './calendar.ts';
import type { Person } from './company.ts';
import { createRandom } from './random.ts';
import type { SampleRow, World } from './world.ts';

const files = ['Price list.xlsx', 'Lens drawings.pdf', 'Plan Q3.docx', 'Suppliers.xlsx', 'Minutes.docx'] as const;
const operations = [
  ['FileAccessed', 'SharePoint', 8],
  ['FileModified', 'SharePoint', 4],
  ['FileDownloaded', 'SharePoint', 2],
  ['MailItemsAccessed', 'Exchange', 6],
  ['Send', 'Exchange', 3],
] as const;

/** The rows of OfficeActivity: files and mail, the rule in the sprayed mailbox, and the app that reads mail it was let into. */
export function officeActivity({ seed, company, calendar, attacks }: World): readonly SampleRow[] {
  const random = createRandom(seed, 'OfficeActivity');
  const event = (fields: {
    readonly at: number;
    readonly person: Person;
    readonly operation: string;
    readonly workload: string;
    readonly address: string;
    readonly more?: object;
  }): SampleRow => ({
    TimeGenerated: iso(fields.at),
    Operation: fields.operation,
    OfficeWorkload: fields.workload,
    RecordType: fields.workload === 'Exchange' ? 'ExchangeItem' : 'SharePointFileOperation',
    UserId: fields.person.upn,
    UserKey: fields.person.id,
    UserType: 'Regular',
    ClientIP: fields.address,
    ResultStatus: 'Succeeded',
    OrganizationId: company.tenantId,
    OfficeId: random.guid(),
    Type: 'OfficeActivity',
    ...fields.more,
  });
  const habits = company.people.flatMap((person) =>
    workingHours(calendar, person, createRandom(seed, `hours/${person.account}`)).flatMap(({ from, to, atHome }) =>
      Array.from({ length: random.between(8, 20) }, () => {
        const [operation, workload] = random.weighted(operations.map((row) => [row, row[2]] as const));
        const more =
          workload === 'SharePoint'
            ? { SourceFileName: random.pick(files), Site_Url: 'https://halden.sharepoint.com/sites/optics/' }
            : { MailboxOwnerUPN: person.upn };
        return event({
          at: random.between(from, to),
          person,
          operation,
          workload,
          address: atHome ? person.home : person.office.address,
          more,
        });
      }),
    ),
  );
  const { spray, consent } = attacks;
  const parameters = [
    { Name: 'Name', Value: spray.ruleName },
    { Name: 'SubjectOrBodyContainsWords', Value: 'invoice;payment;wire' },
    { Name: 'ForwardTo', Value: spray.forwardTo },
    { Name: 'MarkAsRead', Value: 'True' },
  ];
  const rule = event({
    at: spray.ruleMade,
    person: spray.victim,
    operation: 'New-InboxRule',
    workload: 'Exchange',
    address: spray.addresses[0],
    more: { RecordType: 'ExchangeAdmin', Parameters: JSON.stringify(parameters), OfficeObjectId: `${spray.victim.upn}\\${spray.ruleName}` },
  });
  const reading = Array.from({ length: 24 }, (_, index) =>
    event({
      at: spray.success + 300_000 + index * 11_000,
      person: spray.victim,
      operation: 'MailItemsAccessed',
      workload: 'Exchange',
      address: spray.addresses[0],
      more: { MailboxOwnerUPN: spray.victim.upn, ClientInfoString: 'Client=POP3/IMAP4' },
    }),
  );
  const harvest = Array.from({ length: 180 }, (_, index) =>
    event({
      at: consent.at + 240_000 + index * 95_000,
      person: consent.person,
      operation: 'MailItemsAccessed',
      workload: 'Exchange',
      address: consent.address,
      more: {
        MailboxOwnerUPN: consent.person.upn,
        AppId: consent.appId,
        ClientAppId: consent.appId,
        ClientInfoString: 'Client=REST;Client=RESTSystem',
      },
    }),
  );
  return [...habits, rule, ...reading, ...harvest];
}
