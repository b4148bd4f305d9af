import { refuse } from '../diagnostics.ts';
import { compileTabular, type Environment, onRow, plainRelation } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { bagOf } from '../functions/bags.ts';
import { type Column, columnScalar, nameColumns, type Relation } from '../relation.ts';
import { call, nullOf, quoteString } from '../sql/quote.ts';
import { child, classOf, list, nameOf, namesIn, optional, resultColumns, type SyntaxNode } from '../syntax/tree.ts';
import { isKqlType } from '../types.ts';
import { parameter } from './parameters.ts';
import { asCondition } from './rows.ts';
import { tablesOf } from './union.ts';

/** `find in (…) where …`: the rows of several tables that meet a condition, what is not a column of the result in a bag. */
export function compileFind(node: SyntaxNode, environment: Environment): Relation {
  if (optional(node, 'ProjectAway') !== null) refuse('find with project-away', { at: node, instead: 'list the columns with project' });
  const clause = optional(node, 'InClause');
  const place = onRow(environment, null);
  const branches =
    clause === null
      ? tablesOf('*', { node, environment: place })
      : list(clause, 'Expressions').flatMap((expression, index) => sourceOf(expression, index, place));
  if (branches.length === 0) refuse('A find over no tables', { at: node });
  const source = parameter(node, 'withsource') ?? 'source_';
  const columns = nameColumns(
    resultColumns(node).map(({ name, type }) => ({
      name,
      type: isKqlType(type) ? type : refuse(`A column of type '${type}'`, { at: node }),
    })),
  );
  const bodies = branches.map(({ relation, source: table }) => {
    const wide = { ...relation, columns: [...relation.columns, ...missingColumns(child(node, 'Condition'), relation)] };
    const condition = asCondition(environment.compilation.scalar(child(node, 'Condition'), onRow(environment, wide)));
    const items = columns.map((column) => {
      if (column.name === source) return `${quoteString(table)} AS ${column.sql}`;
      if (column.name === 'pack_') return `${restOf(relation, columns)} AS ${column.sql}`;
      const own = relation.columns.find(({ name }) => name === column.name);
      return `${own === undefined ? nullOf(column.type).sql : convert(columnScalar(own), column.type).sql} AS ${column.sql}`;
    });
    return `SELECT ${items.join(', ')} FROM ${relation.from} WHERE ${condition}`;
  });
  return plainRelation(environment.compilation.define('find', bodies.join('\n  UNION ALL\n  ')), columns);
}

function sourceOf(expression: SyntaxNode, index: number, environment: Environment) {
  const name = classOf(expression) === 'NameReference' ? nameOf(expression) : null;
  if (name !== null && name.includes('*')) return tablesOf(name, { node: expression, environment });
  return [{ relation: compileTabular(expression, environment), source: name ?? `find_arg${index}` }];
}

/** Names that the condition has and the table has not: in that table they are null. */
function missingColumns(condition: SyntaxNode, relation: Relation): readonly Column[] {
  const own = new Set(relation.columns.map(({ name }) => name));
  return [...new Set(namesIn(condition))]
    .filter((name) => !own.has(name))
    .map((name) => ({ name, type: 'dynamic', sql: nullOf('dynamic').sql, total: false }));
}

function restOf(relation: Relation, columns: readonly Column[]): string {
  const shown = new Set(columns.map(({ name }) => name));
  const rest = relation.columns.filter(({ name }) => !shown.has(name));
  return call(
    'kql_bag_pack',
    bagOf(
      rest.map(({ name }) => name),
      rest.map(columnScalar),
    ),
  );
}
