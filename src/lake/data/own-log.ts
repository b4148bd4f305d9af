import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditEvent } from '../../domain/audit.ts';
import type { CallRecord } from '../../domain/call-record.ts';
import { ingestionColumn, ticksOf, timeColumn } from './column-types.ts';
import { convertedRows } from './ingest/write-parquet.ts';
import type { IngestDependencies } from './ingest/take-in.ts';
import { parquetOptions, readStats } from './ingest/write-parquet.ts';
import { type OwnTableName, ownTables } from './own-tables.ts';
import { quoteIdentifier, quoteText } from './sql-text.ts';

/** Patchbay's own log as the lake asks for it; the store is not the lake's to open. */
export type OwnLog = {
  /** Changes whenever a call or an event is written. */
  version(): Promise<string>;
  calls(): AsyncIterable<CallRecord>;
  events(): AsyncIterable<AuditEvent>;
};

/**
 * Copies the log into Parquet when it has changed since the last copy. A copy, since calls still change after their start and
 * are deleted by retention, which Parquet cannot follow row by row; at the moment of asking, since an idle server then does
 * nothing and an answer is never older than its question.
 */
export async function refreshOwnTables(dependencies: IngestDependencies, log: OwnLog, signal: AbortSignal): Promise<void> {
  const version = await log.version();
  const held = dependencies.manifest.database
    .prepare<[string], { count: number }>('SELECT count(*) AS count FROM own_tables WHERE version = ?')
    .get(version);
  if (held?.count === ownTables.length) return;
  await copyRows(dependencies, { name: 'PatchbayToolCalls', version, rows: mapRows(log.calls(), callRow), signal });
  await copyRows(dependencies, { name: 'PatchbayAudit', version, rows: mapRows(log.events(), eventRow), signal });
}

type Copy = { readonly name: OwnTableName; readonly version: string; readonly rows: AsyncIterable<object>; readonly signal: AbortSignal };

async function copyRows({ folder, manifest, ducks, clock }: IngestDependencies, { name, version, rows, signal }: Copy): Promise<void> {
  const work = folder.work();
  try {
    const lines = join(work, 'rows.ndjson');
    await pipeline(Readable.from(printLines(rows)), createWriteStream(lines), { signal });
    const columns = ownTables.find((table) => table.name === name)?.columns ?? [];
    const plan = {
      columns: columns.map((column) => ({ column, place: [column.name] as const })),
      added: [],
      dropped: [],
      timeFrom: timeColumn,
    };
    const structured = new Set<string>(columns.filter(({ type }) => type === 'dynamic').map((column) => column.name));
    const target = join(work, 'rows.parquet');
    const stats = await ducks.use(async (duck) => {
      const converted = convertedRows({ file: { kind: 'ndjson', path: lines, compression: 'none' }, plan, structured });
      const stored = columns.map((column) => quoteIdentifier(column.stored)).join(', ');
      const [row = {}] = await duck.run(
        `COPY (SELECT ${stored}, ${ticksOf(clock())}::BIGINT AS ${quoteIdentifier(ingestionColumn)} FROM (${converted.sql})) TO ${quoteText(target)} (${parquetOptions}, RETURN_STATS)`,
      );
      return readStats(row, timeColumn);
    }, signal);
    const place = join('own', `${folder.writer}-${randomBytes(4).toString('hex')}-${name}.parquet`);
    await folder.place(target, place);
    manifest.change(() => {
      const old = manifest.database.prepare<[string], { path: string }>('DELETE FROM own_tables WHERE name = ? RETURNING path').get(name);
      if (old !== undefined) manifest.database.prepare('INSERT INTO old_paths (path, retired_at) VALUES (?, ?)').run(old.path, clock());
      manifest.database
        .prepare('INSERT INTO own_tables (name, version, path, rows, "from", "to") VALUES (?, ?, ?, ?, ?, ?)')
        .run(name, version, place, stats.rows, stats.from, stats.to);
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A call as a row. Its result stays in the call log: it can be long, and it is the data of another system. */
function callRow(record: CallRecord): Readonly<Record<string, unknown>> {
  return {
    TimeGenerated: record.startedAt,
    CallId: record.id,
    User: record.email,
    Front: record.front,
    Via: record.via,
    Connector: record.connectorName,
    ConnectorLabel: record.label,
    Tool: record.toolName,
    ConversationId: record.conversationId,
    Input: record.input,
    State: record.state,
    ErrorCode: record.errorCode,
    ErrorMessage: record.errorMessage,
    Approver: record.approver,
    Approval: record.approval,
    DurationMs: record.milliseconds,
    InputBytes: record.inputBytes,
    ResultBytes: record.resultBytes,
    Truncated: record.truncated,
    Type: 'PatchbayToolCalls',
  };
}

function eventRow(event: AuditEvent): Readonly<Record<string, unknown>> {
  return {
    TimeGenerated: event.at,
    Sequence: event.sequence,
    Event: event.kind,
    Actor: event.actor,
    Data: event.data,
    PreviousHash: event.previousHash,
    Hash: event.hash,
    Type: 'PatchbayAudit',
  };
}

async function* mapRows<Row>(rows: AsyncIterable<Row>, toRow: (row: Row) => object): AsyncGenerator<object> {
  for await (const row of rows) yield toRow(row);
}

async function* printLines(rows: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}
