import { ToolError } from '../../../connector-kit/index.ts';
import type { Description, Operation, Scheme } from './description.ts';
import { type Entry, follow, isEntry, textOf } from './references.ts';

/** The security schemes of a document (OpenAPI › Security Scheme Object), and those that cannot be used here. */
export function readSchemes(document: Entry): Pick<Description, 'schemes' | 'schemesLeftOut'> {
  const components = isEntry(document['components']) ? document['components'] : {};
  const given = isEntry(components['securitySchemes']) ? components['securitySchemes'] : {};
  const schemes = new Map<string, Scheme>();
  const schemesLeftOut = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    try {
      schemes.set(name, toScheme(follow(document, value)));
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      schemesLeftOut.set(name, error.message);
    }
  }
  return { schemes: Object.fromEntries(schemes), schemesLeftOut: Object.fromEntries(schemesLeftOut) };
}

function toScheme(entry: Entry): Scheme {
  const type = textOf(entry['type']);
  const name = textOf(entry['name']);
  const way = textOf(entry['scheme']).toLowerCase();
  switch (type) {
    case 'apiKey':
      if (entry['in'] === 'header') return { kind: 'header', name };
      if (entry['in'] === 'query') return { kind: 'query', name };
      throw new ToolError('its key is a cookie, and none are sent');
    case 'http':
      if (way === 'basic' || way === 'bearer') return { kind: way };
      throw new ToolError(`its HTTP scheme is "${way}", which is not known here`);
    case 'oauth2':
      return toOAuth(entry);
    case 'openIdConnect':
      return { kind: 'openid', discoveryUrl: addressIn(entry, 'openIdConnectUrl') };
    default:
      throw new ToolError(`its type is "${type}", which is not known here`);
  }
}

/** People sign in by the code flow. The other flows end in a bearer token too, which whoever sets the connector up brings along. */
function toOAuth(entry: Entry): Scheme {
  const flow = isEntry(entry['flows']) ? entry['flows']['authorizationCode'] : undefined;
  if (!isEntry(flow)) return { kind: 'bearer' };
  const tokenUrl = addressIn(flow, 'tokenUrl');
  if (flow['refreshUrl'] !== undefined && addressIn(flow, 'refreshUrl') !== tokenUrl)
    throw new ToolError('it renews tokens at another address than it gives them, which is not done here');
  const scopes = Object.entries(isEntry(flow['scopes']) ? flow['scopes'] : {}).map(([name, words]) => [name, textOf(words)]);
  return {
    kind: 'oauth',
    authorizationUrl: addressIn(flow, 'authorizationUrl'),
    tokenUrl,
    revocationUrl: null,
    issuer: null,
    clientAuthMethods: null,
    scopes: Object.fromEntries(scopes),
  };
}

function addressIn(entry: Entry, key: string): string {
  const address = textOf(entry[key]);
  if (/[{}]/.test(address)) throw new ToolError(`its ${key} has places to fill in: write the whole address into the description`);
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? '')) throw new ToolError(`its ${key} is no web address`);
  return address;
}

/** What an operation needs, or else the whole document (OpenAPI › Security Requirement Object). */
export function readRequirement(document: Entry, operation: Entry): Operation['security'] {
  const given = operation['security'] ?? document['security'];
  if (!Array.isArray(given)) return null;
  return given.filter(isEntry).map((way) => {
    const scopes = (names: unknown) => (Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []);
    return Object.fromEntries(Object.entries(way).map(([scheme, names]) => [scheme, scopes(names)]));
  });
}

export type Admission =
  | { readonly kind: 'admitted'; readonly scopes: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Whether an operation lies where requests go, and the one scheme that was chosen opens it, with which scopes. */
export function admit(
  { security, servers }: Pick<Operation, 'security' | 'servers'>,
  { security: chosen, baseUrl }: { readonly security: string; readonly baseUrl: string },
): Admission {
  if (servers.length > 0 && !servers.some((server) => isSamePlace(server, baseUrl)))
    return { kind: 'refused', reason: `It lies at ${servers.join(' or ')}, and this connector reaches only its base URL.` };
  // Without a choice, the service itself will say.
  if (chosen === '' || security === null || security.length === 0) return { kind: 'admitted', scopes: [] };
  const way = security.find((schemes) => Object.hasOwn(schemes, chosen) && Object.keys(schemes).length === 1);
  if (way !== undefined) return { kind: 'admitted', scopes: way[chosen] ?? [] };
  if (security.some((schemes) => Object.keys(schemes).length === 0)) return { kind: 'admitted', scopes: [] };
  const needs = security.map((schemes) => Object.keys(schemes).join(' and ')).join(', or ');
  return { kind: 'refused', reason: `It needs the security scheme ${needs}; this connector signs in by ${chosen} alone.` };
}

/** A server may be named by its path alone. */
function isSamePlace(server: string, baseUrl: string): boolean {
  const place = URL.parse(server, baseUrl);
  return place !== null && place.href.replace(/\/+$/, '') === new URL(baseUrl).href.replace(/\/+$/, '');
}
