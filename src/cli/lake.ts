import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../domain/errors.ts';
import { columns as alignColumns } from './output.ts';
import { type CommandSurroundings, type LakeQueries, type LakeResult, outputOf } from './surroundings.ts';

type QueryFlags = { readonly batch?: boolean; readonly explain?: boolean };

/** Cases that a batch has under way at once: enough to keep the parser and the engine busy together. */
const batchWidth = 8;

/** `patchbay lake …`: questions to the security lake in KQL. */
export function addLakeCommands(program: Command, surroundings: CommandSurroundings): void {
  const lake = program.command('lake').description('the security lake: questions in KQL');
  lake
    .command('query')
    .description('run a KQL query; - reads it from standard input')
    .argument('[query]', 'the query, or -')
    .option('--explain', 'print the SQL instead of running it')
    .option('--batch', 'read {"id","query"} lines and write a result line for each')
    .action(async (query: string | undefined, flags: QueryFlags, command: Command) => {
      if (flags.batch === true) return runBatch(surroundings);
      if (query === undefined) throw new InvalidArgumentError('Name a query, - for standard input, or --batch.');
      const text = query === '-' ? await readAll(surroundings) : query;
      const queries = await surroundings.lake();
      if (flags.explain === true) return explain(text, { queries, surroundings });
      await answer(text, { queries, surroundings, json: outputOf(command, surroundings).json });
    });
}

type Asking = { readonly queries: LakeQueries; readonly surroundings: CommandSurroundings };

async function explain(text: string, { queries, surroundings }: Asking): Promise<void> {
  surroundings.write(`${await queries.explain(text, surroundings.signal)}\n`);
}

async function answer(text: string, { queries, surroundings, json }: Asking & { readonly json: boolean }): Promise<void> {
  let result: LakeResult;
  const rows: string[] = [];
  try {
    result = await queries.query(text, surroundings.signal);
    for await (const chunk of result.rows) rows.push(...chunk);
  } catch (error) {
    if (error instanceof AppError)
      throw new AppError(error.code, { sentence: positioned(error), detail: { ...error.detail }, cause: error });
    throw error;
  }
  if (json) {
    surroundings.write(`{"columns":${JSON.stringify(result.columns)},"rows":[${rows.join(',\n')}]}\n`);
    return;
  }
  const cells = rows.map((row) => (JSON.parse(row) as unknown[]).map((cell) => (typeof cell === 'string' ? cell : JSON.stringify(cell))));
  for (const line of alignColumns([result.columns.map(({ name }) => name), ...cells])) surroundings.write(`${line}\n`);
}

/** One line in, one line out, in the order in which they finish. */
async function runBatch(surroundings: CommandSurroundings): Promise<void> {
  const queries = await surroundings.lake();
  const running = new Set<Promise<void>>();
  for await (const line of surroundings.inputLines()) {
    if (surroundings.signal.aborted) break;
    if (line.trim() === '') continue;
    const task: Promise<void> = batchLine(line, { queries, surroundings })
      .then((text) => surroundings.write(`${text}\n`))
      .finally(() => running.delete(task));
    running.add(task);
    if (running.size >= batchWidth) await Promise.race(running);
  }
  await Promise.all(running);
}

async function batchLine(line: string, { queries, surroundings }: Asking): Promise<string> {
  const request = readRequest(line);
  if (request === null)
    return '{"id":null,"error":{"code":"request.invalid","message":"The line is not {\\"id\\",\\"query\\"}.","line":1,"column":1}}';
  const id = JSON.stringify(request.id);
  try {
    const { columns, rows } = await queries.query(request.query, surroundings.signal);
    const texts: string[] = [];
    for await (const chunk of rows) texts.push(...chunk);
    return `{"id":${id},"columns":${JSON.stringify(columns)},"rows":[${texts.join(',')}]}`;
  } catch (error) {
    return `{"id":${id},"error":${JSON.stringify(errorOf(error))}}`;
  }
}

function readRequest(line: string): { readonly id: unknown; readonly query: string } | null {
  try {
    const value = JSON.parse(line) as { readonly id?: unknown; readonly query?: unknown } | null;
    return typeof value?.query === 'string' ? { id: value.id ?? null, query: value.query } : null;
  } catch {
    return null;
  }
}

type Place = { readonly code: string; readonly message: string; readonly line: number; readonly column: number };

function errorOf(error: unknown): Place {
  if (!(error instanceof AppError)) return { code: 'internal', message: 'The query could not be run.', line: 1, column: 1 };
  const first = firstDiagnostic(error);
  return first ?? { code: error.code, message: error.message, line: 1, column: 1 };
}

function firstDiagnostic(error: AppError): Place | null {
  const found = (error.detail.diagnostics as readonly Place[] | undefined)?.[0];
  return found === undefined ? null : { code: found.code, message: found.message, line: found.line, column: found.column };
}

function positioned(error: AppError): string {
  const first = firstDiagnostic(error);
  return first === null ? error.message : `${first.message} (${first.code}, line ${first.line}, column ${first.column})`;
}

async function readAll(surroundings: CommandSurroundings): Promise<string> {
  const lines: string[] = [];
  for await (const line of surroundings.inputLines()) lines.push(line);
  return lines.join('\n');
}
