import { collectionAggregates } from './collections.ts';
import { numberAggregates } from './numbers.ts';
import type { AggregateRow } from './row.ts';
import { sketchAggregates } from './sketches.ts';

const rows = new Map([...numberAggregates, ...collectionAggregates, ...sketchAggregates].map((row) => [row.name, row]));

/** The row of an aggregate, or null. */
export function findAggregate(name: string): AggregateRow | null {
  return rows.get(name) ?? null;
}

export function aggregateRows(): readonly AggregateRow[] {
  return [...rows.values()];
}
