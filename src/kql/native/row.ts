/** A value as it crosses from DuckDB into JavaScript: long is bigint, int and real are number, dynamic is its JSON text. */
export type NativeValue = string | number | bigint | boolean | null;

/** The physical types that natives take and give. */
export type NativeType = 'text' | 'long' | 'int' | 'real' | 'bool';

/** A pure function that DuckDB calls by name where SQL has no words for it. A null argument gives null unless `nulls` says otherwise. */
export type NativeRow = {
  readonly name: string;
  readonly takes: readonly NativeType[];
  readonly returns: NativeType;
  readonly nulls?: boolean;
  readonly run: (...args: readonly NativeValue[]) => NativeValue;
};

type Held<T extends NativeType> = T extends 'text' ? string : T extends 'long' ? bigint : T extends 'bool' ? boolean : number;
type HeldAll<T extends readonly NativeType[]> = { [K in keyof T]: Held<T[K]> };

/** A row of a native table: `run` gets its arguments in the types that `takes` says. */
export function native<const T extends readonly NativeType[], R extends NativeType>(
  name: string,
  signature: { readonly takes: T; readonly returns: R; readonly run: (...args: HeldAll<T>) => Held<R> | null },
): NativeRow {
  // DuckDB passes exactly what `takes` declares, so the typed function is safe behind the loose row.
  return { name: `kql_${name}`, takes: signature.takes, returns: signature.returns, run: signature.run as unknown as NativeRow['run'] };
}
