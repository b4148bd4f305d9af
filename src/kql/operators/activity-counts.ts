import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, onRow, plainRelation } from '../environment.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { nameColumns, type Relation } from '../relation.ts';
import { resultColumns, type SyntaxNode } from '../syntax/tree.ts';
import { isKqlType } from '../types.ts';

/** `evaluate activity_counts_metrics(id, time, start, end, window, dimensions…)`: events, ids, new ids and all ids so far of each window. */
export function compileActivityCounts(
  call: SyntaxNode,
  input: Relation,
  { node, environment }: { readonly node: SyntaxNode; readonly environment: Environment },
): Relation {
  const place = onRow(environment, input);
  const args = argumentsOf(call);
  const [id, time, start, end, window, ...dimensions] = args.map((item) => compileScalar(item, place));
  if (id === undefined || time === undefined || start === undefined || end === undefined || window === undefined)
    return refuse('activity_counts_metrics() with these arguments', { at: call });
  const columns = nameColumns(resultColumns(node).flatMap(({ name, type }) => (isKqlType(type) ? [{ name, type }] : [])));
  if (columns.length !== 5 + dimensions.length) return refuse('This form of activity_counts_metrics()', { at: call });
  const keys = dimensions.map((_, index) => `d${index}`);
  const keyItems = dimensions.map(({ sql }, index) => `${sql} AS d${index}`);
  const partition = keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')}`;
  const bucket = `${start.sql} + ((${time.sql} - ${start.sql}) // ${window.sql}) * ${window.sql}`;
  const events = environment.compilation.define(
    'events',
    `SELECT ${[`${bucket} AS bucket`, `${id.sql} AS id`, ...keyItems].join(', ')} FROM ${input.from} WHERE ${time.sql} BETWEEN ${start.sql} AND ${end.sql}`,
  );
  const group = ['bucket', ...keys].join(', ');
  const first = environment.compilation.define(
    'first_seen',
    `SELECT min(bucket) AS bucket, ${['id', ...keys].join(', ')} FROM ${events} GROUP BY ${['id', ...keys].join(', ')}`,
  );
  const fresh = environment.compilation.define('fresh', `SELECT ${group}, count(*) AS fresh FROM ${first} GROUP BY ${group}`);
  const counts = environment.compilation.define(
    'counts',
    `SELECT ${group}, count(*) AS events, count(DISTINCT id) AS ids FROM ${events} GROUP BY ${group}`,
  );
  const on = ['bucket', ...keys].map((key) => `c.${key} IS NOT DISTINCT FROM f.${key}`).join(' AND ');
  const joined = environment.compilation.define(
    'activity',
    `SELECT c.*, coalesce(f.fresh, 0) AS fresh FROM ${counts} AS c LEFT JOIN ${fresh} AS f ON ${on}`,
  );
  const total = `sum(fresh) OVER (${partition} ORDER BY bucket ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  const items = ['bucket', ...keys, 'events', 'ids', 'fresh', `${total}::BIGINT`].map((sql, index) => `${sql} AS ${columns[index]?.sql}`);
  return plainRelation(environment.compilation.define('metrics', `SELECT ${items.join(', ')} FROM ${joined}`), columns);
}
