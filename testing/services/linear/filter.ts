import type { Entity } from './company.ts';

type Comparator = (value: unknown, wanted: unknown) => boolean;

const lower = (value: unknown) => String(value ?? '').toLowerCase();
const comparators = new Map<string, Comparator>([
  ['eq', (value, wanted) => value === wanted],
  ['neq', (value, wanted) => value !== wanted],
  ['in', (value, wanted) => (wanted as readonly unknown[]).includes(value)],
  ['null', (value, wanted) => (value === null || value === undefined) === wanted],
  ['eqIgnoreCase', (value, wanted) => lower(value) === lower(wanted)],
  ['containsIgnoreCase', (value, wanted) => lower(value).includes(lower(wanted))],
  ['gte', (value, wanted) => Date.parse(String(value)) >= sinceOf(String(wanted))],
]);

/** `DateTimeOrDuration`: a time, or an ISO 8601 duration from now. Only days are known here. */
function sinceOf(wanted: string): number {
  const days = /^-P(\d+)D$/.exec(wanted)?.[1];
  return days === undefined ? Date.parse(wanted) : Date.now() - Number(days) * 86_400_000;
}

/** Linear's filters over plain objects. What is not known here throws: a filter must not pass by being ignored. */
export function matches(value: unknown, filter: Readonly<Record<string, unknown>>, viewer: Entity): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    const compare = comparators.get(name);
    if (compare !== undefined) return compare(value, wanted);
    // GraphQL has checked the filter against the schema: what is not a comparator is a filter or a list of them.
    const inner = wanted as Readonly<Record<string, unknown>>;
    if (name === 'or') return (wanted as readonly (typeof inner)[]).some((one) => matches(value, one, viewer));
    if (name === 'and') return (wanted as readonly (typeof inner)[]).every((one) => matches(value, one, viewer));
    if (name === 'some') return (value as readonly unknown[]).some((one) => matches(one, inner, viewer));
    if (value === null || value === undefined) return false;
    const entity = value as Entity;
    if (name === 'isMe') return (entity.id === viewer.id) === inner['eq'];
    const field = name === 'accessibleTeams' ? 'teams' : name;
    if (!(field in entity)) throw new Error(`this double does not filter by ${name}`);
    return matches(entity[field], inner, viewer);
  });
}
