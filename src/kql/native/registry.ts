import { conversionNatives } from './conversions.ts';
import { dynamicNatives } from './dynamic-functions.ts';
import type { NativeRow, NativeValue } from './row.ts';
import { textMatchNatives } from './text-match.ts';

export type { NativeRow, NativeValue };

/** Everything that DuckDB calls back into JavaScript for. */
export const nativeRows: readonly NativeRow[] = [...conversionNatives, ...textMatchNatives, ...dynamicNatives];
