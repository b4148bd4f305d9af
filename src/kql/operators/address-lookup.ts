import { refuse } from '../diagnostics.ts';
import { columnNamed, compileTabular, type Environment, onRow, plainRelation } from '../environment.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { nameColumns, type Relation } from '../relation.ts';
import { child, classOf, nameOf, resultColumns, type SyntaxNode, textOf } from '../syntax/tree.ts';

type Place = { readonly node: SyntaxNode; readonly environment: Environment; readonly native: string };

/** `evaluate ipv4_lookup(T, address, network, …)`: the rows of a table whose network holds the address. */
export function compileAddressLookup(call: SyntaxNode, input: Relation, { node, environment, native }: Place): Relation {
  const all = argumentsOf(call);
  const options = all.filter((item) => classOf(item) === 'SimpleNamedExpression');
  const [table, address, network, ...extra] = all.filter(
    (item) => classOf(item) !== 'SimpleNamedExpression' && classOf(item) !== 'LiteralExpression',
  );
  const flag = options[0] === undefined ? all.find((item) => classOf(item) === 'LiteralExpression') : child(options[0], 'Expression');
  if (table === undefined || address === undefined || network === undefined) return refuse('This lookup', { at: call });
  const lookup = compileTabular(table, onRow(environment, null));
  const unmatched = flag !== undefined && /true/i.test(textOf(flag));
  const results = resultColumns(node);
  const keys = new Set(extra.map(nameOf));
  const right = lookup.columns.filter(({ name }) => !keys.has(name)).map((column) => ({ column, side: 'r' }));
  const left = input.columns.map((column) => ({ column, side: 'l' }));
  if (left.length + right.length !== results.length) return refuse('This form of lookup', { at: call });
  // The binder lists the input's columns first, the engine the lookup's; the names are the binder's.
  const named = [...left, ...right].map((chosen, index) => ({ ...chosen, name: results[index]?.name ?? chosen.column.name }));
  const chosen = [...named.slice(left.length), ...named.slice(0, left.length)];
  const columns = nameColumns(chosen.map(({ name, column }) => ({ name, type: column.type })));
  const items = chosen.map(({ column, side }, index) => {
    const plain = `${side}.${column.sql}`;
    return `${side === 'r' && column.type === 'string' ? `coalesce(${plain}, '')` : plain} AS ${columns[index]?.sql}`;
  });
  const on = [
    `${native}(l.${columnNamed(input, nameOf(address), address).sql}, r.${columnNamed(lookup, nameOf(network), network).sql})`,
    ...extra.map(
      (item) => `l.${columnNamed(input, nameOf(item), item).sql} IS NOT DISTINCT FROM r.${columnNamed(lookup, nameOf(item), item).sql}`,
    ),
  ].join(' AND ');
  const body = `SELECT ${items.join(', ')} FROM ${input.from} AS l ${unmatched ? 'LEFT JOIN' : 'JOIN'} ${lookup.from} AS r ON ${on}`;
  return plainRelation(environment.compilation.define('networks', body), columns);
}
