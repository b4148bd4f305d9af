import { type Context, Hono } from 'hono';
import { AppError, findAppError } from '../../domain/errors.ts';
import { mayAdminister, type Principal } from '../../domain/principal.ts';
import { bodyOf, isGzip, type LakeIntake } from './ingest.ts';

export type LogsIngestionDependencies = {
  readonly intake: LakeIntake;
  readonly principalOf: (context: Context) => Promise<Principal | null>;
  readonly onInternalError: (error: unknown) => void;
};

/** The service takes one megabyte a call, unpacked. */
const maxBytes = 1_048_576;

/**
 * The Logs Ingestion API of Azure Monitor, so that its clients send here: a data collection rule is a workspace (`dcr-` may
 * stand before its id), a stream is `Custom-` or `Microsoft-` and the table. A call is stored whole or not at all.
 */
export function createLogsIngestion({ intake, principalOf, onInternalError }: LogsIngestionDependencies): Hono {
  const app = new Hono();
  app.onError((error, context) => {
    const known = findAppError(error);
    if (known === null) onInternalError(error);
    const { status, code, message } = toServiceError(known ?? new AppError('internal'));
    // Clients read when to come again from this header.
    return context.json({ error: { code, message } }, status, status === 429 || status === 503 ? { 'retry-after': '5' } : {});
  });
  app.post('/dataCollectionRules/:rule/streams/:stream', async (context) => {
    const principal = await principalOf(context);
    if (principal === null) throw new AppError('identity.sign-in-required');
    if (!mayAdminister(principal)) throw new AppError('identity.forbidden');
    if (!/^\d{4}-\d\d-\d\d/.test(context.req.query('api-version') ?? '')) {
      throw new AppError('request.invalid', {
        sentence: 'The query parameter api-version is missing; 2023-01-01 is spoken here.',
        detail: { code: 'MissingApiVersionParameter' },
      });
    }
    const rule = context.req.param('rule');
    const workspaceId = (await intake.findWorkspace(rule)) ?? (await intake.findWorkspace(rule.replace(/^dcr-/, '')));
    if (workspaceId === null) {
      throw new AppError('lake.workspace-not-found', {
        sentence: `Data collection rule with immutable Id '${rule}' not found: it is the id of a workspace here.`,
      });
    }
    const table = await tableOf(context.req.param('stream'), workspaceId, intake);
    const request = { workspaceId, table, body: bodyOf(context), gzip: isGzip(context), limit: maxBytes, signal: context.req.raw.signal };
    await intake.receive({ ...request, format: 'json', whole: true }).catch((error: unknown) => {
      // An empty list is well received.
      if (findAppError(error)?.code !== 'lake.no-records') throw error;
    });
    return context.body(null, 204);
  });
  return app;
}

/** The table of a stream. A custom table is made by its first rows; others must be known. */
async function tableOf(stream: string, workspaceId: string, intake: LakeIntake): Promise<string> {
  const table = stream.replace(/^(Custom|Microsoft)-/, '');
  if (table.endsWith('_CL') || (await intake.hasTable(workspaceId, table))) return table;
  throw new AppError('lake.table-not-found', {
    sentence: `The stream '${stream}' was not found: there is no table ${table}. A table of your own ends with _CL.`,
  });
}

type Status = 400 | 401 | 403 | 404 | 413 | 429 | 500 | 503 | 507;

/** The service's own words for what went wrong. */
function toServiceError(error: AppError): { readonly status: Status; readonly code: string; readonly message: string } {
  const named = typeof error.detail.code === 'string' ? error.detail.code : null;
  switch (error.code) {
    case 'identity.sign-in-required':
      return { status: 401, code: 'InvalidToken', message: error.message };
    case 'identity.forbidden':
      return { status: 403, code: 'OperationFailed', message: error.message };
    case 'lake.workspace-not-found':
      return { status: 404, code: 'NotFound', message: error.message };
    case 'lake.table-not-found':
      return { status: 404, code: 'InvalidStream', message: error.message };
    case 'request.too-large':
      return { status: 413, code: 'ContentLengthLimitExceeded', message: `Maximum allowed content length: ${maxBytes} bytes (1 MB).` };
    case 'lake.ingest-busy':
    case 'lake.schema-changed':
      return { status: 429, code: 'RateLimitExceeded', message: error.message };
    case 'lake.disk-full':
      return { status: 507, code: 'OperationFailed', message: error.message };
    default:
      return {
        status: error.status >= 500 ? 500 : 400,
        code: named ?? (error.status >= 500 ? 'OperationFailed' : 'InvalidRequestBody'),
        message: error.message,
      };
  }
}
