import { refuse } from '../diagnostics.ts';
import { compileScalar, compileTabular, type Environment, onRow, type Output, plainRelation, rowStep, unchanged } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { hiddenOf, itemsOf, nameColumns, type Relation } from '../relation.ts';
import { child, classOf, list, nameOf, optional, resultColumns, type SyntaxNode, textOf } from '../syntax/tree.ts';
import { isKqlType, type KqlType, type Scalar } from '../types.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { writtenNames } from './outputs.ts';
import { parameter } from './parameters.ts';
import { typeNamed } from '../type-names.ts';

type Expanded = { readonly name: string; readonly value: Scalar; readonly type: KqlType };

/** `mv-expand`: one row for each item; several arrays go side by side, the longest gives the count. */
export function compileMvExpand(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const asBags = (parameter(node, 'kind') ?? parameter(node, 'bagexpansion') ?? 'bag').toLowerCase();
  const index = parameter(node, 'with_itemindex');
  const limit = optional(node, 'RowLimitClause');
  const results = resultColumns(node).map(({ name }) => name);
  const known = new Set([...input.columns.map(({ name }) => name), index]);
  const expanded = list(node, 'Expressions').map((item) => {
    const read = readExpanded(item, input, environment);
    known.add(read.name);
    return read;
  });
  // What the binder named by rules of its own stands among the results and nowhere else.
  const unclaimed = results.filter((name) => !known.has(name));
  const named = expanded.map((read) => (results.includes(read.name) ? read : { ...read, name: unclaimed.shift() ?? read.name }));
  const relation = expandStep({
    node,
    input,
    environment,
    expanded: named,
    index,
    limit: limit === null ? null : compileScalar(child(limit, 'RowLimit'), onRow(environment, null)),
    asArrays: asBags === 'array',
    keepEmpty: true,
  });
  const unnamed = named.find(({ name }) => !results.includes(name));
  if (unnamed !== undefined) refuse('Expanding an expression without a name', { at: node, instead: 'name it, as in mv-expand x = …' });
  return select(relation, results, { node, environment });
}

/** `mv-apply … on (subquery)`: the subquery runs apart on the items of each row. */
export function compileMvApply(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  if (optional(node, 'ContextIdClause') !== null) refuse('mv-apply with id', { at: node });
  const expanded = list(node, 'Expressions').map((item) => readExpanded(item, input, environment));
  const part = environment.compilation.hidden('part');
  const numbered = rowStep(environment, {
    input,
    outputs: unchanged(input),
    options: { hint: 'rows', hidden: [{ sql: 'row_number() OVER ()', as: part }], carried: [...input.carried, part] },
  });
  const limit = optional(node, 'RowLimitClause');
  const rows = expandStep({
    node,
    input: numbered,
    environment,
    expanded,
    index: parameter(node, 'with_itemindex'),
    limit: limit === null ? null : compileScalar(child(limit, 'RowLimit'), onRow(environment, null)),
    asArrays: false,
    keepEmpty: false,
  });
  const inner = compileTabular(
    child(node, 'Subquery'),
    onRow(environment, { ...rows, parts: [...input.parts, part], order: rows.order, serialized: true }),
  );
  return rejoin(node, { numbered, inner, part, environment });
}

type Expansion = {
  readonly node: SyntaxNode;
  readonly input: Relation;
  readonly environment: Environment;
  readonly expanded: readonly Expanded[];
  readonly index: string | null;
  readonly limit: Scalar | null;
  readonly asArrays: boolean;
  readonly keepEmpty: boolean;
};

function expandStep({ input, environment, expanded, index, limit, asArrays, keepEmpty }: Expansion): Relation {
  const names = new Set(expanded.map(({ name }) => name));
  const lists = expanded.map((_, at) => environment.compilation.hidden(`items${at}`));
  const listItems = expanded.map(({ value }, at) => ({
    sql: `json_extract(kql_items(${convert(value, 'dynamic').sql}, ${asArrays}), '$[*]')`,
    as: lists[at] ?? '',
  }));
  const listed = environment.compilation.define('items', { items: [...itemsOf(input), ...listItems], rest: () => ` FROM ${input.from}` });
  const count = `greatest(${lists.map((items) => `coalesce(len(${items}), ${keepEmpty ? '1' : '0'})`).join(', ')})`;
  const bounded = limit === null ? count : `least(${count}, ${limit.sql})`;
  const position = environment.compilation.hidden('item');
  const outputs: Output[] = [];
  for (const column of input.columns)
    if (!names.has(column.name)) outputs.push({ name: column.name, scalar: { sql: column.sql, type: column.type, total: column.total } });
  expanded.forEach(({ name, type }, at) => {
    const item: Scalar = { sql: `nullif(list_extract(${lists[at]}, i + 1)::VARCHAR, 'null')`, type: 'dynamic', total: false };
    outputs.push({ name, scalar: convert(item, type) });
  });
  if (index !== null) outputs.push({ name: index, scalar: { sql: 'i', type: 'long', total: true } });
  const columns = nameColumns(outputs.map(({ name, scalar }) => ({ name, type: scalar.type, total: scalar.total })));
  const items = [
    ...columns.map((column, at) => ({ sql: outputs[at]?.scalar.sql ?? '', as: column.sql })),
    ...hiddenOf(input).map((sql) => ({ sql, as: sql })),
    { sql: 'i', as: position },
  ];
  const body = { items, rest: () => ` FROM ${listed}, LATERAL (SELECT unnest(range(${bounded})) AS i)` };
  return {
    ...plainRelation(environment.compilation.define('expand', body), columns),
    order: [...input.order, { sql: position, descending: false, nullsFirst: false }],
    serialized: input.serialized,
    parts: input.parts,
    carried: input.carried,
  };
}

