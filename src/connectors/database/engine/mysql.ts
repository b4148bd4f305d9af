import type mysqlDriver from 'mysql2';
import {
  createRowCollector,
  type Database,
  type Limits,
  mysql,
  type Rows,
  type Statement,
  ToolError,
  type ToolContext,
  type Written,
} from '../../../connector-kit/index.ts';
import { addressOf, type ServerSettings } from '../settings.ts';
import { untilStopped } from './stopping.ts';

type Context = Pick<ToolContext<unknown>, 'connect' | 'signal'>;
type Connection = mysqlDriver.Connection;

export function openMysql(settings: ServerSettings, context: Context): Database {
  const { host, database, user } = settings;
  return {
    dialect: mysql,
    label: { id: `mysql:${user}@${host}/${database}`, name: database },
    read: (statements, limits) =>
      withConnection({ settings, context, limits }, async (connection) => {
        await run(connection, 'SET SESSION TRANSACTION READ ONLY');
        await run(connection, 'START TRANSACTION READ ONLY');
        const answers: Rows[] = [];
        for (const statement of statements) answers.push(await execute(connection, { statement, limits, mode: 'read' }));
        return answers;
      }),
    write: (statement, limits) =>
      withConnection({ settings, context, limits }, (connection) => execute(connection, { statement, limits, mode: 'write' })),
  };
}

/**
 * Prepared by the server, which takes one statement and says which columns it will answer with. A question without columns is not
 * run: that is how the server sees `CALL`, whose procedure could end the transaction, and `SELECT … INTO OUTFILE`.
 */
function execute(
  connection: Connection,
  { statement, limits, mode }: { readonly statement: Statement; readonly limits: Limits; readonly mode: 'read' | 'write' },
): Promise<Written> {
  const { promise, resolve, reject } = Promise.withResolvers<Written>();
  connection.prepare(statement.sql, (failure, prepared) => {
    if (failure !== null) return reject(failure);
    // The driver knows both; its types leave them out.
    const { columns, parameters } = prepared as unknown as {
      readonly columns: readonly unknown[];
      readonly parameters: readonly unknown[];
    };
    if (mode === 'read' && columns.length === 0)
      return reject(new ToolError('This statement answers with no rows. Only a SELECT, WITH, SHOW or EXPLAIN is run here.'));
    if (parameters.length !== statement.values.length)
      return reject(new ToolError(`The statement has ${parameters.length} places for values, and ${statement.values.length} were given.`));
    const collector = createRowCollector(limits);
    let affectedRows: number | null = null;
    let fields: readonly mysqlDriver.FieldPacket[] = [];
    const finish = () => resolve({ ...collector.finish(fields.map(toColumn)), affectedRows });
    const command = prepared.execute([...statement.values].map(toBound)) as unknown as mysqlDriver.Query;
    command.on('fields', (packets: mysqlDriver.FieldPacket[] | undefined) => {
      fields = packets ?? fields;
    });
    command.on('result', (row: unknown) => {
      if (!Array.isArray(row)) affectedRows = (row as mysqlDriver.ResultSetHeader).affectedRows;
      // What there is no room for is not waited for: the connection ends with the answer.
      else if (!collector.add(row) && mode === 'read') finish();
    });
    command.on('error', reject);
    command.on('end', finish);
  });
  return promise;
}

async function withConnection<Result>(
  { settings, context, limits }: { readonly settings: ServerSettings; readonly context: Context; readonly limits: Limits },
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const { default: driver } = await import('mysql2');
  const socket = await context.connect();
  const connection = driver.createConnection({ ...optionsOf(settings), stream: () => socket });
  // What is lost later shows in the command that waits for it.
  connection.on('error', () => {});
  return untilStopped(
    async () => {
      await whenConnected(connection);
      await limitTime(connection, limits.milliseconds);
      return work(connection);
    },
    {
      signal: context.signal,
      milliseconds: limits.milliseconds,
      socket,
      cancel: async (signal) => {
        const other = driver.createConnection({ ...optionsOf(settings), stream: await context.connect(signal) });
        other.on('error', () => {});
        signal.addEventListener('abort', () => other.destroy());
        await whenConnected(other);
        await run(other, `KILL QUERY ${Number(connection.threadId)}`);
        other.destroy();
      },
      explain: (error) => explain(error, settings),
    },
  );
}

