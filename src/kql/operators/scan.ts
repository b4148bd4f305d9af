import { refuse } from '../diagnostics.ts';
import { bind, compileScalar, type Environment, onRow, plainRelation } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { compileLiteralAs } from '../expressions/literals.ts';
import { hiddenOf, nameColumns, orderBy, type Relation } from '../relation.ts';
import { nullOf } from '../sql/quote.ts';
import { child, classOf, list, nameOf, optional, resultColumns, type SyntaxNode, textOf } from '../syntax/tree.ts';
import { typeNamed } from '../type-names.ts';
import type { KqlType, Scalar } from '../types.ts';
import { parameter } from './parameters.ts';
import { asCondition } from './rows.ts';
import { type ScanColumn, scanWalk, type WalkStep } from './scan-walk.ts';

type Declared = { readonly name: string; readonly start: Scalar };

/**
 * `scan`: walks the rows in order and matches each against the steps, last to first. One row is one round of a recursive
 * query, so it is exact and slow on many rows.
 */
export function compileScan(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  if (!input.serialized) refuse('scan over rows without an order', { at: node, instead: 'sort first' });
  for (const clause of ['OrderByClause', 'PartitionByClause'])
    if (optional(node, clause) !== null) refuse('This clause of scan', { at: optional(node, clause) });
  const matchId = parameter(node, 'with_match_id');
  if (list(node, 'Parameters').length > (matchId === null ? 0 : 1)) refuse('This option of scan', { at: node });
  const declared = readDeclared(node);
  const numbered = numberRows(input, environment);
  const columns: readonly ScanColumn[] = [
    ...numbered.columns.map(({ name, type }) => ({ name, type, start: nullOf(type).sql })),
    ...declared.map(({ name, start }) => ({ name, type: start.type, start: start.sql })),
  ];
  const nodes = list(node, 'Steps');
  const names = nodes.map((step) => nameOf(child(step, 'Name')));
  const steps = nodes.map((step, index) => readStep(step, { index, names, columns, numbered, declared, environment }));
  const walked = environment.compilation.define(
    'scan',
    scanWalk({ steps, columns, numbered, state: environment.compilation.hidden('scan') }),
  );
  return outputRows(node, { walked, columns, numbered, matchId, environment });
}

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

type StepPlace = {
  readonly index: number;
  readonly names: readonly string[];
  readonly columns: readonly ScanColumn[];
  readonly numbered: Relation;
  readonly declared: readonly Declared[];
  readonly environment: Environment;
};

function readStep(step: SyntaxNode, place: StepPlace): WalkStep {
  if (optional(step, 'OptionalKeyword') !== null) refuse('An optional scan step', { at: step });
  const clause = optional(step, 'ScanStepOutput');
  const output =
    clause === null
      ? 'all'
      : textOf(clause)
          .toLowerCase()
          .replace(/^output\s*=\s*/, '');
  if (output !== 'all' && output !== 'last' && output !== 'none') refuse(`output=${output} of a scan step`, { at: clause });
  const computation = optional(step, 'ComputationClause');
  const assignments = new Map(
    (computation === null ? [] : list(computation, 'Assignments')).map((item) => [nameOf(child(item, 'Name')), child(item, 'Expression')]),
  );
  return {
    output,
    condition: (state) => asCondition(compileScalar(child(step, 'Condition'), statePlace(state, place))),
    values: (state) =>
      place.columns.map(({ name, type, start }) => {
        const own = place.numbered.columns.find((column) => column.name === name);
        if (own !== undefined) return own.sql;
        const assigned = assignments.get(name);
        return assigned === undefined ? start : convert(compileScalar(assigned, statePlace(state, place)), type).sql;
      }),
  };
}

/** In a step, `s.x` is the value that the state holds of step `s`, and a declared name its start value. */
function statePlace(state: string, { index, names, columns, numbered, declared, environment }: StepPlace): Environment {
  const own = declared.reduce<Environment>(
    (place, item) => bind(place, item.name, { kind: 'scalar', scalar: () => item.start }),
    environment,
  );
  const starts = new Map(declared.map((item) => [item.name, item.start]));
  const special = (node: SyntaxNode): Scalar | null => {
    const kind = classOf(node);
    if (kind === 'NameReference') return starts.get(nameOf(node)) ?? null;
    const step = kind === 'PathExpression' ? names.indexOf(textOf(child(node, 'Expression'))) : -1;
    if (step === -1) return null;
    const at = columns.findIndex(({ name }) => name === nameOf(child(node, 'Selector')));
    const column = columns[at];
    if (column === undefined || step > index) return refuse(`The state '${textOf(node)}'`, { at: node });
    return stateValue(column, { record: `${state}.r${step}`, field: `c${at}` });
  };
  return { ...onRow(own, numbered), special };
}

function stateValue({ type, start }: ScanColumn, { record, field }: { readonly record: string; readonly field: string }): Scalar {
  const sql = `CASE WHEN ${record} IS NULL THEN ${start} ELSE ${record}.${field} END`;
  return textSafe(sql, type);
}

function textSafe(sql: string, type: KqlType): Scalar {
  return type === 'string' ? { sql: `coalesce(${sql}, '')`, type, total: true } : { sql, type, total: false };
}

type Outputs = {
  readonly walked: string;
  readonly columns: readonly ScanColumn[];
  readonly numbered: Relation;
  readonly matchId: string | null;
  readonly environment: Environment;
};

function outputRows(node: SyntaxNode, { walked, columns, numbered, matchId, environment }: Outputs): Relation {
  const results = [
    ...columns.map(({ name, type }) => ({ name, type })),
    ...(matchId === null ? [] : [{ name: matchId, type: 'long' as const }]),
  ];
  const expected = resultColumns(node).map(({ name }) => name);
  if (expected.join('\0') !== results.map(({ name }) => name).join('\0')) refuse('This form of scan', { at: node });
  const named = nameColumns(results);
  const items = named.map((column, index) => {
    const sql = index < columns.length ? textSafe(`s."$record".c${index}`, column.type).sql : 's."$match"';
    return `${sql} AS ${column.sql}`;
  });
  const rank = environment.compilation.hidden('step');
  const hidden = hiddenOf(numbered).map((name) => `r.${name}`);
  const on = ['r."$n" = s."$n"', ...numbered.parts.map((part) => `r.${part} IS NOT DISTINCT FROM s.${part}`)].join(' AND ');
  const from = environment.compilation.define(
    'scanned',
    `SELECT ${[...items, ...hidden, `s."$step" AS ${rank}`].join(', ')} FROM ${walked} AS s JOIN ${numbered.from} AS r ON ${on}`,
  );
  return {
    ...plainRelation(from, named),
    order: [...numbered.order, { sql: rank, descending: true, nullsFirst: false }],
    serialized: true,
    parts: numbered.parts,
    carried: numbered.carried,
  };
}
