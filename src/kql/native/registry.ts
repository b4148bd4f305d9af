import { captureNatives } from './capture.ts';
import { conversionNatives } from './conversions.ts';
import { arrayNatives } from './arrays.ts';
import { bagNatives } from './bags.ts';
import { geoNatives } from './geo/natives.ts';
import { decomposeNatives } from './decompose.ts';
import { distributionNatives } from './distributions.ts';
import { hashNatives } from './hash.ts';
import { lineNatives } from './lines.ts';
import { mathNatives } from './math.ts';
import { networkNatives } from './network.ts';
import { parsingNatives } from './parsing.ts';
import { punycodeNatives } from './punycode.ts';
import type { NativeRow, NativeValue } from './row.ts';
import { seriesNatives } from './series.ts';
import { sketchNatives } from './sketches.ts';
import { textMatchNatives } from './text-match.ts';
import { textNatives } from './text.ts';
import { timeNatives } from './time.ts';
import { userAgentNatives } from './user-agent.ts';

export type { NativeRow, NativeValue };

/** Everything that DuckDB calls back into JavaScript for. */
export const nativeRows: readonly NativeRow[] = [
  ...conversionNatives,
  ...captureNatives,
  ...textMatchNatives,
  ...textNatives,
  ...arrayNatives,
  ...bagNatives,
  ...parsingNatives,
  ...mathNatives,
  ...timeNatives,
  ...networkNatives,
  ...seriesNatives,
  ...lineNatives,
  ...hashNatives,
  ...geoNatives,
  ...decomposeNatives,
  ...distributionNatives,
  ...punycodeNatives,
  ...sketchNatives,
  ...userAgentNatives,
];
