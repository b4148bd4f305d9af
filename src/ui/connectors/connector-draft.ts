import type { ConnectorView } from '../../contract/objects.ts';
import type { RouteBodyInput } from '../../contract/routes.ts';

export type AuthKind = ConnectorView['auth']['kind'];
export type Registration = 'auto' | 'static' | 'client-id-metadata' | 'dynamic';
type AuthBody = RouteBodyInput<'createConnector'>['auth'];

/** The authentication part of the form, as text. */
export type AuthDraft = {
  readonly kind: AuthKind;
  readonly headerName: string;
  readonly prefix: string;
  readonly registration: Registration;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: string;
  readonly omitResource: boolean;
};
export type ConnectorDraft = {
  readonly name: string;
  readonly description: string;
  readonly iconUrl: string | null;
  readonly place: 'remote' | 'stdio';
  readonly url: string;
  readonly transport: 'auto' | 'streamable-http' | 'sse';
  readonly command: string;
  readonly environment: string;
  readonly workingDirectory: string;
  readonly auth: AuthDraft;
  readonly trusted: boolean;
};

export const emptyAuth: AuthDraft = {
  kind: 'oauth',
  headerName: 'Authorization',
  prefix: 'Bearer ',
  registration: 'auto',
  clientId: '',
  clientSecret: '',
  scopes: '',
  omitResource: false,
};
export const emptyDraft: ConnectorDraft = {
  name: '',
  description: '',
  iconUrl: null,
  place: 'remote',
  url: '',
  transport: 'auto',
  command: '',
  environment: '',
  workingDirectory: '',
  auth: emptyAuth,
  trusted: false,
};

/** What keeps the draft from being created: a sentence per field, empty when it is ready. */
export function checkDraft(draft: ConnectorDraft): ReadonlyMap<keyof ConnectorDraft, string> {
  const problems = new Map<keyof ConnectorDraft, string>();
  if (draft.name.trim() === '') problems.set('name', 'Give it a name.');
  if (draft.place === 'remote' && !/^https?:\/\/\S+$/i.test(draft.url.trim())) {
    problems.set('url', 'The address of an MCP server begins with https:// or http://.');
  }
  if (draft.place === 'stdio' && splitCommand(draft.command).length === 0)
    problems.set('command', 'Give the command that starts the server.');
  const badLine = lines(draft.environment).find((line) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(line));
  if (draft.place === 'stdio' && badLine !== undefined) problems.set('environment', `“${badLine}” is not of the form NAME=value.`);
  return problems;
}

/** The request that creates the connector. */
export function requestOf(draft: ConnectorDraft): RouteBodyInput<'createConnector'> {
  const [command = '', ...rest] = splitCommand(draft.command);
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    iconUrl: draft.iconUrl,
    origin:
      draft.place === 'remote'
        ? { kind: 'remote', url: draft.url.trim(), transport: draft.transport }
        : {
            kind: 'stdio',
            command,
            arguments: rest,
            environment: Object.fromEntries(
              lines(draft.environment).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
            ),
            workingDirectory: draft.workingDirectory.trim() || null,
          },
    auth: draft.place === 'remote' ? authOf(draft.auth) : { kind: 'none' },
    trusted: draft.trusted,
  };
}

export function authOf(auth: AuthDraft): AuthBody {
  switch (auth.kind) {
    case 'none':
      return { kind: 'none' };
    case 'header':
      return { kind: 'header', headerName: auth.headerName.trim() || 'Authorization', prefix: auth.prefix };
    case 'oauth':
    case 'mixed':
      return {
        kind: auth.kind,
        oauth: {
          registration: auth.registration,
          clientId: auth.clientId.trim() || null,
          scopes: auth.scopes.split(/[\s,]+/).filter(Boolean),
          omitResource: auth.omitResource,
          ...(auth.clientSecret === '' ? {} : { clientSecret: auth.clientSecret }),
        },
      };
    default:
      return auth.kind satisfies never;
  }
}

/** A connector's authentication as the form has it. The secret is never known here. */
export function draftAuth({ kind, headerName, prefix, oauth }: ConnectorView['auth']): AuthDraft {
  return {
    ...emptyAuth,
    kind,
    headerName: headerName ?? emptyAuth.headerName,
    prefix: prefix ?? emptyAuth.prefix,
    registration: oauth?.registration ?? 'auto',
    clientId: oauth?.clientId ?? '',
    scopes: oauth?.scopes.join(' ') ?? '',
    omitResource: oauth?.omitResource ?? false,
  };
}

/** Words of a command line; quotes hold words together. No shell ever reads it. */
export function splitCommand(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => double ?? single ?? plain ?? '');
}

function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
