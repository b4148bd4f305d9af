import type { Environment } from '../environment.ts';
import type { SyntaxNode } from '../syntax/tree.ts';
import type { KqlType, Scalar } from '../types.ts';

/** What a row may ask about its call besides the arguments. */
export type CallPlace = {
  readonly node: SyntaxNode;
  readonly environment: Environment;
  /** The type that the binder gave to the call. */
  readonly result: KqlType;
};

/** What a function takes: the arguments are converted to it before the row prints. `any` stays as it is. */
export type Taken = KqlType | 'any';

/** One function: data that the binder has checked and the compiler prints. */
export type FunctionRow = {
  readonly name: string;
  /** The last type repeats for further arguments. */
  readonly takes: readonly Taken[];
  /** The type of the result; `binder` leaves it to the binder. */
  readonly returns: KqlType | 'binder' | ((args: readonly Scalar[], place: CallPlace) => KqlType);
  readonly sql: (args: readonly Scalar[], place: CallPlace) => string;
  /** The value where all arguments are written out; null leaves it to the engine. */
  readonly fold?: (values: readonly bigint[], place: CallPlace) => bigint | null;
  /** True where present arguments can still give null. */
  readonly partial?: boolean;
  /** True where the result is there even when an argument is null. */
  readonly total?: boolean;
  readonly says: string;
  /** A call and its result, as the table test checks them; null where the result depends on the day. */
  readonly example: readonly [call: string, result: unknown] | null;
};

/** A row of a function table. */
export function row(name: string, rest: Omit<FunctionRow, 'name'>): FunctionRow {
  return { name, ...rest };
}

/** The SQL of an argument that the binder guarantees. */
export function arg(args: readonly Scalar[], index: number): string {
  return args[index]?.sql ?? 'NULL';
}
