import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, onRow, type Output, plainRelation, rowStep, unchanged } from '../environment.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { nameColumns, type Relation } from '../relation.ts';
import { resultColumns, type SyntaxNode } from '../syntax/tree.ts';
import { isKqlType } from '../types.ts';

type Place = { readonly node: SyntaxNode; readonly environment: Environment };

type Windows = {
  /** A CTE of the rows as `id`, `seen` and the dimensions `d0`, `d1` …, which no time limits yet. */
  readonly events: string;
  readonly keys: readonly string[];
  readonly settings: readonly string[];
};

/** A plugin `name(id, time, start, end, …settings, …dimensions)` whose rows are the time, the dimensions and counts. */
function windowPlugin(settingCount: number, count: (windows: Windows) => string) {
  return (call: SyntaxNode, input: Relation, place: Place): Relation => {
    const { compilation } = place.environment;
    const row = onRow(place.environment, input);
    const [id, at, ...rest] = argumentsOf(call).map((item) => compileScalar(item, row));
    const settings = rest.slice(0, settingCount);
    const dimensions = rest.slice(settingCount);
    if (id === undefined || at === undefined || settings.length < settingCount)
      return refuse('This plugin with these arguments', { at: call });
    if (input.parts.length > 0) refuse('This plugin inside a subquery of parts', { at: call });
    const keys = dimensions.map((_, index) => `d${index}`);
    const items = [`${id.sql} AS id`, `${at.sql} AS seen`, ...dimensions.map(({ sql }, index) => `${sql} AS d${index}`)];
    const events = compilation.define('events', `SELECT ${items.join(', ')} FROM ${input.from} WHERE ${at.sql} IS NOT NULL`);
    const columns = nameColumns(
      resultColumns(place.node).map(({ name, type }) => ({
        name,
        type: isKqlType(type) ? type : refuse(`A column of type '${type}'`, { at: call }),
      })),
    );
    const body = count({ events, keys, settings: settings.map(({ sql }) => sql) });
    const names = columns.map(({ sql }) => sql).join(', ');
    const from = compilation.define('windows', `SELECT * FROM (${body}) AS t(${names})`);
    return { ...plainRelation(from, columns), order: [{ sql: columns[0]?.sql ?? '1', descending: false, nullsFirst: true }] };
  };
}

const listed = (...items: readonly (string | readonly string[])[]): string => items.flat().join(', ');

/** `sliding_window_counts(…, window, bin)`: rows and ids of the bins that a window holds, for each bin that ends one. */
export const compileSlidingWindows = windowPlugin(4, ({ events, keys, settings: [start, end, window, bin] }) => {
  const first = `(seen - ${start}) // ${bin} - CASE WHEN seen < ${start} AND (seen - ${start}) % ${bin} <> 0 THEN 1 ELSE 0 END`;
  const reach = `${window} // ${bin}`;
  const spread = `SELECT *, unnest(range(${first}, ${first} + ${reach})) AS bin FROM ${events} WHERE seen > ${start} - ${window} AND seen <= ${end}`;
  const inside = `bin >= 0 AND ${start} + bin * ${bin} <= ${end}`;
  return `SELECT ${listed(`${start} + bin * ${bin}`, keys, 'count(*)', 'count(DISTINCT id)')} FROM (${spread}) WHERE ${inside} GROUP BY ${listed('bin', keys)}`;
});

/** `active_users_count(…, window, period, periods, bin)`: ids with an event by which they were seen in enough periods of the window. */
export const compileActiveUsers = windowPlugin(6, ({ events, keys, settings: [start, end, window, period, least, bin] }) => {
  const same = keys.map((key) => ` AND o.${key} IS NOT DISTINCT FROM e.${key}`).join('');
  const periods = `(SELECT count(DISTINCT kql_floor_to(o.seen - ${start}, ${period})) FROM ${events} AS o WHERE o.id = e.id${same} AND o.seen > e.seen - ${window} AND o.seen <= e.seen)`;
  const active = `SELECT * FROM ${events} AS e WHERE seen BETWEEN ${start} AND ${end} AND ${periods} >= ${least}`;
  const time = `${start} + kql_floor_to(seen - ${start}, ${bin})`;
  return `SELECT ${listed(`${time} AS time`, keys, 'count(DISTINCT id)')} FROM (${active}) GROUP BY ${listed('time', keys)}`;
});

/** `session_count(…, bin, window)`: sessions that begin in each bin; one begins where the id was not seen within the window before. */
export const compileSessions = windowPlugin(4, ({ events, keys, settings: [start, end, bin, window] }) => {
  const before = `lag(seen) OVER (PARTITION BY ${listed('id', keys)} ORDER BY seen)`;
  const sessions = `SELECT * FROM ${events} WHERE seen BETWEEN ${start} AND ${end} QUALIFY coalesce(seen - ${before} >= ${window}, true)`;
  return `SELECT ${listed(`kql_floor_to(seen, ${bin}) AS time`, keys, 'count(*)')} FROM (${sessions}) GROUP BY ${listed('time', keys)}`;
});

/** `dcount_intersect(h1, h2, …)`: how many values the first state holds, the first two have in common, the first three … */
export function compileDcountIntersect(call: SyntaxNode, input: Relation, { node, environment }: Place): Relation {
  const row = onRow(environment, input);
  const states = argumentsOf(call).map((item) => `coalesce(${compileScalar(item, row).sql}, '[]')`);
  const added = resultColumns(node).slice(input.columns.length);
  const counts = states.map((_, index): Output => {
    const sql = `kql_hll_common('[' || ${states.slice(0, index + 1).join(" || ',' || ")} || ']')`;
    return { name: added[index]?.name ?? `s${index}`, scalar: { sql, type: 'long', total: true } };
  });
  return rowStep(environment, { input, outputs: [...unchanged(input), ...counts], options: { hint: 'common' } });
}
