import type {
  ApprovalView,
  CallView,
  ConnectionView,
  ConnectorView,
  ConversationView,
  Person,
  StandingApprovalView,
  ToolView,
} from '../../contract/objects.ts';
import type { OfferedConnector, RegistrationView } from '../../contract/offered-objects.ts';
import type { Approval, StandingApproval } from '../../domain/approval.ts';
import type { Preset } from '../../domain/preset.ts';
import type { BuiltinConnector } from '../../domain/builtin.ts';
import type { CallRecord } from '../../domain/call-record.ts';
import type { Connection, ConnectionStatus } from '../../domain/connection.ts';
import type { Connector } from '../../domain/connector.ts';
import type { Principal } from '../../domain/principal.ts';
import type { Registration } from '../../domain/registration.ts';
import { isReadOnly, type ToolSnapshot } from '../../domain/tool.ts';
import { permissionFor } from '../../runtime/permission.ts';
import { changeOf } from '../../runtime/tool-snapshots.ts';
import type { Conversation } from '../../store/conversations.ts';

/** How the objects of the domain look on `/api`. Nothing sealed comes near here. */
export function viewPerson(principal: Principal): Person {
  return { id: principal.userId, email: principal.email, name: principal.name, role: principal.role };
}

export function viewConnection({
  id,
  accountLabel,
  status,
  statusDetail,
  scopes,
  expiresAt,
  createdAt,
  lastUsedAt,
}: Connection): ConnectionView {
  return { id, accountLabel, status, statusDetail, scopes: [...scopes], expiresAt, createdAt, lastUsedAt };
}

export function viewConnector(
  connector: Connector,
  around: { readonly connections: readonly Connection[]; readonly snapshots: readonly ToolSnapshot[]; readonly mayEdit: boolean },
): ConnectorView {
  const { origin } = connector;
  const status = statusOf(connector, around.connections);
  return {
    id: connector.id,
    slug: connector.slug,
    name: connector.name,
    description: connector.description,
    iconUrl: connector.iconUrl,
    kind: origin.kind,
    location: locationOf(connector),
    origin: { ...origin },
    auth: viewAuth(connector),
    limits: { ...connector.limits },
    permission: connector.permission,
    enabled: connector.enabled,
    status: status.status,
    statusDetail: status.detail,
    connections: around.connections.map(viewConnection),
    toolCount: around.snapshots.filter((snapshot) => snapshot.state === 'accepted').length,
    heldCount: around.snapshots.filter((snapshot) => snapshot.state !== 'accepted').length,
    toolsRefreshedAt: connector.toolsRefreshedAt,
    instructions: connector.instructions,
    mayEdit: around.mayEdit,
    createdAt: connector.createdAt,
  };
}

/** A connector that comes with the program, with the slugs under which it was added. */
export function viewOffered(builtin: BuiltinConnector, connectors: readonly Connector[]): OfferedConnector {
  const { id, name, description, iconUrl, authKind, registration, settingsSchema, secretSettings, reachesHost, several, tools } = builtin;
  return {
    id,
    name,
    description,
    iconUrl,
    auth: authKind,
    registration: viewRegistration(registration),
    settingsSchema: settingsSchema === null ? null : { ...settingsSchema },
    secretSettings: [...secretSettings],
    reachesHost,
    several,
    toolCount: tools.length,
    added: connectors.filter(({ origin }) => origin.kind === 'builtin' && origin.builtin === id).map(({ slug }) => slug),
  };
}

/** A remote server whose details are ready-made. */
export function viewPreset({ id, name, description, iconUrl, registration, settingsSchema }: Preset): OfferedConnector {
  return {
    id,
    name,
    description,
    iconUrl,
    auth: 'oauth',
    registration: viewRegistration(registration),
    settingsSchema: { ...settingsSchema },
    secretSettings: [],
    reachesHost: false,
    several: true,
    toolCount: null,
    added: [],
  };
}

function viewRegistration(registration: Registration | null): RegistrationView | null {
  if (registration === null) return null;
  const { at, documentation, steps, permissions } = registration;
  return {
    at,
    documentation,
    steps: steps.map((step) => ({ ...step })),
    permissions: permissions.map((permission) => ({ ...permission })),
  };
}

/** Best first: one good connection makes the connector usable. */
const ranking: readonly ConnectionStatus[] = [
  'Connected',
  'Reconnect',
  'Error',
  'Needs sign-in',
  'Admin approval required',
  'Disabled by admin',
];

function statusOf(
  connector: Connector,
  connections: readonly Connection[],
): { readonly status: ConnectionStatus; readonly detail: string | null } {
  if (!connector.enabled) return { status: 'Disabled by admin', detail: 'An admin has switched this connector off.' };
  const [best] = [...connections].sort((left, right) => ranking.indexOf(left.status) - ranking.indexOf(right.status));
  if (best !== undefined) return { status: best.status, detail: best.statusDetail };
  if (connector.auth.kind === 'none' && connector.toolsRefreshedAt !== null) return { status: 'Connected', detail: null };
  return { status: 'Needs sign-in', detail: null };
}

function locationOf({ origin }: Connector): string {
  switch (origin.kind) {
    case 'remote':
    case 'openapi':
      return origin.url;
    case 'stdio':
      return [origin.command, ...origin.arguments].join(' ');
    case 'builtin':
      return 'Built in';
  }
}

function viewAuth({ auth }: Connector): ConnectorView['auth'] {
  if (auth.kind === 'header') return { ...auth };
  if (auth.kind === 'none') return { kind: 'none' };
  return { kind: auth.kind, oauth: { ...auth.oauth, scopes: [...auth.oauth.scopes] } };
}

export function viewTool(snapshot: ToolSnapshot, connector: Connector): ToolView {
  return {
    definition: { ...snapshot.definition },
    hash: snapshot.hash,
    state: snapshot.state,
    change: changeOf(snapshot),
    previous: snapshot.previous === null ? null : { ...snapshot.previous },
    enabled: snapshot.enabled,
    permission: snapshot.permission,
    effectivePermission: permissionFor(snapshot, connector.permission),
    readOnly: isReadOnly(snapshot.definition),
    firstSeenAt: snapshot.firstSeenAt,
  };
}

export function viewCall({ userId, connectionId, ...record }: CallRecord): CallView {
  return record;
}

export function viewApproval({ id, connectorId, label, toolName, input, conversationId, state, requestedAt }: Approval): ApprovalView {
  return { id, connectorId, label, toolName, input, conversationId, state, requestedAt };
}

export function viewStandingApproval(
  standing: StandingApproval,
  names: { readonly connectorName: string; readonly conversationTitle: string | null },
): StandingApprovalView {
  const { id, connectorId, toolName, conversationId, createdAt } = standing;
  return { id, connectorId, toolName, conversationId, createdAt, ...names };
}

export function viewConversation({ id, title, model, attached, createdAt, updatedAt }: Conversation): ConversationView {
  return { id, title, model, attached: [...attached], createdAt, updatedAt };
}
