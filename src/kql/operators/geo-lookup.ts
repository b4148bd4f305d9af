import { refuse } from '../diagnostics.ts';
import { columnNamed, compileScalar, compileTabular, type Environment, onRow, plainRelation } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { columnScalar, nameColumns, type Relation } from '../relation.ts';
import { call as callSql } from '../sql/quote.ts';
import { child, classOf, nameOf, resultColumns, type SyntaxNode } from '../syntax/tree.ts';
import type { Scalar } from '../types.ts';

type Place = { readonly node: SyntaxNode; readonly environment: Environment; readonly shape: 'line' | 'polygon' };

/** What may follow the table, its key and the two coordinates, in this order or by name. */
const options = ['radius', 'return_unmatched', 'lookup_area_radius', 'return_lookup_key'];

/** `evaluate geo_line_lookup(T, line, longitude, latitude, radius, …)`: the rows of a table whose shape is near a place, or around it. */
export function compileGeoLookup(call: SyntaxNode, input: Relation, { node, environment, shape }: Place): Relation {
  const [table, key, longitude, latitude, ...rest] = argumentsOf(call);
  if (table === undefined || key === undefined || longitude === undefined || latitude === undefined)
    return refuse('This lookup', { at: call });
  const given = new Map(
    rest.map((item, index) => {
      const isNamed = classOf(item) === 'SimpleNamedExpression';
      const value = compileScalar(isNamed ? child(item, 'Expression') : item, onRow(environment, null));
      return [isNamed ? nameOf(child(item, 'Name')).toLowerCase() : (options[index] ?? ''), value] as const;
    }),
  );
  const lookup = compileTabular(table, onRow(environment, null));
  const keyColumn = columnNamed(lookup, nameOf(key), key);
  const isOn = (option: string): boolean => {
    const literal = given.get(option)?.literal ?? false;
    return typeof literal === 'boolean' ? literal : refuse(`${option} that is not written as true or false`, { at: call });
  };
  const keepsKey = isOn('return_lookup_key');
  const right = lookup.columns.filter((column) => keepsKey || column !== keyColumn);
  const chosen = [...input.columns.map((column) => ({ column, side: 'l' })), ...right.map((column) => ({ column, side: 'r' }))];
  const results = resultColumns(node);
  if (chosen.length !== results.length) return refuse('This form of lookup', { at: call });
  const columns = nameColumns(chosen.map(({ column }, index) => ({ name: results[index]?.name ?? column.name, type: column.type })));
  const items = chosen.map(({ column, side }, index) => {
    const plain = `${side}.${column.sql}`;
    return `${side === 'r' && column.type === 'string' ? `coalesce(${plain}, '')` : plain} AS ${columns[index]?.sql}`;
  });
  const [x, y] = [longitude, latitude].map((item) => {
    const column = columnNamed(input, nameOf(item), item);
    return convert({ ...columnScalar(column), sql: `l.${column.sql}` }, 'real').sql;
  });
  const on = condition([x ?? 'NULL', y ?? 'NULL', `r.${keyColumn.sql}`], { shape, radius: given.get('radius'), at: call });
  const join = isOn('return_unmatched') ? 'LEFT JOIN' : 'JOIN';
  const body = `SELECT ${items.join(', ')} FROM ${input.from} AS l ${join} ${lookup.from} AS r ON ${on}`;
  return plainRelation(environment.compilation.define('shapes', body), columns);
}

type Condition = { readonly shape: Place['shape']; readonly radius: Scalar | undefined; readonly at: SyntaxNode };

/** Near enough, or, for a polygon without a radius, inside. */
function condition(args: readonly string[], { shape, radius, at }: Condition): string {
  if (radius !== undefined) return `${callSql(`kql_geo_distance_point_to_${shape}`, ...args)} <= ${convert(radius, 'real').sql}`;
  return shape === 'polygon' ? callSql('kql_geo_point_in_polygon', ...args) : refuse('geo_line_lookup without a radius', { at });
}
