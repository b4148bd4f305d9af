import { AppError, drawIcon, type JsonObject, microsoftRegistration, type Preset, z } from '../../connector-kit/index.ts';

const sentinelScope = '4500ebfb-89b6-4b14-a480-7f749797bfcd/SentinelPlatform.DelegatedAccess';
const defenderScope = '7b7b3966-1961-47b5-b080-43ca5482e21c/MCP.Read.All';

/**
 * The collections of tools that Microsoft Sentinel serves, each a server of its own.
 * https://learn.microsoft.com/azure/sentinel/datalake/sentinel-mcp-overview
 */
const collections = {
  'data-exploration': { scope: sentinelScope, says: 'Tables, KQL over the data lake, analyses of users and addresses.' },
  triage: { scope: defenderScope, says: 'Incidents, alerts, hunting, files, devices and vulnerabilities of Microsoft Defender.' },
  'security-copilot-agent-creation': { scope: sentinelScope, says: 'Agents of Security Copilot, made in conversation.' },
  graph: { scope: sentinelScope, says: 'Blast radius, walkable paths and exposure in the graph of Sentinel.' },
  custom: { scope: sentinelScope, says: 'A collection of saved queries of your own.' },
} as const;
type Collection = keyof typeof collections;

const settings = z.object({
  tenant: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,100}$/, 'the id of a tenant or one of its domains')
    .meta({ title: 'Tenant', description: 'The directory (tenant) id of Microsoft Entra, or one of its domains.' }),
  collection: z
    // The keys of the table above.
    .enum(Object.keys(collections) as [Collection, ...Collection[]])
    .default('data-exploration')
    .meta({ title: 'Collection', description: 'Which of the tools of Sentinel. Add the connector again for another.' }),
  customCollection: z
    .string()
    .trim()
    .regex(/^[\w.-]{0,100}$/, 'letters, digits, dots, _ and -')
    .default('')
    .meta({ title: 'Name of the custom collection', description: 'Only for the collection "custom".' }),
});

/** Microsoft Sentinel's MCP servers: only the tenant and the client that was registered there are asked for. */
export const sentinel: Preset = {
  id: 'microsoft-sentinel',
  name: 'Microsoft Sentinel',
  description: 'Microsoft’s own MCP servers for Sentinel and Defender, with the permissions of whoever signs in.',
  iconUrl: drawIcon('shieldChecks', '#4a5fa0'),
  registration: {
    ...microsoftRegistration({ api: 'Sentinel Platform Services' }),
    permissions: [
      {
        scope: sentinelScope,
        called: 'SentinelPlatform.DelegatedAccess',
        words: 'The tools of every collection but triage',
        needed: 'to-read',
      },
      { scope: defenderScope, called: 'MCP.Read.All', words: 'Triage; look for Microsoft Defender Mcp instead', needed: 'to-read' },
    ],
  },
  // JSON Schema is plain JSON; zod types it with keywords of every draft.
  settingsSchema: z.toJSONSchema(settings, { io: 'input' }) as unknown as JsonObject,
  fillIn: (given) => {
    const parsed = settings.safeParse(given);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new AppError('request.invalid', {
        sentence: `Microsoft Sentinel: the setting "${issue?.path.join('.')}" does not fit: ${issue?.message}.`,
      });
    }
    const { tenant, collection, customCollection } = parsed.data;
    if (collection === 'custom' && customCollection === '')
      throw new AppError('request.invalid', { sentence: 'Microsoft Sentinel: a custom collection needs its name.' });
    const { scope, says } = collections[collection];
    const path = collection === 'custom' ? `custom/${customCollection}` : collection;
    return {
      description: says,
      url: `https://sentinel.microsoft.com/mcp/${path}`,
      authorizationServer: `https://login.microsoftonline.com/${tenant}/v2.0`,
      scopes: [scope],
      // Entra refuses a resource beside the scope of another one (AADSTS9010010).
      omitResource: true,
    };
  },
};
