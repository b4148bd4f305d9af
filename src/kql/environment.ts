import { refuse, semanticError } from './diagnostics.ts';
import { type Column, hiddenOf, itemsOf, nameColumns, type OrderKey, type Relation } from './relation.ts';
import type { StepBody } from './steps.ts';
import { type SyntaxNode, typeNameOf } from './syntax/tree.ts';
import { isKqlType, type KqlType, type Scalar } from './types.ts';

/** What a name of `let`, `as` or a parameter stands for. Tabular bindings are compiled once, at their first use. */
export type Binding =
  | { readonly kind: 'scalar'; readonly scalar: () => Scalar }
  | { readonly kind: 'relation'; readonly relation: () => Relation }
  | { readonly kind: 'function'; readonly environment: Environment; readonly body: SyntaxNode };

/** What is true for the whole query. */
export type Compilation = {
  /** Adds a CTE and gives its name. */
  readonly define: (hint: string, body: StepBody) => string;
  /** A hidden column's identifier that nothing else has. */
  readonly hidden: (hint: string) => string;
  /** `now()`, the same at every place of the query, in ticks. */
  readonly now: bigint;
  /** The dispatchers over all scalar and all tabular expressions; they come with the query, so that no two files need each other. */
  readonly scalar: (node: SyntaxNode, environment: Environment) => Scalar;
  readonly tabular: (node: SyntaxNode, environment: Environment) => Relation;
  readonly tables: ReadonlyMap<string, TableSource>;
  /** The whole query, to tell what is written in it from bodies that were put in. */
  readonly root: SyntaxNode;
  /** What `as` has named so far. */
  readonly aliases: Map<string, Relation>;
  /** Tables that the query reads, for time filters and the log. */
  readonly read: Set<string>;
};

/** Where a table's rows come from: SQL identifiers of the store, already quoted, by column. */
export type TableSource = {
  /** True where the FROM item has the store's column `$ingested`. */
  readonly ingestion?: boolean;
  readonly from: string;
  /** The same with the named columns only, and without what lies outside of the range for certain; what is left must still be filtered. */
  readonly part?: (wanted: TablePart) => string;
  /** True where string columns hold no NULL. */
  readonly filled?: boolean;
  /** `stored`: what the column is called there, where that differs from its KQL name. */
  readonly columns: readonly { readonly name: string; readonly type: KqlType; readonly stored?: string }[];
};

/** Ticks, both ends included; null is open. */
export type TimeBounds = { readonly from: bigint | null; readonly to: bigint | null };

/** Stored columns as quoted identifiers, and a range of TimeGenerated. */
export type TablePart = { readonly columns: ReadonlySet<string>; readonly range: TimeBounds };

/**
 * Puts a window into a step of its own before this one and gives its column, so that windows can stand inside others. `join` is
 * what follows FROM and the rows so far, by whose name it is given; its columns have hidden names.
 */
export type Hoist = (sql: string, join?: (rows: string) => string) => string;

/** What names mean at one place of the query. */
export type Environment = {
  readonly compilation: Compilation;
  readonly names: ReadonlyMap<string, Binding>;
  /** The row whose columns can be named, where there is one. */
  readonly row: Relation | null;
  /** `$left` and `$right` in a join's condition; column identifiers come qualified. */
  readonly sides?: { readonly left: readonly Column[]; readonly right: readonly Column[] };
  readonly hoist?: Hoist;
  /** Columns that a scan step sees under its own names. */
  readonly special?: (node: SyntaxNode) => Scalar | null;
};

/** The same place with one name more. */
export function bind(environment: Environment, name: string, binding: Binding): Environment {
  return { ...environment, names: new Map([...environment.names, [name, binding]]) };
}

/** The same place on the rows of a relation. */
export function onRow(environment: Environment, row: Relation | null): Environment {
  return { ...environment, row, hoist: undefined };
}

