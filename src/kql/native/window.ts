import { isBag } from './dynamic.ts';
import { items } from './dynamic-functions.ts';
import { type NativeRow, native } from './row.ts';

/** What window functions count over the rows so far. */
export const windowNatives: readonly NativeRow[] = [native('row_rank', { takes: ['text', 'bool'], returns: 'long', run: rowRank })];

function rowRank(json: string, dense: boolean): bigint {
  let [rank, position, last]: [bigint, bigint, unknown] = [0n, 0n, undefined];
  for (const item of items(json)) {
    if (!isBag(item)) continue;
    const value = item.get('v') ?? null;
    if (item.get('r') === true) [rank, position, last] = [0n, 0n, undefined];
    position += 1n;
    if (value !== last) rank = dense ? rank + 1n : position;
    last = value;
  }
  return rank;
}
