import { AppError } from '../../domain/errors.ts';
import type { QueryParameter, SavedQuery } from '../../domain/saved-query.ts';
import { toKqlLiteral } from '../kql-literal.ts';
import { findPlaces, type Place } from './places.ts';

/** What is wrong with a saved query as such; empty where nothing is. */
export function faultsOf({ query, parameters }: Pick<SavedQuery, 'query' | 'parameters'>): readonly string[] {
  const names = parameters.map(({ name }) => name);
  const places = findPlaces(query, new Set(names));
  const used = new Set(places.flatMap((place) => (place.kind === 'place' ? [place.name] : [])));
  return [
    ...places.flatMap((place) => (place.kind === 'fault' ? [place.sentence] : [])),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `The parameter ${name} is there twice.`),
    ...names.filter((name) => !used.has(name)).map((name) => `The query has no place {${name}} for the parameter ${name}.`),
    ...parameters.flatMap(({ name, type, default: fallback }) =>
      fallback === undefined || isLiteral(type, fallback) ? [] : [`The default of ${name} is not a ${type}.`],
    ),
  ];
}

/**
 * A saved query with its values in place, each as a literal of its parameter's type.
 * Throws `request.invalid` for a value that is missing or does not fit.
 */
export function bindQuery(saved: Pick<SavedQuery, 'query' | 'parameters'>, values: Readonly<Record<string, unknown>>): string {
  const [fault] = faultsOf(saved);
  if (fault !== undefined) throw new AppError('request.invalid', { sentence: fault });
  const literals = new Map(saved.parameters.map((parameter) => [parameter.name, literalOf(parameter, values)]));
  const places = findPlaces(saved.query, new Set(literals.keys())).filter((found): found is Place => found.kind === 'place');
  // From the end, so that the places before keep theirs.
  return places.reduceRight(
    (text, { name, start, end }) => `${text.slice(0, start)}${literals.get(name) ?? ''}${text.slice(end)}`,
    saved.query,
  );
}

/** Values that fit the types, to see whether a query can be translated before anybody has asked it. */
export function sampleValues(parameters: readonly QueryParameter[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(parameters.map(({ name, type, default: fallback }) => [name, fallback ?? samples[type]]));
}

const samples = {
  string: 'sample',
  long: 1,
  real: 1,
  bool: true,
  datetime: '2026-01-01T00:00:00Z',
  timespan: '1d',
  guid: '00000000-0000-0000-0000-000000000000',
  dynamic: [],
} as const satisfies Record<QueryParameter['type'], unknown>;

function literalOf({ name, type, default: fallback }: QueryParameter, values: Readonly<Record<string, unknown>>): string {
  const value = Object.hasOwn(values, name) && values[name] !== undefined ? values[name] : fallback;
  if (value === undefined) throw new AppError('request.invalid', { sentence: `The parameter ${name} has no value.` });
  return toKqlLiteral(type, value);
}

function isLiteral(type: QueryParameter['type'], value: unknown): boolean {
  try {
    toKqlLiteral(type, value);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
