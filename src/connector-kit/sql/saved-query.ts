import { z } from 'zod';
import { ToolError } from '../tool.ts';
import type { SqlValue, Statement } from './database.ts';
import type { Dialect } from './dialects.ts';
import { findPlaces } from './places.ts';

export const parameterTypes = ['string', 'long', 'real', 'bool', 'date', 'datetime'] as const;
export type ParameterType = (typeof parameterTypes)[number];

const parameter = z.object({
  name: z.string().regex(/^[A-Za-z_]\w{0,59}$/, 'a name of letters, digits and _'),
  type: z.enum(parameterTypes).default('string'),
  description: z.string().max(500).default(''),
  default: z
    .union([z.string(), z.number(), z.boolean()])
    .optional()
    .describe('Taken where a call leaves it out; without it, it is required'),
});

/** SQL that becomes a tool; `{Name}` places in it are its parameters. */
export const savedQuery = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'a name of a-z, 0-9 and _, at most 64'),
  title: z.string().trim().min(1).max(100),
  description: z.string().trim().min(1).max(600).describe('What it answers, then when to use it: models choose by it'),
  sql: z.string().min(1).max(100_000).meta({ title: 'SQL', multiline: true }),
  parameters: z.array(parameter).max(30).default([]),
});
export type SavedQuery = z.output<typeof savedQuery>;
type Parameter = SavedQuery['parameters'][number];

/** What is wrong with a saved query; empty where nothing is. */
export function faultsOf({ sql, parameters }: SavedQuery, dialect: Dialect): readonly string[] {
  const names = parameters.map(({ name }) => name);
  const { places, faults } = findPlaces(sql, { names: new Set(names), dialect });
  return [
    ...faults,
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `The parameter ${name} is there twice.`),
    ...names
      .filter((name) => !places.some((place) => place.name === name))
      .map((name) => `The SQL has no place {${name}} for the parameter ${name}.`),
    ...parameters.flatMap(({ name, type, default: fallback }) =>
      fallback === undefined || inputs[type]().safeParse(fallback).success ? [] : [`The default of ${name} is not a ${type}.`],
    ),
  ];
}

/**
 * The statement with a driver's place for each of its own, and the values beside it: what a caller says never becomes text of
 * the statement, so nothing in it can be read as SQL.
 */
export function bindSavedQuery(saved: SavedQuery, { dialect, values }: { readonly dialect: Dialect; readonly values: object }): Statement {
  const [fault] = faultsOf(saved, dialect);
  if (fault !== undefined) throw new ToolError(fault);
  const given = new Map<string, unknown>(Object.entries(values));
  const bound: SqlValue[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (parameter: Parameter) => {
    const known = dialect.numbered ? numbers.get(parameter.name) : undefined;
    if (known !== undefined) return known;
    bound.push(valueOf(parameter, given.get(parameter.name)));
    numbers.set(parameter.name, bound.length);
    return bound.length;
  };
  const { places } = findPlaces(saved.sql, { names: new Set(saved.parameters.map(({ name }) => name)), dialect });
  let sql = '';
  let last = 0;
  for (const { name, start, end } of places) {
    const parameter = saved.parameters.find((candidate) => candidate.name === name);
    if (parameter === undefined) continue;
    sql += `${saved.sql.slice(last, start)}${dialect.place(numberOf(parameter), parameter.type)}`;
    last = end;
  }
  return { sql: sql + saved.sql.slice(last), values: bound };
}

/** The input of the tool that a saved query becomes. */
export function inputOf(saved: SavedQuery): z.ZodObject {
  return z.object(
    Object.fromEntries(
      saved.parameters.map(({ name, type, description, default: fallback }) => {
        const schema = inputs[type]().describe(
          [description || name, fallback === undefined ? '' : `Left out: ${fallback}.`].join(' ').trim(),
        );
        return [name, fallback === undefined ? schema : schema.optional()];
      }),
    ),
  );
}

/** Values that fit, as an example for people. */
export function sampleOf(saved: SavedQuery): Record<string, unknown> {
  return Object.fromEntries(saved.parameters.map(({ name, type, default: fallback }) => [name, fallback ?? samples[type]]));
}

const inputs = {
  string: () => z.string(),
  // Text too: whole numbers past 2^53 have no other way through JSON.
  long: () => z.union([z.int(), z.string().regex(/^-?\d{1,19}$/)]),
  real: () => z.number(),
  bool: () => z.boolean(),
  date: () => z.iso.date(),
  datetime: () => z.iso.datetime({ offset: true }),
} as const satisfies Record<ParameterType, () => z.ZodType>;

const samples = {
  string: 'sample',
  long: 1,
  real: 1,
  bool: true,
  date: '2026-01-01',
  datetime: '2026-01-01T00:00:00Z',
} as const satisfies Record<ParameterType, unknown>;

function valueOf({ name, type, default: fallback }: Parameter, given: unknown): SqlValue {
  const value = given ?? fallback;
  const parsed = inputs[type]().safeParse(value);
  if (!parsed.success) throw new ToolError(`The parameter ${name} ${value === undefined ? 'has no value' : `is not a ${type}`}.`);
  return parsed.data;
}
