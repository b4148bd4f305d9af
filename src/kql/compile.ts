import { type Diagnostic, positionAt, Refusal, refusedCode } from './diagnostics.ts';
import { type Compilation, type Environment, onRow, type TableSource } from './environment.ts';
import { dispatchScalar } from './expressions/dispatch.ts';
import { runStatements } from './expressions/statements.ts';
import { dispatchTabular } from './operators/tabular.ts';
import { fromOutputs } from './operators/sources.ts';
import { orderBy, type Relation } from './relation.ts';
import {
  type BoundQuery,
  child,
  classOf,
  elements,
  list,
  optional,
  type SyntaxNode,
  toArray,
  type TreeDiagnostic,
  typeNameOf,
} from './syntax/tree.ts';
import { Probe } from './probe.ts';
import { createDefinitions, lengthOf, printStatement } from './steps.ts';
import { isKqlType, type KqlColumn, type KqlType } from './types.ts';
import { readVisualization, type Visualization } from './visualization.ts';

/** Columns that only the data know: ask with `sql` (rows of a name and the kinds of its values) and answer with `withSchema`. */
export type NeedsColumns = { readonly kind: 'probe'; readonly sql: string; readonly offset: number; readonly fixed: readonly KqlColumn[] };

/** A translated query, or why it was not translated. */
export type Compiled =
  | {
      readonly kind: 'sql';
      readonly sql: string;
      readonly columns: readonly KqlColumn[];
      readonly tables: readonly string[];
      readonly visualization: Visualization | null;
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
export function compileQuery(query: BoundQuery, options: CompileOptions): Compiled | NeedsColumns {
  const diagnostics = toArray(query.GetDiagnostics());
  const errors = diagnostics.filter((diagnostic) => diagnostic.Severity === 'Error' && !isTaken(diagnostic, query.Text));
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
    if (error instanceof ProbeStop) return error.needs;
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
  const { define, hidden, steps } = createDefinitions();
  let length = 0;
  const compilation: Compilation = {
    define: (hint, body) => {
      length += lengthOf(body);
      if (length > maxSqlLength)
        throw new Refusal('The query grows too long when its functions are put in. Make it smaller.', query.Syntax);
      return define(hint, body);
    },
    hidden,
    now,
    tables,
    root: query.Syntax,
    aliases: new Map(),
    read: new Set(),
    scalar: dispatchScalar,
    tabular: dispatchTabular,
  };
  const relation = compileOrProbe(
    () => compileStatements(query.Syntax, { compilation, names: new Map(), row: null }),
    (select) => printStatement(steps, select),
  );
  const items = relation.columns.map((column, index) => `${column.sql} AS "c${index}"`);
  const last = `SELECT ${items.length === 0 ? 'true AS "$empty"' : items.join(', ')} FROM ${relation.from}${orderBy(relation)}`;
  return {
    kind: 'sql',
    sql: printStatement(steps, last),
    columns: relation.columns.map(({ name, type }) => ({ name, type })),
    tables: [...compilation.read],
    visualization: visualizationOf(query.Syntax),
  };
}

function visualizationOf(block: SyntaxNode): Visualization | null {
  const result = list(block, 'Statements').find((statement) => classOf(statement) === 'ExpressionStatement');
  return result === undefined ? null : readVisualization(child(result, 'Expression'));
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

/** Carries a probe with its SQL to the door. */
class ProbeStop extends Error {
  readonly needs: NeedsColumns;

  constructor(needs: NeedsColumns) {
    super('columns depend on the data');
    this.needs = needs;
  }
}

function compileOrProbe(compile: () => Relation, print: (select: string) => string): Relation {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof Probe)) throw error;
    const { node, select, fixed } = error;
    throw new ProbeStop({ kind: 'probe', sql: print(select), offset: node.TextStart + node.Width, fixed });
  }
}

/** The query with the columns that a probe found written behind the plugin. */
export function withSchema(text: string, { offset, fixed }: NeedsColumns, found: readonly KqlColumn[]): string {
  const names = new Set(found.map(({ name }) => name));
  const columns = [...fixed.filter(({ name }) => !names.has(name)), ...found];
  const items = columns.map(({ name, type }) => `['${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']:${type}`);
  return `${text.slice(0, offset)} : (${items.length === 0 ? '*' : items.join(', ')})${text.slice(offset)}`;
}

/** The type of a column whose values are of these kinds (`long`, `double,long`, `array`). */
export function typeOfKinds(kinds: string): KqlType {
  const set = new Set(kinds.split(',').filter((kind) => kind !== 'null'));
  if (set.size === 2 && set.has('long') && set.has('double')) return 'real';
  const [only] = set;
  if (set.size !== 1 || only === undefined) return 'dynamic';
  if (only === 'double') return 'real';
  return isKqlType(only) ? only : 'dynamic';
}

/**
 * What the binder refuses and the engine answers: a value in `count(x)`, which counts rows, and a written bag where an array is
 * asked for, which gives null.
 */
function isTaken({ Message, Start }: TreeDiagnostic, text: string): boolean {
  if (Message === 'The expression value must be a dynamic array.') return true;
  return Message === 'A value of type bool expected.' && /\bcount\s*\(\s*$/.test(text.slice(0, Start));
}
