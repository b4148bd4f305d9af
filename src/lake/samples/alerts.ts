import { iso, momentOf } from './calendar.ts';
import type { Person } from './company.ts';
import { createRandom } from './random.ts';
import type { SampleRow, World } from './world.ts';

export type Alert = {
  readonly id: string;
  readonly name: string;
  readonly severity: 'High' | 'Medium' | 'Low';
  readonly at: number;
  readonly from: number;
  readonly product: string;
  readonly description: string;
  readonly tactics: string;
  readonly techniques: readonly string[];
  readonly person: Person;
  readonly entities: readonly object[];
  /** What became of it: true attacks stay open, the rest were looked at and closed. */
  readonly real: boolean;
};

/** The month's alerts: one for each attack, and six that were nothing. */
export function alertsOf({ seed, company, calendar, attacks }: World): readonly Alert[] {
  const random = createRandom(seed, 'alerts');
  const { spray, travel, beacon, consent } = attacks;
  const account = (person: Person) => ({ Type: 'account', Name: person.account, UPNSuffix: company.domain, AadUserId: person.id });
  const ip = (address: string) => ({ Type: 'ip', Address: address });
  const real: readonly Omit<Alert, 'id' | 'real'>[] = [
    {
      name: 'Password spray attack',
      severity: 'High',
      at: spray.success + 1_500_000,
      from: spray.from,
      product: 'Azure Active Directory Identity Protection',
      description: 'Many accounts were tried with few passwords from the same addresses, and one let them in.',
      tactics: 'CredentialAccess',
      techniques: ['T1110'],
      person: spray.victim,
      entities: [account(spray.victim), ...spray.addresses.map(ip)],
    },
    {
      name: 'Impossible travel activity',
      severity: 'Medium',
      at: travel.far + 900_000,
      from: travel.usual,
      product: 'Microsoft Cloud App Security',
      description: 'Two sign-ins of one account from places that nobody gets between in that time.',
      tactics: 'InitialAccess',
      techniques: ['T1078'],
      person: travel.person,
      entities: [account(travel.person), ip(travel.address), ip(travel.person.office.address)],
    },
    {
      name: 'Regular connections to a rare host',
      severity: 'High',
      at: momentOf(calendar, 27, '06:15'),
      from: beacon.opened,
      product: 'Microsoft Defender Advanced Threat Protection',
      description: 'A program in a profile folder connects to the same host at the same pace.',
      tactics: 'CommandAndControl',
      techniques: ['T1071'],
      person: beacon.person,
      entities: [
        { Type: 'host', HostName: beacon.person.device.name },
        ip(beacon.address),
        { Type: 'dns', DomainName: beacon.host },
        { Type: 'file', Name: beacon.process },
      ],
    },
    {
      name: 'Suspicious consent to an application',
      severity: 'High',
      at: consent.at + 5_400_000,
      from: consent.at,
      product: 'Microsoft Cloud App Security',
      description: 'An unknown application was given lasting access to mail and reads it from an unusual address.',
      tactics: 'Persistence',
      techniques: ['T1528'],
      person: consent.person,
      entities: [
        account(consent.person),
        ip(consent.address),
        { Type: 'cloud-application', AppId: consent.appId, Name: consent.app },
        { Type: 'url', Url: consent.url },
      ],
    },
  ];
  const harmless = ['Unfamiliar sign-in properties', 'Rare process on host', 'Mass download'] as const;
  const noise = Array.from({ length: 6 }, (_, index): Omit<Alert, 'id' | 'real'> => {
    const person = random.pick(company.people);
    const at = momentOf(calendar, 2 + index * 3, `${String(random.between(8, 15)).padStart(2, '0')}:${random.between(10, 59)}`);
    return {
      name: random.pick(harmless),
      severity: index % 2 === 0 ? 'Low' : 'Medium',
      at,
      from: at - 600_000,
      product: 'Microsoft Cloud App Security',
      description: 'Unusual for this account or host.',
      tactics: 'InitialAccess',
      techniques: [],
      person,
      entities: [account(person)],
    };
  });
  return [...real.map((alert) => ({ ...alert, real: true })), ...noise.map((alert) => ({ ...alert, real: false }))]
    .map((alert) => ({ ...alert, id: random.guid() }))
    .sort((left, right) => left.at - right.at);
}

/** The rows of SecurityAlert. */
export function securityAlerts(world: World): readonly SampleRow[] {
  return alertsOf(world).map((alert) => ({
    TimeGenerated: iso(alert.at),
    DisplayName: alert.name,
    AlertName: alert.name,
    AlertSeverity: alert.severity,
    Description: alert.description,
    ProviderName: alert.product,
    ProductName: alert.product,
    VendorName: 'Microsoft',
    SystemAlertId: alert.id,
    AlertType: alert.name.replaceAll(' ', ''),
    StartTime: iso(alert.from),
    EndTime: iso(alert.at),
    ProcessingEndTime: iso(alert.at),
    Status: alert.real ? 'New' : 'Resolved',
    CompromisedEntity: alert.person.upn,
    Tactics: alert.tactics,
    Techniques: JSON.stringify(alert.techniques),
    Entities: JSON.stringify(alert.entities),
    IsIncident: false,
    Type: 'SecurityAlert',
  }));
}

/** The rows of SecurityIncident: a row at each change, as Sentinel writes them. */
export function securityIncidents(world: World): readonly SampleRow[] {
  const random = createRandom(world.seed, 'SecurityIncident');
  return alertsOf(world).flatMap((alert, index) => {
    const name = random.guid();
    const created = alert.at + 120_000;
    const row = (at: number, change: Readonly<Record<string, unknown>>): SampleRow => ({
      TimeGenerated: iso(at),
      IncidentName: name,
      IncidentNumber: index + 1,
      Title: alert.name,
      Description: alert.description,
      Severity: alert.severity,
      Status: 'New',
      Owner: { assignedTo: null, userPrincipalName: null },
      ProviderName: 'Azure Sentinel',
      ProviderIncidentId: String(index + 1),
      CreatedTime: iso(created),
      FirstActivityTime: iso(alert.from),
      LastActivityTime: iso(alert.at),
      FirstModifiedTime: iso(created),
      LastModifiedTime: iso(at),
      AlertIds: [alert.id],
      AdditionalData: { alertsCount: 1, tactics: [alert.tactics], techniques: alert.techniques, alertProductNames: [alert.product] },
      TenantId: world.company.tenantId,
      Type: 'SecurityIncident',
      ...change,
    });
    if (alert.real) return [row(created, {})];
    const closed = created + random.between(2, 9) * 3_600_000;
    return [
      row(created, {}),
      row(closed, {
        Status: 'Closed',
        Classification: 'BenignPositive',
        ClassificationReason: 'SuspiciousButExpected',
        ClosedTime: iso(closed),
        Owner: { assignedTo: 'Tomas Novak', userPrincipalName: 'tomas.novak@halden-optics.example' },
      }),
    ];
  });
}
