import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, onRow, type Output, plainRelation } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { nameColumns, type Relation } from '../relation.ts';
import { child, list, nameOf, type SyntaxNode, textOf } from '../syntax/tree.ts';
import { typeNamed } from '../type-names.ts';
import type { KqlType } from '../types.ts';
import { nullOf } from '../sql/quote.ts';
import { listedOutputs } from './tuples.ts';

/** `datatable(a:long)[…]`: the rows as written, in their order. */
export function compileDatatable(node: SyntaxNode, environment: Environment): Relation {
  const declared = list(child(node, 'Schema'), 'Columns').map((column) => ({
    name: nameOf(child(column, 'Name')),
    type: typeNamed(textOf(child(column, 'Type')), column),
  }));
  const columns = nameColumns(declared);
  const values = list(node, 'Values').map((value) => compileScalar(value, onRow(environment, null)));
  if (declared.length === 0 || values.length % declared.length !== 0) refuse('A datatable whose values do not fill its rows', { at: node });
  const ordinal = environment.compilation.hidden('row');
  const names = [...columns.map((column) => column.sql), ordinal].join(', ');
  const rows: string[] = [];
  for (let start = 0; start < values.length; start += declared.length) {
    const cells = columns.map((column, index) => convert(values[start + index] ?? nullOf(column.type), column.type).sql);
    rows.push(`(${[...cells, String(rows.length)].join(', ')})`);
  }
  const empty = `(${[...columns.map((column) => nullOf(column.type).sql), '0'].join(', ')})`;
  const body = `SELECT ${names} FROM (VALUES ${rows.length === 0 ? empty : rows.join(', ')}) AS t(${names})${rows.length === 0 ? ' WHERE false' : ''}`;
  return {
    ...plainRelation(environment.compilation.define('datatable', body), columns),
    order: [{ sql: ordinal, descending: false, nullsFirst: true }],
  };
}

/** `print x = 1`: one row. */
export function compilePrint(node: SyntaxNode, environment: Environment): Relation {
  const outputs = listedOutputs(node, list(node, 'Expressions'), onRow(environment, null));
  return fromOutputs('print', outputs, environment);
}

/** `range x from a to b step c`: both ends belong to it; a null or wrong-way step gives no rows. */
export function compileRange(node: SyntaxNode, environment: Environment): Relation {
  const place = onRow(environment, null);
  const [from, to, step] = ['From', 'To', 'Step'].map((part) => compileScalar(child(node, part), place));
  const name = nameOf(child(node, 'Name'));
  if (from === undefined || to === undefined || step === undefined) return refuse('This range', { at: node });
  const real = [from, to, step].some((value) => value.type === 'real' || value.type === 'decimal');
  const type: KqlType = real ? 'real' : from.type === 'int' ? (to.type === 'int' && step.type === 'int' ? 'int' : 'long') : from.type;
  const columns = nameColumns([{ name, type }]);
  const column = columns[0]?.sql ?? '"x"';
  const [a, b, c] = [from, to, step].map((value) => (real ? convert(value, 'real').sql : `${value.sql}::BIGINT`));
  const cast = type === 'int' ? '::INTEGER' : '';
  const count = real ? `floor((${b} - ${a}) / ${c} + 1e-9)::BIGINT` : `(${b} - ${a}) // ${c}`;
  const value = real ? `(${a} + i * ${c})` : `(${a} + i * ${c})${cast}`;
  const limit = `CASE WHEN ${c} = 0 OR (${b} - ${a}) * sign(${c}) < 0 THEN 0 ELSE ${count} + 1 END`;
  const body = `SELECT ${value} AS ${column} FROM range(coalesce(${limit}, 0)) AS steps(i)`;
  return {
    ...plainRelation(environment.compilation.define('range', body), columns),
    order: [{ sql: column, descending: step.sql.startsWith("'-"), nullsFirst: true }],
    serialized: true,
  };
}

/** One row made of expressions. */
export function fromOutputs(hint: string, outputs: readonly Output[], environment: Environment): Relation {
  const columns = nameColumns(outputs.map(({ name, scalar }) => ({ name, type: scalar.type, total: scalar.total })));
  const items = columns.map((column, index) => `${outputs[index]?.scalar.sql ?? 'NULL'} AS ${column.sql}`);
  return plainRelation(
    environment.compilation.define(hint, `SELECT ${items.length === 0 ? 'true AS "$empty"' : items.join(', ')}`),
    columns,
  );
}
