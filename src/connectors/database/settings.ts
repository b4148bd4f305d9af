import { type Dialect, mysql, postgresql, queryFaults, sqlSettings, z } from '../../connector-kit/index.ts';

export const dialects = { postgresql, mysql } as const satisfies Record<string, Dialect>;
const usualPorts = { postgresql: 5432, mysql: 3306 } as const;

/** What the owner says when adding the connector. */
export const serverSettings = z
  .object({
    kind: z.enum(['postgresql', 'mysql']).meta({ title: 'Kind' }).describe('MariaDB is mysql'),
    host: z
      .string()
      .regex(/^[A-Za-z0-9._:-]+$/, 'a host is a name or an address, without a scheme')
      .meta({ title: 'Host' })
      .describe('A private address must be allowed by PATCHBAY_ALLOW_PRIVATE_NETWORK.'),
    port: z.int().min(1).max(65_535).optional().meta({ title: 'Port' }).describe('Empty: the usual one'),
    database: z.string().min(1).meta({ title: 'Database' }),
    user: z.string().min(1).meta({ title: 'User' }).describe('An account for this connector alone, with no more rights than it needs.'),
    password: z.string().optional().meta({ title: 'Password', secret: true }),
    tls: z
      .enum(['verify', 'off'])
      .default('verify')
      .meta({ title: 'TLS' })
      .describe('verify: encrypted, to a server whose certificate is for this host. off: password and data travel in the open.'),
    certificateAuthority: z
      .string()
      .optional()
      .meta({ title: 'Certificate authority', multiline: true })
      .describe('In PEM, where the certificate is from an authority of your own'),
    ...sqlSettings,
  })
  .superRefine(({ kind, queries }, context) => {
    for (const message of queryFaults(queries, dialects[kind])) context.addIssue({ code: 'custom', path: ['queries'], message });
  });
export type ServerSettings = z.output<typeof serverSettings>;

export function addressOf({ kind, host, port }: ServerSettings): { readonly host: string; readonly port: number } {
  return { host, port: port ?? usualPorts[kind] };
}
