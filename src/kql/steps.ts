import { quoteIdentifier } from './sql/quote.ts';

/** What a step selects, item by item: those that no later step names are left out of the SQL. Rows do not depend on them. */
export type Selection = {
  readonly items: readonly { readonly sql: string; readonly as: string }[];
  /** What follows the items, given the identifiers that those which are left name. */
  readonly rest: (named: ReadonlySet<string>) => string;
};

/** A CTE: SQL as it is, or a selection that can shrink. */
export type StepBody = string | Selection;
export type Step = { readonly name: string; readonly body: StepBody };
type PrintedStep = { readonly name: string; readonly body: string };

/** Makes the CTE list and the hidden names of one query. */
export function createDefinitions(): {
  /** Adds a CTE and gives its name. */
  readonly define: (hint: string, body: StepBody) => string;
  /** A hidden column's identifier that nothing else has. */
  readonly hidden: (hint: string) => string;
  readonly steps: readonly Step[];
} {
  const steps: Step[] = [];
  let hiddenCount = 0;
  return {
    steps,
    define: (hint, body) => {
      const name = quoteIdentifier(`${steps.length + 1}_${hint}`);
      steps.push({ name, body });
      return name;
    },
    hidden: (hint) => quoteIdentifier(`$${hint}${(hiddenCount += 1)}`),
  };
}

/**
 * The statement: of the steps those that the result needs, and of their columns those that a later step names. The engine would
 * drop the others as well, but only after it has bound some hundred columns in each step, and that takes longer than a short
 * query runs.
 */
export function printStatement(steps: readonly Step[], last: string): string {
  const kept: PrintedStep[] = [];
  const named = new Set<string>();
  const whole = new Set<string>();
  const read = (sql: string): void => {
    const identifiers = identifiersOf(sql);
    for (const identifier of identifiers) {
      named.add(identifier);
      if (takesAll(sql)) whole.add(identifier);
    }
  };
  read(last);
  for (const { name, body } of withoutCopies(steps).toReversed()) {
    if (!named.has(name)) continue;
    const printed = typeof body === 'string' ? body : printSelection(body, whole.has(name) ? null : named);
    read(printed);
    kept.push({ name, body: printed });
  }
  const bodies = kept.toReversed().map(({ name, body }) => `${name} AS (\n  ${body}\n)`);
  return `${bodies.length === 0 ? '' : `WITH ${bodies.join(',\n')}\n`}${last}`;
}

/** How long the SQL of a step is before anything is left out. */
export function lengthOf(body: StepBody): number {
  return typeof body === 'string' ? body.length : body.items.reduce((sum, { sql }) => sum + sql.length, body.rest(new Set()).length);
}

/**
 * A hidden copy of a column that stands beside it, as a sort makes for its order, is read from the column itself by the next step:
 * what carries it twice, a window above all, is slower by that much.
 */
function withoutCopies(steps: readonly Step[]): readonly Step[] {
  const copies = new Map(steps.map(({ name, body }) => [name, typeof body === 'string' ? new Map<string, string>() : copiesIn(body)]));
  return steps.map((step) => {
    const { name, body } = step;
    if (typeof body === 'string') return step;
    const source = /^ FROM ("(?:[^"]|"")*")(?! *(?:,|AS|JOIN))/.exec(body.rest(new Set()))?.[1];
    const changed = new Set(body.items.filter(({ sql, as }) => sql !== as).map(({ as }) => as));
    const known = new Map([...(copies.get(source ?? '') ?? [])].filter(([, column]) => !changed.has(column)));
    if (known.size === 0) return step;
    const items = body.items.map(({ sql, as }) => ({ sql: replaceIdentifiers(sql, known), as }));
    return { name, body: { items, rest: (named: ReadonlySet<string>) => replaceIdentifiers(body.rest(named), known) } };
  });
}

/** Hidden names and the columns that they copy; a hidden name stands for one thing in the whole query. */
function copiesIn({ items }: Selection): ReadonlyMap<string, string> {
  const unchanged = new Set(items.filter(({ sql, as }) => sql === as).map(({ as }) => as));
  return new Map(items.filter(({ sql, as }) => as.startsWith('"$') && sql !== as && unchanged.has(sql)).map(({ sql, as }) => [as, sql]));
}

function replaceIdentifiers(sql: string, by: ReadonlyMap<string, string>): string {
  return sql.replaceAll(token, (found) => by.get(found) ?? found);
}

function printSelection({ items, rest }: Selection, named: ReadonlySet<string> | null): string {
  const left = named === null ? items : items.filter(({ as }) => named.has(as));
  const list = left.map(({ sql, as }) => (sql === as ? as : `${sql} AS ${as}`)).join(', ');
  return `SELECT ${left.length === 0 ? 'true AS "$empty"' : list}${rest(new Set(left.flatMap(({ sql }) => [...identifiersOf(sql)])))}`;
}

/** A string or a quoted identifier. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"/g;

/** The quoted identifiers of SQL; what stands in a string is passed over. */
function identifiersOf(sql: string): ReadonlySet<string> {
  return new Set([...sql.matchAll(token)].map(([found]) => found).filter((found) => found.startsWith('"')));
}

/** `SELECT *` and `t.*` take columns without naming them; `count(*)` and a product do not. */
function takesAll(sql: string): boolean {
  return /(?:SELECT |, |\.)\*/.test(sql);
}
