import { toDynamic } from '../expressions/convert.ts';
import { call } from '../sql/quote.ts';
import type { KqlType, Scalar } from '../types.ts';
import { type FunctionRow, row, type Taken } from './row.ts';

type NativeFunction = {
  readonly takes: readonly Taken[];
  readonly returns: KqlType;
  /** SQL of arguments that are left out, from the end. */
  readonly defaults?: readonly string[];
  /** The native's name where it differs. */
  readonly native?: string;
  readonly says: string;
  readonly example: FunctionRow['example'];
  readonly total?: boolean;
};

/** A function that is a call of a native with the same arguments. */
export function nativeRow(
  name: string,
  { takes, returns, defaults = [], native = name, says, example, total = false }: NativeFunction,
): FunctionRow {
  return row(name, {
    takes,
    returns,
    partial: !total,
    total,
    sql: (args) => {
      const missing = takes.length - args.length;
      const filled = missing > 0 ? defaults.slice(defaults.length - missing) : [];
      return call(`kql_${native}`, ...args.map(({ sql }) => sql), ...filled);
    },
    says,
    example,
  });
}

/** A native over any number of values, which it gets as one JSON array; null arguments are JSON nulls there. */
export function listRow(name: string, { takes, returns, native = name, says, example, total = true }: NativeFunction): FunctionRow {
  return row(name, { takes, returns, partial: !total, total, sql: (args) => call(`kql_${native}`, jsonList(args)), says, example });
}

/** Values as the text of one JSON array. */
export function jsonList(args: readonly Scalar[]): string {
  if (args.length === 0) return "'[]'";
  const items = args.map((value) => (value.total ? toDynamic(value).sql : `coalesce(${toDynamic(value).sql}, 'null')`));
  return `('[' || ${items.join(" || ',' || ")} || ']')`;
}

/** The JSON of a value, JSON null for null. */
export function dynamicText(value: Scalar | undefined): string {
  if (value === undefined) return "'null'";
  return value.total ? toDynamic(value).sql : call('coalesce', toDynamic(value).sql, "'null'");
}

/** The arguments, and SQL of defaults for those left out after the first `from`. */
export function filled(args: readonly Scalar[], defaults: readonly string[], from: number): readonly string[] {
  return [...args.map(({ sql }) => sql), ...defaults.slice(args.length - from)];
}
