/** Ids are branded strings: a `ConnectionId` cannot be handed where a `UserId` is asked for. */
type Branded<Brand extends string> = string & { readonly __brand: Brand };

export type UserId = Branded<'UserId'>;
export type SessionId = Branded<'SessionId'>;
export type ApiKeyId = Branded<'ApiKeyId'>;
export type ConnectorId = Branded<'ConnectorId'>;
export type ConnectionId = Branded<'ConnectionId'>;
export type ToolCallId = Branded<'ToolCallId'>;
export type ApprovalId = Branded<'ApprovalId'>;
export type ConversationId = Branded<'ConversationId'>;
export type ResponseId = Branded<'ResponseId'>;
export type ItemId = Branded<'ItemId'>;
export type TraceId = Branded<'TraceId'>;
export type ElicitationId = Branded<'ElicitationId'>;

/**
 * The prefix of each id. Those of the Responses API are OpenAI's own
 * (https://platform.openai.com/docs/guides/tools-connectors-mcp).
 */
export const idPrefix = {
  user: 'usr_',
  session: 'ses_',
  apiKey: 'key_',
  connector: 'con_',
  connection: 'cnx_',
  toolCall: 'mcp_',
  toolList: 'mcpl_',
  approval: 'mcpr_',
  approvalResponse: 'mcpa_',
  conversation: 'conv_',
  response: 'resp_',
  message: 'msg_',
  reasoning: 'rs_',
  functionCall: 'fc_',
  trace: 'trc_',
  elicitation: 'eli_',
} as const;

export type IdKind = keyof typeof idPrefix;

/** Makes ids; a dependency, so that tests can hold it still. The caller names the brand. */
export type NewId = <Id extends string>(kind: IdKind) => Id;

/** Milliseconds since the epoch; a dependency for the same reason. */
export type Clock = () => number;
