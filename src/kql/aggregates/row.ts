import type { Environment, Output } from '../environment.ts';
import type { Taken } from '../functions/row.ts';
import type { Relation } from '../relation.ts';
import type { SyntaxNode } from '../syntax/tree.ts';
import type { KqlType, Scalar } from '../types.ts';

/** What an aggregate may ask about its call. */
export type AggregatePlace = {
  readonly node: SyntaxNode;
  readonly environment: Environment;
  readonly input: Relation;
  readonly result: KqlType;
  /** ` FILTER (WHERE …)` for the `…if` forms, else empty. */
  readonly filter: string;
  /** The same condition joined with another, for aggregates that filter for themselves. */
  readonly filterAnd: (condition: string) => string;
  /** ` ORDER BY …` where the input has an order, else empty. */
  readonly order: string;
};

/** A column of a grouping; one that is `held` takes a part of an aggregate that a hidden column holds. */
export type GroupOutput = Output & { readonly held?: boolean };

/** One aggregate: data that the binder has checked and summarize prints. */
export type AggregateRow = {
  readonly name: string;
  readonly takes: readonly Taken[];
  /** Which argument is the condition, for the `…if` forms. */
  readonly condition?: number;
  /** From which argument on they must not depend on the row: limits, ranks. */
  readonly constantFrom?: number;
  readonly sql: (args: readonly Scalar[], place: AggregatePlace) => string;
  readonly returns?: KqlType;
  /** True where there is a result for no rows too. */
  readonly total?: boolean;
  readonly says: string;
};

/** A row of an aggregate table. */
export function aggregate(name: string, rest: Omit<AggregateRow, 'name'>): AggregateRow {
  return { name, ...rest };
}

/** A row and its `…if` twin, whose condition follows the arguments. */
export function withIf(name: string, rest: Omit<AggregateRow, 'name'>, twin = `${name}if`): readonly AggregateRow[] {
  const condition = rest.takes.length;
  return [aggregate(name, rest), aggregate(twin, { ...rest, condition, says: `${rest.says} Only rows for which the condition holds.` })];
}
