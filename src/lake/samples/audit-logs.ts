import { iso, workingHours } from './calendar.ts';
import { personOf } from './company.ts';
import { createRandom } from './random.ts';
import type { SampleRow, World } from './world.ts';

const routine = [
  ['Update user', 'UserManagement', 6],
  ['Reset user password', 'UserManagement', 3],
  ['Add member to group', 'GroupManagement', 4],
  ['Remove member from group', 'GroupManagement', 2],
  ['Update device', 'Device', 5],
] as const;

/** The rows of AuditLogs: what the administrator does in a month, and the consent that should not have been given. */
export function auditLogs({ seed, company, calendar, attacks }: World): readonly SampleRow[] {
  const random = createRandom(seed, 'AuditLogs');
  const admin = personOf(company, 'tomas.novak');
  const { consent } = attacks;
  const entry = (fields: {
    readonly at: number;
    readonly operation: string;
    readonly category: string;
    readonly by: { readonly upn: string; readonly id: string; readonly address: string };
    readonly targets: readonly object[];
    readonly details?: readonly object[];
  }): SampleRow => ({
    TimeGenerated: iso(fields.at),
    ActivityDateTime: iso(fields.at),
    OperationName: fields.operation,
    ActivityDisplayName: fields.operation,
    Category: fields.category,
    LoggedByService: 'Core Directory',
    Result: 'success',
    ResultType: '',
    Id: `Directory_${random.hex(24)}`,
    CorrelationId: random.guid(),
    AADTenantId: company.tenantId,
    TenantId: company.tenantId,
    Identity: fields.by.upn,
    InitiatedBy: { user: { id: fields.by.id, userPrincipalName: fields.by.upn, ipAddress: fields.by.address } },
    TargetResources: fields.targets,
    AdditionalDetails: fields.details ?? [],
    Type: 'AuditLogs',
  });
  const adminAt = { upn: admin.upn, id: admin.id, address: admin.office.address };
  const habits = workingHours(calendar, admin, createRandom(seed, `hours/${admin.account}`)).flatMap(({ from, to }) =>
    Array.from({ length: random.between(2, 9) }, () => {
      const [operation, category] = random.weighted(routine.map((row) => [row, row[2]] as const));
      const person = random.pick(company.people);
      return entry({
        at: random.between(from, to),
        operation,
        category,
        by: adminAt,
        targets: [{ id: person.id, displayName: person.name, type: 'User', userPrincipalName: person.upn }],
      });
    }),
  );
  const victim = { upn: consent.person.upn, id: consent.person.id, address: consent.person.office.address };
  const app = { id: consent.servicePrincipalId, displayName: consent.app, type: 'ServicePrincipal' };
  return [
    ...habits,
    entry({
      at: consent.at - 2_000,
      operation: 'Add service principal',
      category: 'ApplicationManagement',
      by: victim,
      targets: [app],
      details: [{ key: 'AppId', value: consent.appId }],
    }),
    entry({
      at: consent.at,
      operation: 'Consent to application',
      category: 'ApplicationManagement',
      by: victim,
      targets: [
        {
          ...app,
          modifiedProperties: [
            { displayName: 'ConsentContext.IsAdminConsent', newValue: '"False"' },
            {
              displayName: 'ConsentAction.Permissions',
              newValue: `"[] => [[Id: ${random.hex(12)}, ClientId: ${consent.servicePrincipalId}, ConsentType: Principal, Scope: ${consent.scopes}]]"`,
            },
          ],
        },
      ],
      details: [
        { key: 'User-Agent', value: 'EvoSTS' },
        { key: 'AppId', value: consent.appId },
      ],
    }),
    entry({
      at: consent.at + 1_000,
      operation: 'Add delegated permission grant',
      category: 'ApplicationManagement',
      by: victim,
      targets: [app],
      details: [{ key: 'Scope', value: consent.scopes }],
    }),
  ];
}
