import { refuse } from '../diagnostics.ts';
import { bind, compileScalar, type Environment, onRow, plainRelation } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { compileLiteralAs } from '../expressions/literals.ts';
import { hiddenOf, nameColumns, orderBy, type Relation } from '../relation.ts';
import { nullOf } from '../sql/quote.ts';
import { child, classOf, list, nameOf, optional, resultColumns, type SyntaxNode, textOf } from '../syntax/tree.ts';
import { typeNamed } from '../type-names.ts';
import type { Scalar } from '../types.ts';
import { asCondition } from './rows.ts';

type Declared = { readonly name: string; readonly start: Scalar };

/**
 * `scan` with one step: walks the rows in order and carries the last matched row's values to the next. One row is one round of
 * a recursive query, so it is exact and slow on many rows.
 */
export function compileScan(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const [step, ...more] = list(node, 'Steps');
  if (step === undefined || more.length > 0) return refuse('scan with several steps', { at: more[0] ?? node });
  if (!input.serialized) refuse('scan over rows without an order', { at: node, instead: 'sort first' });
  for (const clause of ['OrderByClause', 'PartitionByClause'])
    if (optional(node, clause) !== null) refuse('This clause of scan', { at: optional(node, clause) });
  if (list(node, 'Parameters').length > 0 || optional(step, 'ScanStepOutput') !== null) refuse('This option of scan', { at: node });
  const declared = readDeclared(node);
  const numbered = numberRows(input, environment);
  const names = new Map(
    [...input.columns.map(({ name }) => name), ...declared.map(({ name }) => name)].map((name, index) => [name, `"$s${index}"`]),
  );
  const place = stepPlace(step, { numbered, declared, names, environment });
  const matched = asCondition(compileScalar(child(step, 'Condition'), place));
  const computation = optional(step, 'ComputationClause');
  const assigned = new Map(
    (computation === null ? [] : list(computation, 'Assignments')).map((item) => [
      nameOf(child(item, 'Name')),
      compileScalar(child(item, 'Expression'), place),
    ]),
  );
  return walk({ node, numbered, declared, names, assigned, matched, environment, parts: input.parts });
}

type Walk = {
  readonly node: SyntaxNode;
  readonly numbered: Relation;
  readonly declared: readonly Declared[];
  readonly names: ReadonlyMap<string, string>;
  readonly assigned: ReadonlyMap<string, Scalar>;
  readonly matched: string;
  readonly environment: Environment;
  readonly parts: readonly string[];
};

function readDeclared(node: SyntaxNode): readonly Declared[] {
  const clause = optional(node, 'DeclareClause');
  return (clause === null ? [] : list(clause, 'Declarations')).map((item) => {
    const declaration = child(item, 'NameAndType');
    const type = typeNamed(textOf(child(declaration, 'Type')), declaration);
    const value = optional(item, 'DefaultValue');
    const start = value === null ? nullOf(type) : compileLiteralAs(child(value, 'Value'), type);
    return { name: nameOf(child(declaration, 'Name')), start };
  });
}

function numberRows(input: Relation, { compilation }: Environment): Relation {
  const partition = input.parts.length === 0 ? '' : `PARTITION BY ${input.parts.join(', ')} `;
  const from = compilation.define(
    'numbered',
    `SELECT *, row_number() OVER (${partition}${orderBy(input).trim()}) AS "$n" FROM ${input.from}`,
  );
  return { ...input, from };
}

