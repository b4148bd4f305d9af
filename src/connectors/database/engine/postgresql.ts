import type { Socket } from 'node:net';
import type pg from 'pg';
import {
  createRowCollector,
  type Database,
  type Limits,
  postgresql,
  type Rows,
  type Statement,
  ToolError,
  type ToolContext,
  type Written,
} from '../../../connector-kit/index.ts';
import { addressOf, type ServerSettings } from '../settings.ts';
import { untilStopped } from './stopping.ts';

type Context = Pick<ToolContext<unknown>, 'connect' | 'signal'>;
const batch = 200;

export function openPostgresql(settings: ServerSettings, context: Context): Database {
  const { host, database, user } = settings;
  return {
    dialect: postgresql,
    label: { id: `postgresql:${user}@${host}/${database}`, name: database },
    read: (statements, limits) =>
      withClient({ settings, context, limits }, async (client, names) => {
        await beginReading(client);
        const answers: Rows[] = [];
        for (const [index, statement] of statements.entries()) answers.push(await readOne(client, { statement, limits, names, index }));
        return answers;
      }),
    write: (statement, limits) => withClient({ settings, context, limits }, (client, names) => write(client, { statement, limits, names })),
  };
}

/**
 * Reading in a transaction that cannot write. Its first query fixes that: from then on nothing, not even a function, can make it a
 * writing one. Nobody may be a superuser there, whose functions reach the files of the server from any transaction.
 */
async function beginReading(client: pg.Client): Promise<void> {
  await client.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY');
  await client.query('BEGIN TRANSACTION READ ONLY');
  const { rows } = await client.query<{ superuser: boolean }>(
    'SELECT rolsuper AS superuser FROM pg_catalog.pg_roles WHERE rolname = session_user',
  );
  if (rows[0]?.superuser !== false)
    throw new ToolError(
      'The account of this connector is a superuser, who can write files of the server even while reading. Give it an account of its own: CREATE ROLE … LOGIN, GRANT pg_read_all_data TO ….',
    );
}

/** A cursor takes a query and nothing else, by PostgreSQL's own grammar, and hands out no more rows than are asked for. */
async function readOne(
  client: pg.Client,
  {
    statement,
    limits,
    names,
    index,
  }: { readonly statement: Statement; readonly limits: Limits; readonly names: TypeNames; readonly index: number },
): Promise<Rows> {
  const cursor = `patchbay_rows_${index}`;
  await fetchRows(client, `DECLARE ${cursor} NO SCROLL CURSOR FOR ${statement.sql}`, statement.values);
  const collector = createRowCollector(limits);
  for (;;) {
    const { rows, fields } = await fetchRows(client, `FETCH FORWARD ${batch} FROM ${cursor}`);
    const fits = rows.every((row) => collector.add(row));
    if (!fits || rows.length < batch) return collector.finish(fields.map(({ name, dataTypeID }) => ({ name, type: names(dataTypeID) })));
  }
}

async function write(
  client: pg.Client,
  { statement, limits, names }: { readonly statement: Statement; readonly limits: Limits; readonly names: TypeNames },
): Promise<Written> {
  const { rows, fields, rowCount } = await fetchRows(client, statement.sql, statement.values);
  const collector = createRowCollector(limits);
  rows.every((row) => collector.add(row));
  return { ...collector.finish(fields.map(({ name, dataTypeID }) => ({ name, type: names(dataTypeID) }))), affectedRows: rowCount };
}

/** By the extended protocol, which takes one statement. */
function fetchRows(client: pg.Client, text: string, values: Statement['values'] = []): Promise<pg.QueryArrayResult<unknown[]>> {
  const extended: pg.QueryArrayConfig<unknown[]> & { readonly queryMode: 'extended' } = {
    text,
    values: [...values],
    rowMode: 'array',
    queryMode: 'extended',
  };
  return client.query<unknown[], unknown[]>(extended);
}

type TypeNames = (oid: number) => string;

async function withClient<Result>(
  { settings, context, limits }: { readonly settings: ServerSettings; readonly context: Context; readonly limits: Limits },
  work: (client: pg.Client, names: TypeNames) => Promise<Result>,
): Promise<Result> {
  const { default: driver } = await import('pg');
  const { database, user, password, tls, certificateAuthority } = settings;
  const socket = await context.connect();
  const client = new driver.Client({
    ...addressOf(settings),
    database,
    user,
    password: password ?? '',
    ssl: tls === 'off' ? false : { rejectUnauthorized: true, ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }) },
    stream: () => asUnconnected(socket),
    statement_timeout: limits.milliseconds,
    application_name: 'patchbay',
    types: { getTypeParser: (oid: number) => parsers.get(oid) ?? String },
  });
  // What is lost later shows in the query that waits for it.
  client.on('error', () => {});
  const typeNames = new Map<number, string>(Object.entries(driver.types.builtins).map(([name, oid]) => [oid, name.toLowerCase()]));
  return untilStopped(
    async () => {
      await client.connect();
      return work(client, (oid) => typeNames.get(oid) ?? `type ${oid}`);
    },
    {
      signal: context.signal,
      milliseconds: limits.milliseconds,
      socket,
      cancel: async (signal) => cancelQuery(await context.connect(signal), client),
      explain: (error) => explain(error, settings),
    },
  );
}

/** The driver connects what it is given; this is connected, to an address that was checked. */
function asUnconnected(socket: Socket): Socket {
  return Object.assign(socket, {
    connect: () => {
      queueMicrotask(() => socket.emit('connect'));
      return socket;
    },
  });
}

/** PostgreSQL › Frontend/Backend Protocol › Canceling Requests in Progress: a connection of its own, with the key of the other. */
function cancelQuery(socket: Socket, client: pg.Client): void {
  // Both are there since the connection is; the types of the driver leave them out.
  const { processID, secretKey } = client as unknown as { readonly processID: number; readonly secretKey: number };
  const request = Buffer.alloc(16);
  request.writeInt32BE(16, 0);
  request.writeInt32BE(80877102, 4);
  request.writeInt32BE(processID, 8);
  request.writeInt32BE(secretKey, 12);
  socket.on('error', () => {}).end(request);
}

/** By type: what JavaScript holds exactly. All else stays the text that PostgreSQL wrote. */
const parsers = new Map<number, (text: string) => unknown>([
  [16, (text) => text === 't'],
  [20, (text) => BigInt(text)],
  [21, Number],
  [23, Number],
  [26, Number],
  [700, Number],
  [701, Number],
  [114, (text) => JSON.parse(text) as unknown],
  [3802, (text) => JSON.parse(text) as unknown],
]);

const connectionFaults = new Map<string, (settings: ServerSettings) => string>([
  ['28P01', ({ user }) => `PostgreSQL refused the sign-in of ${user}. Correct user and password in the settings of this connector.`],
  [
    '28000',
    ({ user }) => `PostgreSQL does not let ${user} sign in from here. Check its pg_hba.conf, and TLS in the settings of this connector.`,
  ],
  ['3D000', ({ database }) => `There is no database "${database}" on this server. Correct it in the settings of this connector.`],
  ['25006', () => 'PostgreSQL refused this, since questions cannot change anything here.'],
]);

function explain(error: unknown, settings: ServerSettings): ToolError | null {
  if (error instanceof ToolError) return error;
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const known = code === null ? undefined : connectionFaults.get(code);
  if (known !== undefined) return new ToolError(known(settings), { cause: error });
  return new ToolError(`PostgreSQL: ${error.message.slice(0, 1000)}${code === null ? '' : ` (${code})`}`, { cause: error });
}