/** A row place whose windows go into steps before it; `input` is the relation with those columns, once all is compiled. */
export function hoisting(environment: Environment, row: Relation): { readonly place: Environment; readonly input: () => Relation } {
  // Windows stand in one step, where the engine sorts once for all that have the same order; one over another comes after it.
  type Windows = { readonly items: { readonly sql: string; readonly as: string }[]; readonly join?: (rows: string) => string };
  const steps: Windows[] = [];
  const hoist: Hoist = (sql, join) => {
    const as = environment.compilation.hidden('window');
    const last = steps.at(-1);
    const apart = join !== undefined || last === undefined || last.join !== undefined;
    if (apart || last.items.some((earlier) => sql.includes(earlier.as))) steps.push({ items: [{ sql, as }], join });
    else last.items.push({ sql, as });
    return as;
  };
  const input = (): Relation => {
    if (steps.length === 0) return row;
    let held = itemsOf(row);
    const from = steps.reduce((below, { items: windows, join }) => {
      const items = [...held, ...windows];
      held = items.map(({ as }) => ({ sql: as, as }));
      return environment.compilation.define('window', { items, rest: () => ` FROM ${below}${join?.(below) ?? ''}` });
    }, row.from);
    return { ...row, from };
  };
  return { place: { ...onRow(environment, row), hoist }, input };
}

/** Computes once and remembers. */
export function once<T>(compute: () => T): () => T {
  let held: { readonly value: T } | null = null;
  return () => (held ??= { value: compute() }).value;
}

/** Compiles a scalar expression at a place of the query. */
export function compileScalar(node: SyntaxNode, environment: Environment): Scalar {
  return environment.compilation.scalar(node, environment);
}

/** Compiles a tabular expression at a place of the query. */
export function compileTabular(node: SyntaxNode, environment: Environment): Relation {
  return environment.compilation.tabular(node, environment);
}

/** The KQL type that the binder gave to an expression. */
export function resultType(node: SyntaxNode): KqlType {
  const type = typeNameOf(node);
  return isKqlType(type)
    ? type
    : refuse(`An expression of type '${type}'`, { at: node, instead: 'give it a type, for example tostring()' });
}

/** A column of the row by its name; KQL sees case. */
export function columnNamed(relation: Relation, name: string, at: SyntaxNode): Column {
  return (
    relation.columns.find((column) => column.name === name) ??
    semanticError(`The name '${name}' does not refer to any known column, table, variable or function.`, at)
  );
}

export type Output = { readonly name: string; readonly scalar: Scalar };

export type StepOptions = {
  readonly hint: string;
  /** Hidden columns computed in this step: their SQL and identifier. */
  readonly hidden?: readonly { readonly sql: string; readonly as: string }[];
  /** SQL after FROM … . */
  readonly tail?: string;
  readonly order?: readonly OrderKey[];
  readonly carried?: readonly string[];
  readonly parts?: readonly string[];
  readonly serialized?: boolean;
};

/** One pipe step over one input, row by row: outputs are computed, hidden columns pass through. */
export function rowStep(
  environment: Environment,
  { input, outputs, options }: { readonly input: Relation; readonly outputs: readonly Output[]; readonly options: StepOptions },
): Relation {
  const named = nameColumns(outputs.map(({ name, scalar }) => ({ name, type: scalar.type, total: scalar.total })));
  const fresh = new Set((options.hidden ?? []).map(({ as }) => as));
  const passing = hiddenOf(input).filter((hidden) => !fresh.has(hidden));
  const items = [
    ...named.map((column, index) => ({ sql: outputs[index]?.scalar.sql ?? 'NULL', as: column.sql })),
    ...passing.map((hidden) => ({ sql: hidden, as: hidden })),
    ...(options.hidden ?? []),
  ];
  const from = environment.compilation.define(options.hint, { items, rest: () => ` FROM ${input.from}${options.tail ?? ''}` });
  return {
    from,
    columns: named,
    order: options.order ?? input.order,
    serialized: options.serialized ?? input.serialized,
    parts: options.parts ?? input.parts,
    carried: options.carried ?? input.carried,
  };
}

/** The columns of a relation as outputs that change nothing. */
export function unchanged(relation: Relation): readonly Output[] {
  return relation.columns.map((column) => ({
    name: column.name,
    scalar: { sql: column.sql, type: column.type, total: column.total || column.type === 'string' },
  }));
}

/** A relation without hidden columns, as SQL made anew has it. */
export function plainRelation(from: string, columns: readonly Column[]): Relation {
  return { from, columns, order: [], serialized: false, parts: [], carried: [] };
}
