import type { Relation } from '../relation.ts';
import { type KqlType, physicalType } from '../types.ts';

export type ScanColumn = { readonly name: string; readonly type: KqlType; readonly start: string };

/** One step of a scan: SQL of its condition and of a matched row's values, given the SQL of the state that they read. */
export type WalkStep = {
  readonly output: 'all' | 'last' | 'none';
  readonly condition: (state: string) => string;
  readonly values: (state: string) => readonly string[];
};

type Walk = {
  readonly steps: readonly WalkStep[];
  readonly columns: readonly ScanColumn[];
  readonly numbered: Relation;
  readonly state: string;
};

/**
 * The matches of a scan as rows of `$n`, `$step`, `$match` and `$record`.
 *
 * A step's state holds the last row of that step and of those before it, or nothing. A row is held against the steps from the
 * last to the first: it goes on from the state before (which then moves up and is empty), else repeats the step's own; the
 * first step may always begin anew. (Kusto documentation, "scan operator", matching logic.)
 */
export function scanWalk({ steps, columns, numbered, state }: Walk): string {
  const record = `STRUCT(${columns.map(({ type }, index) => `c${index} ${physicalType[type]}`).join(', ')})`;
  const stateType = (step: number): string =>
    `STRUCT(m BIGINT, ${Array.from({ length: step + 1 }, (_, index) => `r${index} ${record}`).join(', ')})`;
  const each = (print: (step: number) => string): readonly string[] => steps.map((_, step) => print(step));
  const layer = (from: string, items: readonly string[]): string => `(SELECT *, ${items.join(', ')} FROM ${from})`;
  const { parts } = numbered;

  const on = ['r."$n" = s."$n" + 1', ...parts.map((part) => `r.${part} IS NOT DISTINCT FROM s.${part}`)].join(' AND ');
  const joined = `(SELECT r.*, s."$count", ${each((step) => `s."$st${step}"`).join(', ')} FROM ${state} AS s JOIN ${numbered.from} AS r ON ${on})`;
  const moved = layer(
    joined,
    each((step) => `${movedUp({ step, record, type: stateType(step) })} AS "$p${step}"`),
  );
  const gone = layer(
    moved,
    each(
      (step) =>
        `${step === 0 ? 'false' : `("$p${step}" IS NOT NULL AND coalesce(${conditionOf(steps, step, `"$p${step}"`)}, false))`} AS "$on${step}"`,
    ),
  );
  const left = layer(
    gone,
    each((step) => `${step + 1 < steps.length ? `CASE WHEN NOT "$on${step + 1}" THEN "$st${step}" END` : `"$st${step}"`} AS "$e${step}"`),
  );
  const again = layer(
    left,
    each((step) => {
      const may = step === 0 ? '' : ` AND "$e${step}" IS NOT NULL`;
      return `(NOT "$on${step}"${may} AND coalesce(${conditionOf(steps, step, `"$e${step}"`)}, false)) AS "$again${step}"`;
    }),
  );
  const based = layer(
    again,
    each((step) => `CASE WHEN "$on${step}" THEN "$p${step}" WHEN "$again${step}" THEN "$e${step}" END AS "$b${step}"`),
  );
  const valued = layer(
    based,
    each((step) => {
      const values = steps[step]?.values(`"$b${step}"`) ?? [];
      return `{${values.map((value, index) => `'c${index}': ${value}`).join(', ')}}::${record} AS "$x${step}"`;
    }),
  );
  const next = [
    ...parts,
    '"$n"',
    '"$count" + CASE WHEN "$again0" THEN 1 ELSE 0 END',
    ...each((step) => {
      const kept = Array.from({ length: step }, (_, index) => `'r${index}': "$b${step}".r${index}`);
      const match = step === 0 ? '"$count"' : `"$b${step}".m`;
      return `CASE WHEN "$on${step}" OR "$again${step}" THEN {${[`'m': ${match}`, ...kept, `'r${step}': "$x${step}"`].join(', ')}} ELSE "$e${step}" END`;
    }),
    ...each((step) => `"$on${step}" OR "$again${step}"`),
    ...each((step) => `"$again${step}" AND "$e${step}" IS NOT NULL`),
  ];
  const first = [
    ...parts,
    '0::BIGINT AS "$n"',
    '0::BIGINT AS "$count"',
    ...each((step) => `NULL::${stateType(step)} AS "$st${step}"`),
    ...each((step) => `false AS "$hit${step}"`),
    ...each((step) => `false AS "$repeat${step}"`),
  ];
  const seed = parts.length === 0 ? `SELECT ${first.join(', ')}` : `SELECT DISTINCT ${first.join(', ')} FROM ${numbered.from}`;
  const matches = steps.flatMap((step, index) => (step.output === 'none' ? [] : [matchesOf(index, { step, state, parts })]));
  const none = `SELECT ${[...parts, '"$n"', '0 AS "$step"', '0::BIGINT AS "$match"', '"$st0".r0 AS "$record"'].join(', ')} FROM ${state} WHERE false`;
  return `WITH RECURSIVE ${state} AS (${seed} UNION ALL SELECT ${next.join(', ')} FROM ${valued}) ${matches.length === 0 ? none : matches.join(' UNION ALL ')}`;
}

/** The state before a step as the state of the step, its own row still missing. */
function movedUp({ step, record, type }: { readonly step: number; readonly record: string; readonly type: string }): string {
  if (step === 0) return `NULL::${type}`;
  const before = `"$st${step - 1}"`;
  const kept = Array.from({ length: step }, (_, index) => `'r${index}': ${before}.r${index}`);
  return `CASE WHEN ${before} IS NOT NULL THEN {${[`'m': ${before}.m`, ...kept, `'r${step}': NULL::${record}`].join(', ')}} END`;
}

function conditionOf(steps: readonly WalkStep[], step: number, state: string): string {
  return steps[step]?.condition(state) ?? 'false';
}

/** The rows that a step puts out; with `last` those after which the step does not repeat at once. */
function matchesOf(
  index: number,
  { step, state, parts }: { readonly step: WalkStep; readonly state: string; readonly parts: readonly string[] },
): string {
  const items = [...parts, '"$n"', `${index} AS "$step"`, `"$st${index}".m AS "$match"`, `"$st${index}".r${index} AS "$record"`];
  const partition = parts.length === 0 ? '' : `PARTITION BY ${parts.join(', ')} `;
  const last = step.output === 'last' ? ` QUALIFY NOT coalesce(lead("$repeat${index}") OVER (${partition}ORDER BY "$n"), false)` : '';
  return `(SELECT ${items.join(', ')} FROM ${state} WHERE "$hit${index}"${last})`;
}
