import { randomBytes } from 'node:crypto';
import type { CallRecord } from '../src/domain/call-record.ts';
import type { Connector } from '../src/domain/connector.ts';
import { type ConnectorId, idPrefix, type NewId, type ToolCallId, type UserId } from '../src/domain/ids.ts';
import type { Principal } from '../src/domain/principal.ts';
import type { CatalogTool, ToolCall, ToolDefinition, ToolSource } from '../src/domain/tool.ts';
import { hashTool } from '../src/runtime/digest.ts';

/** Values that tests start from; each takes what differs. */
export const newId: NewId = (kind) => `${idPrefix[kind]}${randomBytes(12).toString('hex')}` as never;

export const samplePrincipal: Principal = {
  userId: 'usr_ada' as UserId,
  email: 'ada@example.com',
  name: 'Ada',
  role: 'owner',
  via: { kind: 'cli' },
};

export function sampleConnector(change: Partial<Connector> = {}): Connector {
  return {
    id: newId<ConnectorId>('connector'),
    slug: `sample-${randomBytes(4).toString('hex')}`,
    name: 'Sample',
    description: '',
    iconUrl: null,
    origin: { kind: 'remote', url: 'http://127.0.0.1:1/mcp', transport: 'auto' },
    auth: { kind: 'none' },
    limits: { callTimeoutSeconds: null, maxResultBytes: null, maxConcurrentCalls: null },
    permission: 'allow-reads',
    enabled: true,
    ownerId: samplePrincipal.userId,
    createdAt: '2026-01-01T00:00:00.000Z',
    instructions: null,
    toolsRefreshedAt: null,
    ...change,
  };
}

export const sampleDefinition: ToolDefinition = {
  name: 'echo',
  description: 'Says the message back.',
  inputSchema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
  annotations: { readOnlyHint: true },
};

/** A tool whose source answers by `run`; its definition is the echo's with what differs. */
export function sampleTool(run: ToolSource['callTool'], change: Partial<CatalogTool> = {}): CatalogTool {
  const definition = change.definition ?? sampleDefinition;
  return {
    connectorId: 'con_sample' as ConnectorId,
    connectionId: null,
    connectorName: 'Sample',
    label: 'sample',
    definition,
    hash: hashTool(definition),
    limits: { callTimeoutSeconds: null, maxResultBytes: null, maxConcurrentCalls: null },
    permission: 'allow',
    source: { listTools: async () => ({ tools: [definition], instructions: null, serverName: null }), callTool: run },
    ...change,
  };
}

export function sampleCall(tool: CatalogTool, change: Partial<ToolCall> = {}): ToolCall {
  return {
    id: newId<ToolCallId>('toolCall'),
    front: 'cli',
    tool,
    input: { message: 'hello' },
    conversationId: null,
    approvalId: null,
    requestedApproval: null,
    ...change,
  };
}

export function sampleRecord(change: Partial<CallRecord> = {}): CallRecord {
  return {
    id: newId<ToolCallId>('toolCall'),
    userId: samplePrincipal.userId,
    email: samplePrincipal.email,
    front: 'cli',
    via: 'cli',
    connectorId: null,
    connectionId: null,
    connectorName: 'Sample',
    label: 'sample',
    toolName: 'echo',
    conversationId: null,
    input: { message: 'hello' },
    result: null,
    state: 'running',
    errorCode: null,
    errorMessage: null,
    approver: null,
    approval: null,
    startedAt: new Date().toISOString(),
    milliseconds: null,
    inputBytes: 19,
    resultBytes: null,
    truncated: false,
    ...change,
  };
}
