import { type Diagnostic, positionAt, Refusal, refusedCode } from './diagnostics.ts';
import { type Compilation, createDefinitions, type Environment, onRow, type TableSource } from './environment.ts';
import { dispatchScalar } from './expressions/dispatch.ts';
import { runStatements } from './expressions/statements.ts';
import { dispatchTabular } from './operators/tabular.ts';
import { fromOutputs } from './operators/sources.ts';
import { orderBy, type Relation } from './relation.ts';
import { type BoundQuery, child, classOf, elements, list, optional, type SyntaxNode, toArray, typeNameOf } from './syntax/tree.ts';
import type { KqlColumn } from './types.ts';

/** A translated query, or why it was not translated. */
export type Compiled =
  | {
      readonly kind: 'sql';
      readonly sql: string;
      readonly columns: readonly KqlColumn[];
      readonly tables: readonly string[];
      readonly warnings: readonly Diagnostic[];
    }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

export type CompileOptions = {
  /** `now()` in ticks since 0001-01-01. */
  readonly now: bigint;
  readonly tables: ReadonlyMap<string, TableSource>;
  /** Longer SQL than this is refused: inlined functions can multiply. */
  readonly maxSqlLength?: number;
};

/** Translates a parsed and bound query to one SQL statement, or says by code, name and position why not. */
export function compileQuery(query: BoundQuery, options: CompileOptions): Compiled {
  const diagnostics = toArray(query.GetDiagnostics());
  const errors = diagnostics.filter(({ Severity }) => Severity === 'Error');
  const located = (code: string, message: string, start: number, length: number): Diagnostic => ({
    code,
    message,
    ...positionAt(query.Text, start),
    length,
  });
  if (errors.length > 0)
    return { kind: 'refused', diagnostics: errors.map((error) => located(error.Code, error.Message, error.Start, error.Length)) };
  const warnings = diagnostics
    .filter(({ Severity }) => Severity === 'Warning')
    .map((warning) => located(warning.Code, warning.Message, warning.Start, warning.Length));
  try {
    return { ...printQuery(query, options), warnings };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const start = error.node?.TextStart ?? 0;
    return { kind: 'refused', diagnostics: [located(refusedCode, error.message, start, error.node?.Width ?? 0)] };
  }
}

function printQuery(
  query: BoundQuery,
  { now, tables, maxSqlLength = 2_000_000 }: CompileOptions,
): Omit<Extract<Compiled, { kind: 'sql' }>, 'warnings'> {
  if (classOf(query.Syntax) !== 'QueryBlock')
    throw new Refusal('Commands are not supported here; the lake answers queries only.', query.Syntax);
  const { define, hidden, ctes } = createDefinitions();
  let length = 0;
  const compilation: Compilation = {
    define: (hint, body) => {
      length += body.length;
      if (length > maxSqlLength)
        throw new Refusal('The query grows too long when its functions are put in. Make it smaller.', query.Syntax);
      return define(hint, body);
    },
    hidden,
    now,
    tables,
    aliases: new Map(),
    read: new Set(),
    scalar: dispatchScalar,
    tabular: dispatchTabular,
  };
  const relation = compileStatements(query.Syntax, { compilation, names: new Map(), row: null });
  const items = relation.columns.map((column, index) => `${column.sql} AS "c${index}"`);
  const last = `SELECT ${items.length === 0 ? 'true AS "$empty"' : items.join(', ')} FROM ${relation.from}${orderBy(relation)}`;
  const steps = ctes.map(({ name, body }) => `${name} AS (\n  ${body}\n)`);
  return {
    kind: 'sql',
    sql: `${steps.length === 0 ? '' : `WITH ${steps.join(',\n')}\n`}${last}`,
    columns: relation.columns.map(({ name, type }) => ({ name, type })),
    tables: [...compilation.read],
  };
}

function compileStatements(block: SyntaxNode, environment: Environment): Relation {
  const statements = list(block, 'Statements');
  const results = statements.filter((statement) => classOf(statement) === 'ExpressionStatement');
  const result = results[0];
  if (result === undefined)
    throw new Refusal(
      'The query has no result: it ends after its let statements.',
      elements(optional(block, 'Statements')).at(-1) ?? block,
    );
  if (results.length > 1)
    throw new Refusal('Several results in one query are not supported here; run them one by one.', results[1] ?? block);
  const place = runStatements(
    statements.filter((statement) => statement !== result),
    environment,
  );
  const expression = child(result, 'Expression');
  if (typeNameOf(expression) === 'table') return place.compilation.tabular(expression, place);
  return fromOutputs('value', [{ name: 'Column1', scalar: place.compilation.scalar(expression, onRow(place, null)) }], place);
}