function readExpanded(item: SyntaxNode, input: Relation, environment: Environment): Expanded {
  const expression = child(item, 'Expression');
  const place = onRow(environment, input);
  const value = compileScalar(expression, place);
  const typeClause = optional(item, 'ToTypeOf');
  const type =
    typeClause === null
      ? 'dynamic'
      : typeNamed(
          textOf(child(typeClause, 'TypeOf'))
            .replace(/^typeof\s*\(|\)$/gi, '')
            .trim(),
          typeClause,
        );
  const inner = classOf(expression) === 'SimpleNamedExpression' ? child(expression, 'Expression') : expression;
  const name = writtenNames(expression)?.[0] ?? (classOf(inner) === 'NameReference' ? nameOf(inner) : pathName(inner));
  return { name, value, type };
}

/** `d.a` expands into the column `d_a`, and `todynamic(c)` or `split(c, …)` into `c`, as the binder names them. */
function pathName(node: SyntaxNode): string {
  if (
    classOf(node) === 'FunctionCallExpression' &&
    /^(todynamic|parse_json|parsejson|toobject|split)$/i.test(nameOf(child(node, 'Name')))
  ) {
    const [first] = argumentsOf(node);
    if (first !== undefined) return classOf(first) === 'NameReference' ? nameOf(first) : pathName(first);
  }
  const text = textOf(node);
  return /^[\w.]+$/.test(text) ? text.replaceAll('.', '_') : 'Column1';
}

/** The columns that the binder expects, in its order. */
function select(
  relation: Relation,
  names: readonly string[],
  { node, environment }: { readonly node: SyntaxNode; readonly environment: Environment },
): Relation {
  const all = unchanged(relation);
  const outputs = names.map((name) => all.find((output) => output.name === name) ?? refuse(`The expanded column '${name}'`, { at: node }));
  return rowStep(environment, {
    input: relation,
    outputs: outputs.map((output, index) => ({ ...output, name: names[index] ?? output.name })),
    options: { hint: 'expanded' },
  });
}

/** Puts the outer row's columns beside what the subquery gave for it. */
function rejoin(
  node: SyntaxNode,
  {
    numbered,
    inner,
    part,
    environment,
  }: {
    readonly numbered: Relation;
    readonly inner: Relation;
    readonly part: string;
    readonly environment: Environment;
  },
): Relation {
  const results = resultColumns(node);
  const innerColumns = inner.columns.map((column) => ({ column, side: 's' }));
  const innerNames = new Set(inner.columns.map(({ name }) => name));
  const outer = numbered.columns.map((column) => ({ column, side: 'o' }));
  const chosen = results.map(({ name, type }) => {
    const match = innerNames.has(name)
      ? innerColumns.find(({ column }) => column.name === name)
      : outer.find(({ column }) => column.name === name);
    if (match === undefined || !isKqlType(type)) return refuse(`The column '${name}' of mv-apply`, { at: node });
    return match;
  });
  const columns = nameColumns(chosen.map(({ column }) => ({ name: column.name, type: column.type, total: column.total })));
  const order = [
    ...numbered.order.map((key) => ({ ...key, sql: key.sql })),
    ...inner.order.filter((key) => !numbered.order.some((other) => other.sql === key.sql)),
  ];
  const carried = [
    ...numbered.order.map((key) => `o.${key.sql}`),
    ...inner.order.filter((key) => !numbered.order.some((other) => other.sql === key.sql)).map((key) => `s.${key.sql}`),
    ...numbered.parts.map((hidden) => `o.${hidden}`),
  ];
  const items = [...chosen.map(({ column, side }, index) => `${side}.${column.sql} AS ${columns[index]?.sql}`), ...new Set(carried)];
  const body = `SELECT ${items.join(', ')} FROM ${numbered.from} AS o JOIN ${inner.from} AS s ON o.${part} = s.${part}`;
  return {
    ...plainRelation(environment.compilation.define('apply', body), columns),
    order,
    serialized: numbered.serialized,
    parts: numbered.parts,
  };
}