function optionsOf({ tls, certificateAuthority, ...settings }: ServerSettings): mysqlDriver.ConnectionOptions {
  const { database, user, password } = settings;
  return {
    ...addressOf(settings as ServerSettings),
    database,
    user,
    password: password ?? '',
    ...(tls === 'off'
      ? {}
      : {
          ssl: {
            rejectUnauthorized: true,
            verifyIdentity: true,
            ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
          },
        }),
    charset: 'utf8mb4',
    multipleStatements: false,
    // No file of this machine is ever sent to a server that asks for one.
    flags: ['-LOCAL_FILES'],
    rowsAsArray: true,
    dateStrings: true,
    supportBigNumbers: true,
    jsonStrings: false,
    disableEval: true,
  };
}

/** The server's own clock, beside ours: MySQL counts milliseconds of questions, MariaDB seconds of everything. */
async function limitTime(connection: Connection, milliseconds: number): Promise<void> {
  const [[version]] = (await run(connection, 'SELECT VERSION()')) as [[string]];
  await run(
    connection,
    version.includes('MariaDB')
      ? `SET SESSION max_statement_time = ${milliseconds / 1000}`
      : `SET SESSION max_execution_time = ${milliseconds}`,
  );
}

function whenConnected(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('connect', () => {
      connection.off('error', reject);
      resolve();
    });
  });
}

/** Our own text, never somebody else's. */
function run(connection: Connection, sql: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error, rows) => (error === null ? resolve(rows) : reject(error)));
  });
}

/** As a number with a fraction, which is how the driver sends them, a whole number is no LIMIT. */
function toBound(value: Statement['values'][number]): string | number | boolean | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
}

function toColumn({ name, columnType, type }: mysqlDriver.FieldPacket): { readonly name: string; readonly type: string } {
  return { name, type: typeNames.get(columnType ?? type ?? -1) ?? '' };
}

/** MySQL › Client/Server Protocol › Column types. */
const typeNames = new Map([
  [0, 'decimal'],
  [1, 'tinyint'],
  [2, 'smallint'],
  [3, 'int'],
  [4, 'float'],
  [5, 'double'],
  [7, 'timestamp'],
  [8, 'bigint'],
  [9, 'mediumint'],
  [10, 'date'],
  [11, 'time'],
  [12, 'datetime'],
  [13, 'year'],
  [16, 'bit'],
  [245, 'json'],
  [246, 'decimal'],
  [252, 'text'],
  [253, 'varchar'],
  [254, 'char'],
]);

const connectionFaults = new Map<string, (settings: ServerSettings) => string>([
  [
    'ER_ACCESS_DENIED_ERROR',
    ({ user }) => `The server refused the sign-in of ${user}. Correct user and password in the settings of this connector.`,
  ],
  ['ER_BAD_DB_ERROR', ({ database }) => `There is no database "${database}" on this server. Correct it in the settings of this connector.`],
  ['ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION', () => 'The server refused this, since questions cannot change anything here.'],
  ['HANDSHAKE_NO_SSL_SUPPORT', () => 'The server has no TLS. Switch it on there, or choose "off" in the settings of this connector.'],
]);

function explain(error: unknown, settings: ServerSettings): ToolError | null {
  if (error instanceof ToolError) return error;
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = connectionFaults.get(code);
  return new ToolError(known === undefined ? `MySQL: ${error.message.slice(0, 1000)} (${code})` : known(settings), { cause: error });
}
