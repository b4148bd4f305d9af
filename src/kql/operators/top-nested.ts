import { aggregating } from '../aggregates/call.ts';
import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, onRow, type Output, rowStep } from '../environment.ts';
import type { Column, Relation } from '../relation.ts';
import { child, classOf, list, optional, resultColumns, type SyntaxNode } from '../syntax/tree.ts';
import { groupStep } from './summarize.ts';

/** `top-nested N of a by agg, …`: the best of each level inside the best of the level above. */
export function compileTopNested(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const results = resultColumns(node);
  const clauses = list(node, 'Clauses');
  if (results.length !== clauses.length * 2) return refuse('This form of top-nested', { at: node });
  const row = onRow(environment, input);
  const keys = clauses.map(
    (clause, index): Output => ({ name: results[index * 2]?.name ?? '', scalar: compileScalar(child(clause, 'OfExpression'), row) }),
  );
  const above = clauses.reduce<Relation | null>((above, clause, level) => {
    if (optional(clause, 'WithOthersClause') !== null) refuse('top-nested with others', { at: clause });
    return levelStep({ clause, level, keys, above, input, environment, valueName: results[level * 2 + 1]?.name ?? '' });
  }, null);
  return above === null ? refuse('top-nested without clauses', { at: node }) : ordered(above);
}

type Level = {
  readonly clause: SyntaxNode;
  readonly level: number;
  readonly keys: readonly Output[];
  readonly above: Relation | null;
  readonly input: Relation;
  readonly environment: Environment;
  readonly valueName: string;
};

function levelStep({ clause, level, keys, above, input, environment, valueName }: Level): Relation {
  const by = child(clause, 'ByExpression');
  const ordered = classOf(by) === 'OrderedExpression' ? child(by, 'Expression') : by;
  const inner = classOf(ordered) === 'SimpleNamedExpression' ? child(ordered, 'Expression') : ordered;
  const value: Output = { name: valueName, scalar: compileScalar(inner, aggregating(input, environment)) };
  const grouped = groupStep({ input, environment, keys: keys.slice(0, level + 1), values: [value], hint: 'level' });
  const joined = above === null ? grouped : nest(grouped, { above, level, environment });
  const count = optional(clause, 'Expression');
  if (count === null) return joined;
  const ascending = /\basc\b/i.test((classOf(by) === 'OrderedExpression' ? child(by, 'Ordering').ToString(0) : '').trim());
  const parts = joined.columns.filter((_, index) => index % 2 === 0 && index < level * 2).map(({ sql }) => sql);
  const partition = parts.length === 0 ? '' : `PARTITION BY ${parts.join(', ')} `;
  const limit = compileScalar(count, onRow(environment, null)).sql;
  const tail = ` QUALIFY row_number() OVER (${partition}ORDER BY ${joined.columns.at(-1)?.sql} ${ascending ? 'ASC' : 'DESC'} NULLS LAST) <= ${limit}`;
  return rowStep(environment, { input: joined, outputs: joined.columns.map(asOutput), options: { hint: 'best', tail } });
}

/** The groups of a level that lie in the chosen ones above, with the columns above in front. */
function nest(
  grouped: Relation,
  { above, level, environment }: { readonly above: Relation; readonly level: number; readonly environment: Environment },
): Relation {
  const own = grouped.columns.slice(level);
  const on = Array.from(
    { length: level },
    (_, index) => `a.${above.columns[index * 2]?.sql} IS NOT DISTINCT FROM g.${grouped.columns[index]?.sql}`,
  ).join(' AND ');
  const items = [...above.columns.map(({ sql }) => `a.${sql}`), ...own.map(({ sql }) => `g.${sql}`)];
  const from = environment.compilation.define(
    'nested',
    `SELECT ${items.join(', ')} FROM ${above.from} AS a JOIN ${grouped.from} AS g ON ${on}`,
  );
  return { ...grouped, from, columns: [...above.columns, ...own], order: [] };
}

function asOutput(column: Column): Output {
  return { name: column.name, scalar: { sql: column.sql, type: column.type, total: column.total } };
}

/** The best first, level by level. */
function ordered(relation: Relation): Relation {
  const order = relation.columns.flatMap((column, index) => {
    const value = relation.columns[index + 1];
    return index % 2 === 0 && value !== undefined ? [value, column].map(({ sql }) => ({ sql, descending: true, nullsFirst: false })) : [];
  });
  return { ...relation, order };
}
