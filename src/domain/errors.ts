/**
 * Every error code of the product: its HTTP status and its sentence for people.
 * Codes are stable; sentences say what happened and what to do, and may be made more exact where the error is raised.
 */
export const errorCatalogue = {
  'request.invalid': { status: 400, sentence: 'The request does not fit its schema. Correct the named fields and send it again.' },
  'request.too-large': { status: 413, sentence: 'The request body is too large. Send less at once.' },
  'request.not-found': { status: 404, sentence: 'There is nothing at this address. Check the id; it may have been deleted.' },
  'request.origin-refused': { status: 403, sentence: 'The request came from another site. Open Patchbay at its own address.' },
  'request.conflict': { status: 409, sentence: 'Something else changed this at the same time. Reload and try again.' },
  'identity.sign-in-required': { status: 401, sentence: 'Sign in first, or send an API key as a bearer token.' },
  'identity.wrong-credentials': { status: 401, sentence: 'E-mail and password do not match. Try again, or ask the owner for a reset.' },
  'identity.too-many-attempts': { status: 429, sentence: 'Too many failed sign-ins. Wait a minute and try again.' },
  'identity.forbidden': { status: 403, sentence: 'Your role does not allow this. Ask the owner or an admin.' },
  'identity.setup-link-used': {
    status: 403,
    sentence: 'This set-up link has been used or is not the newest. Restart Patchbay to print a new one.',
  },
  'store.locked': {
    status: 503,
    sentence: 'Another Patchbay process uses this data folder. Stop it first, or choose another folder with PATCHBAY_DATA.',
  },
  'store.write-failed': {
    status: 507,
    sentence: 'The store could not be written; the disk may be full. Free some space and try again. Nothing was called.',
  },
  'vault.wrong-key': {
    status: 500,
    sentence:
      'PATCHBAY_SECRET_KEY is not the key these credentials were sealed with. Restore the old key, or sign in to the connectors again.',
  },
  'vault.sealed-for-another': {
    status: 500,
    sentence: 'A sealed credential does not belong to this account. Sign in to the connector again.',
  },
  'network.address-refused': {
    status: 400,
    sentence: 'The address is private, local or reserved. To allow it, name the host or its range in PATCHBAY_ALLOW_PRIVATE_NETWORK.',
  },
  'network.scheme-refused': { status: 400, sentence: 'Only http and https addresses can be reached.' },
  'network.redirect-refused': {
    status: 502,
    sentence: 'The server redirected to an address that may not be reached. Use the final address, if you trust it.',
  },
  'network.unreachable': { status: 502, sentence: 'The server could not be reached. Check the address, and that the server runs.' },
  'network.timed-out': { status: 504, sentence: 'The server did not answer in time. Try again, or raise the timeout of this connector.' },
  'network.response-too-large': {
    status: 502,
    sentence: 'The server sent more than the allowed size. Ask for less, or raise the limit of this connector.',
  },
  'connector.not-found': { status: 404, sentence: 'There is no such connector, or it is not yours.' },
  'connector.trust-required': { status: 400, sentence: 'Tick "I trust this application" first: its tools will see what you send them.' },
  'connector.developer-mode-off': { status: 403, sentence: 'Custom connectors need developer mode. Switch it on in Settings > Advanced.' },
  'connector.owner-only': { status: 403, sentence: 'Only the owner may add a connector that starts a local command.' },
  'connector.slug-taken': { status: 409, sentence: 'A connector with this name exists. Choose another name.' },
  'connector.import-unreadable': {
    status: 400,
    sentence: 'The file is not one of claude_desktop_config.json, .mcp.json or mcp.json. Check that it is JSON with a list of servers.',
  },
  'connector.disabled': { status: 403, sentence: 'This connector is disabled by an admin.' },
  'connection.not-found': { status: 404, sentence: 'There is no such connection. Connect again.' },
  'connection.sign-in-required': { status: 401, sentence: 'Sign in to this connector first.' },
  'connection.expired': { status: 401, sentence: 'The sign-in to this connector has ended and could not be renewed. Reconnect.' },
  'connection.scope-required': { status: 403, sentence: 'This call needs more permissions than were granted. Reconnect and accept them.' },
  'connection.header-required': {
    status: 401,
    sentence: 'This connector needs an API key or header value. Enter it on the connector page.',
  },
  'oauth.metadata-not-found': {
    status: 502,
    sentence:
      'The server asks for sign-in but publishes no authorization metadata. Ask its operator, or choose another kind of authentication.',
  },
  'oauth.metadata-invalid': { status: 502, sentence: "The authorization server's metadata is not valid. Ask its operator." },
  'oauth.issuer-mismatch': {
    status: 502,
    sentence: 'The issuer in the answer is not the authorization server we asked. The sign-in was stopped: this can be an attack.',
  },
  'oauth.resource-mismatch': {
    status: 502,
    sentence: 'The metadata names another resource than this server. The sign-in was stopped: this can be an attack.',
  },
  'oauth.pkce-unsupported': {
    status: 502,
    sentence: 'The authorization server does not offer PKCE with S256, so a sign-in would not be safe. Ask its operator.',
  },
  'oauth.registration-unavailable': {
    status: 502,
    sentence: 'The authorization server lets no client register itself. Enter a client ID under Advanced OAuth.',
  },
  'oauth.registration-refused': {
    status: 502,
    sentence: 'The authorization server refused to register Patchbay. Enter a client ID under Advanced OAuth.',
  },
  'oauth.state-invalid': {
    status: 400,
    sentence: 'This sign-in was not started here, was used before, or is too old. Start again from the connector page.',
  },
  'oauth.state-foreign': {
    status: 403,
    sentence: 'This sign-in was started in another browser or by another person. Start again from the connector page.',
  },
  'oauth.consent-refused': {
    status: 400,
    sentence: 'The consent was refused at the authorization server. Nothing was stored; connect again to be asked once more.',
  },
  'oauth.authorization-failed': { status: 400, sentence: 'The authorization server answered with an error. See the connection trace.' },
  'oauth.exchange-failed': {
    status: 502,
    sentence:
      'The authorization server did not give tokens for the code. See the connection trace; check client ID, secret and redirect URI.',
  },
  'oauth.refresh-failed': { status: 502, sentence: 'The sign-in could not be renewed just now. Try again; if it stays, reconnect.' },
  'upstream.not-mcp': {
    status: 502,
    sentence: 'The address answers, but not as an MCP server. Check the path; many servers live at /mcp or /sse.',
  },
  'upstream.invalid-response': { status: 502, sentence: 'The server sent something that is not valid MCP. Ask its operator.' },
  'upstream.http-error': { status: 502, sentence: 'The server answered with an HTTP error.' },
  'upstream.protocol-error': { status: 502, sentence: 'The server refused the request.' },
  'upstream.session-lost': {
    status: 502,
    sentence:
      'The server forgot the session and a new one could not be used for this call, since repeating a write could do it twice. Check, then call again.',
  },
  'upstream.closed': {
    status: 502,
    sentence: 'The connection to the server closed in mid-call. Whether the call took effect is not known; check before you repeat it.',
  },
  'upstream.process-failed': {
    status: 502,
    sentence: 'The local command could not be started or ended at once. See its output in the connection trace.',
  },
  'tool.not-found': { status: 404, sentence: 'The connector has no such tool any more. Refresh the connector.' },
  'tool.held': { status: 403, sentence: 'This tool is new or has changed and waits for acceptance. Review it on the connector page.' },
  'tool.disabled': { status: 403, sentence: 'This tool is switched off. Switch it on on the connector page.' },
  'tool.input-invalid': { status: 400, sentence: "The arguments do not fit the tool's schema." },
  'call.timed-out': {
    status: 504,
    sentence: 'The tool did not finish in time and reported no progress. Try again, or raise the timeout of this connector.',
  },
  'call.cancelled': { status: 499, sentence: 'The call was cancelled.' },
  'call.too-many': { status: 429, sentence: 'Too many calls of this connector run at once. Try again in a moment.' },
  'call.interrupted': {
    status: 500,
    sentence: 'Patchbay stopped in mid-call. Whether the call took effect is not known; check before you repeat it.',
  },
  'approval.not-found': { status: 404, sentence: 'There is no such approval request, or it is not yours.' },
  'approval.already-answered': { status: 409, sentence: 'This request has been answered already.' },
  'approval.input-changed': { status: 409, sentence: 'The approval was given for other arguments. Approve again.' },
  'elicitation.not-found': { status: 404, sentence: 'This question is no longer open: the call ended or was cancelled.' },
  'model.not-found': { status: 404, sentence: 'There is no such model here. GET /v1/models lists those that are.' },
  'model.unavailable': { status: 502, sentence: 'The model did not answer. Try again, or choose another model.' },
  'model.rate-limited': { status: 429, sentence: "The model's provider limits the rate. Wait a moment and try again." },
  'model.refused-key': { status: 502, sentence: "The model's provider refused the API key. Check the setting." },
  'model.invalid-response': { status: 502, sentence: 'The model sent an answer that cannot be read. Try again, or choose another model.' },
  'conversation.not-found': { status: 404, sentence: 'There is no such conversation, or it is not yours.' },
  'conversation.busy': { status: 409, sentence: 'A turn is running in this conversation. Wait for it, or stop it.' },
  'response.not-found': { status: 404, sentence: 'There is no such response, it was deleted, or it was not stored.' },
  'kql.refused': { status: 400, sentence: 'The query uses something that is not supported here.' },
  'kql.semantic': { status: 400, sentence: 'The query has an error. See the diagnostics for line and column.' },
  'lake.timed-out': { status: 504, sentence: 'The query ran too long and was stopped. Narrow its time range, or filter earlier.' },
  'lake.cancelled': { status: 499, sentence: 'The query was cancelled.' },
  'lake.too-many-rows': {
    status: 413,
    sentence: 'Query execution has exceeded the allowed limits: the result has too many rows. Summarize, or take fewer.',
  },
  'lake.too-large': {
    status: 413,
    sentence: 'Query execution has exceeded the allowed limits: the result is too large. Project fewer columns, or take fewer rows.',
  },
  'lake.out-of-memory': {
    status: 507,
    sentence: 'Query execution has exceeded the allowed limits: it needs too much memory. Filter earlier, or summarize by fewer keys.',
  },
  'lake.geo-database-missing': {
    status: 409,
    sentence:
      'geo_info_from_ip_address() needs a MaxMind DB file that can be read. Name one in PATCHBAY_GEO_DATABASE and start Patchbay again.',
  },
  'lake.failed': { status: 500, sentence: 'The query could not be run. The reason is in the server log.' },
  'lake.workspace-not-found': { status: 404, sentence: 'There is no such workspace. List them to see their ids and names.' },
  'lake.workspace-taken': { status: 409, sentence: 'A workspace with this id exists. Choose another id.' },
  'lake.table-not-found': { status: 404, sentence: 'Table could not be found or is empty.' },
  'lake.table-name-invalid': { status: 400, sentence: 'A table is named by letters, digits and _ after a letter, at most 100.' },
  'lake.watchlist-not-found': { status: 404, sentence: 'There is no such watchlist. List them to see their aliases.' },
  'lake.watchlist-invalid': {
    status: 400,
    sentence: 'The watchlist cannot be read. It needs a header or keys, and the search key among them.',
  },
  'lake.file-unreadable': { status: 400, sentence: 'The file could not be read.' },
  'lake.file-repeated': { status: 409, sentence: 'This file is in the table already. Nothing was stored.' },
  'lake.time-missing': { status: 400, sentence: 'Each row needs TimeGenerated, or the name of the field that says when.' },
  'lake.no-records': { status: 400, sentence: 'There are no records in it. Nothing was stored.' },
  'lake.rows-refused': { status: 400, sentence: 'A record does not fit its table. Nothing was stored.' },
  'lake.nothing-fits': { status: 400, sentence: 'None of the records fits the table. Nothing was stored.' },
  'lake.schema-changed': { status: 409, sentence: 'Other logs changed the table at the same time. Nothing was stored; try again.' },
  'lake.ingest-cancelled': { status: 499, sentence: 'The ingest was cancelled. Nothing of this file was stored.' },
  'lake.ingest-busy': { status: 429, sentence: 'Too much comes in at once. Nothing was stored; try again in a moment.' },
  'lake.disk-full': { status: 507, sentence: 'The disk of the lake is full. Free some space and try again. Nothing was stored.' },
  'config.invalid': { status: 500, sentence: 'A setting is not valid.' },
  'page.build-failed': {
    status: 500,
    sentence: 'The web page could not be built. Run "npm ci" again; if it stays, "npm run build" shows why.',
  },
  internal: { status: 500, sentence: 'Patchbay made an error. It is in the server log under this id.' },
} as const satisfies Record<string, { readonly status: number; readonly sentence: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** An error that people may read: a stable code and a sentence. The cause stays in the log. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    options: { readonly sentence?: string; readonly cause?: unknown; readonly detail?: Record<string, unknown> } = {},
  ) {
    super(options.sentence ?? errorCatalogue[code].sentence, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = options.detail ?? {};
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }
}

/** The AppError in a chain of causes, if there is one: libraries wrap what our fetch throws. */
export function findAppError(error: unknown): AppError | null {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth += 1) {
    if (current instanceof AppError) return current;
  }
  return null;
}