/** In a step, `s.x` is the value of the last matched row, and a declared name its start value. */
function stepPlace(
  step: SyntaxNode,
  {
    numbered,
    declared,
    names,
    environment,
  }: {
    readonly numbered: Relation;
    readonly declared: readonly Declared[];
    readonly names: ReadonlyMap<string, string>;
    readonly environment: Environment;
  },
): Environment {
  const name = nameOf(child(step, 'Name'));
  const own = declared.reduce<Environment>(
    (place, item) => bind(place, item.name, { kind: 'scalar', scalar: () => item.start }),
    environment,
  );
  const row = { ...numbered, columns: numbered.columns.map((column) => ({ ...column, sql: `r.${column.sql}` })) };
  const starts = new Map(declared.map((item) => [item.name, item.start]));
  const special = (node: SyntaxNode): Scalar | null => {
    const kind = classOf(node);
    if (kind === 'NameReference') return starts.get(nameOf(node)) ?? null;
    if (kind !== 'PathExpression' || textOf(child(node, 'Expression')) !== name) return null;
    const column = nameOf(child(node, 'Selector'));
    const type = starts.get(column)?.type ?? numbered.columns.find((candidate) => candidate.name === column)?.type;
    const sql = names.get(column);
    if (type === undefined || sql === undefined) return refuse(`The state '${textOf(node)}'`, { at: node });
    return type === 'string' ? { sql: `coalesce(s.${sql}, '')`, type, total: true } : { sql: `s.${sql}`, type, total: false };
  };
  return { ...onRow(own, row), special };
}

function walk({ node, numbered, declared, names, assigned, matched, environment, parts }: Walk): Relation {
  const { compilation } = environment;
  const state = compilation.hidden('scan');
  const partItems = parts.map((part) => `r.${part}`);
  const values = [
    ...numbered.columns.map((column) => ({ name: column.name, now: `r.${column.sql}`, start: nullOf(column.type).sql })),
    ...declared.map(({ name, start }) => ({
      name,
      now: assigned.get(name) === undefined ? start.sql : convert(assigned.get(name) as Scalar, start.type).sql,
      start: start.sql,
    })),
  ];
  const first = [...parts, '0::BIGINT AS "$n"', 'false AS "$hit"', ...values.map(({ name, start }) => `${start} AS ${names.get(name)}`)];
  const next = [
    ...partItems,
    'r."$n"',
    `coalesce(${matched}, false)`,
    ...values.map(({ name, now }) => `CASE WHEN coalesce(${matched}, false) THEN ${now} ELSE s.${names.get(name)} END`),
  ];
  const on = ['r."$n" = s."$n" + 1', ...parts.map((part) => `r.${part} IS NOT DISTINCT FROM s.${part}`)].join(' AND ');
  const seed = parts.length === 0 ? `SELECT ${first.join(', ')}` : `SELECT DISTINCT ${first.join(', ')} FROM ${numbered.from}`;
  const body = `WITH RECURSIVE ${state} AS (${seed} UNION ALL SELECT ${next.join(', ')} FROM ${state} AS s JOIN ${numbered.from} AS r ON ${on}) SELECT * FROM ${state} WHERE "$hit"`;
  const walked = compilation.define('scan', body);
  const columns = nameColumns(
    values.map(({ name }, index) => ({
      name,
      type: (numbered.columns[index] ?? declared[index - numbered.columns.length]?.start)?.type ?? 'dynamic',
    })),
  );
  // The binder adds a match_id even where none is asked for; the engine does not.
  const expected = resultColumns(node).map(({ name }) => name);
  if (expected.at(-1) === 'match_id') expected.pop();
  if (expected.join('\0') !== columns.map(({ name }) => name).join('\0')) refuse('This form of scan', { at: node });
  const items = columns.map(
    (column) =>
      `${column.type === 'string' ? `coalesce(s.${names.get(column.name)}, '')` : `s.${names.get(column.name)}`} AS ${column.sql}`,
  );
  const hidden = hiddenOf(numbered).map((name) => `r.${name}`);
  const from = compilation.define(
    'scanned',
    `SELECT ${[...items, ...hidden].join(', ')} FROM ${walked} AS s JOIN ${numbered.from} AS r ON ${on.replace('s."$n" + 1', 's."$n"')}`,
  );
  return { ...plainRelation(from, columns), order: numbered.order, serialized: true, parts, carried: numbered.carried };
}
