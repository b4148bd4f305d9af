import type { KqlType } from '../../../kql/index.ts';

/** What a column's values were seen to be: how many of each kind, in the whole file. */
export type Observation = {
  /** Values that are not empty or null. */
  readonly values: number;
  /** JSON objects and arrays. */
  readonly structured: number;
  readonly bools: number;
  /** Numbers without and with a fraction, written so that text and number are the same. */
  readonly longs: number;
  readonly reals: number;
  readonly datetimes: number;
  /** Strings of JSON that are none of the above; for CSV all other text. */
  readonly texts: number;
};

/**
 * The type of a new column; null while it holds nothing. What mixes kinds becomes dynamic where kinds are told apart by the
 * format (JSON), and string where all is text anyway (CSV).
 */
export function inferType(seen: Observation, { mixed }: { readonly mixed: 'dynamic' | 'string' }): KqlType | null {
  if (seen.values === 0) return null;
  if (seen.bools === seen.values) return 'bool';
  if (seen.longs === seen.values) return 'long';
  if (seen.longs + seen.reals === seen.values) return 'real';
  if (seen.datetimes === seen.values) return 'datetime';
  if (seen.datetimes + seen.texts === seen.values) return 'string';
  if (seen.structured === seen.values) return 'dynamic';
  return mixed;
}
