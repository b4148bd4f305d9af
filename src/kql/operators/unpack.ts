import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, onRow, type Output, rowStep } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { schemaOf } from '../probe.ts';
import { columnScalar, type Relation } from '../relation.ts';
import { quoteString } from '../sql/quote.ts';
import { child, classOf, nameOf, type SyntaxNode } from '../syntax/tree.ts';
import type { Scalar } from '../types.ts';

type Options = { readonly prefix: string; readonly conflict: string; readonly ignored: Scalar | null };

/** `evaluate bag_unpack(d)`: the keys of a bag as columns, in the order of their names. */
export function compileBagUnpack(
  call: SyntaxNode,
  input: Relation,
  { node, environment }: { readonly node: SyntaxNode; readonly environment: Environment },
): Relation {
  const place = onRow(environment, input);
  const [first, ...rest] = argumentsOf(call);
  if (first === undefined || classOf(first) !== 'NameReference') return refuse('bag_unpack() of something that is no column', { at: call });
  const source = nameOf(first);
  const bag = compileScalar(first, place);
  const options = readOptions(rest, place);
  const kept = input.columns.filter(({ name }) => name !== source);
  const schema = schemaOf(node, {
    root: environment.compilation.root,
    select: () => keysSelect(bag, { input, options, source, kept: kept.map(({ name }) => name) }),
    fixed: kept,
  });
  const outputs = schema.map(({ name, type }): Output => {
    const own = kept.find((column) => column.name === name);
    if (own !== undefined) return { name, scalar: columnScalar(own) };
    const key = name.startsWith(options.prefix) ? name.slice(options.prefix.length) : name;
    const value = convert({ sql: `kql_element(${bag.sql}, ${quoteString(JSON.stringify(key))})`, type: 'dynamic', total: false }, type);
    return { name, scalar: value };
  });
  return rowStep(environment, { input, outputs, options: { hint: 'unpack' } });
}

function readOptions(rest: readonly SyntaxNode[], place: Environment): Options {
  const named = new Map<string, SyntaxNode>();
  const order = ['outputcolumnprefix', 'columnsconflict', 'ignoredproperties'];
  rest.forEach((item, index) => {
    if (classOf(item) === 'SimpleNamedExpression') named.set(nameOf(child(item, 'Name')).toLowerCase(), child(item, 'Expression'));
    else named.set(order[index] ?? '', item);
  });
  const text = (name: string): string => {
    const item = named.get(name);
    const literal = item === undefined ? '' : compileScalar(item, place).literal;
    return typeof literal === 'string' ? literal : '';
  };
  const ignored = named.get('ignoredproperties');
  return {
    prefix: text('outputcolumnprefix'),
    conflict: text('columnsconflict') || 'error',
    ignored: ignored === undefined ? null : compileScalar(ignored, place),
  };
}

/** Names and types of the keys: one type for all values, else dynamic. A name that is taken follows the conflict rule. */
function keysSelect(
  bag: Scalar,
  {
    input,
    options,
    source,
    kept,
  }: { readonly input: Relation; readonly options: Options; readonly source: string; readonly kept: readonly string[] },
): string {
  const name = `${quoteString(options.prefix)} || key`;
  const taken = kept.length === 0 ? 'false' : `${name} IN (${kept.map(quoteString).join(', ')})`;
  const filters = [
    options.ignored === null ? 'true' : `NOT coalesce(kql_in_array(to_json(key)::VARCHAR, ${options.ignored.sql}), false)`,
    // A key that takes a column's place is not told from the column in the schema that is written back, so it ends the query.
    options.conflict === 'keep_source'
      ? `NOT (${taken})`
      : `(CASE WHEN ${taken} THEN error('kql: bag_unpack: a key has the name of a column. Give the keys a prefix, or say columnsConflict=''keep_source''.') ELSE true END)`,
  ];
  const kinds = `string_agg(DISTINCT coalesce(kql_dynamic_kind(kql_element(bag, to_json(key)::VARCHAR)), 'null'), ',')`;
  const keys = `SELECT unnest(json_keys(bag)) AS key, bag FROM (SELECT ${bag.sql} AS bag FROM ${input.from}) WHERE json_type(bag) = 'OBJECT'`;
  return `SELECT ${name} AS name, ${kinds} AS kinds FROM (${keys}) WHERE ${filters.join(' AND ')} GROUP BY key ORDER BY name <> ${quoteString(source)}, name`;
}
