import { nearestName } from '../nearest-name.ts';
import { arrayFunctions } from './arrays.ts';
import { bagFunctions } from './bags.ts';
import { coreFunctions } from './core.ts';
import { digestFunctions } from './digests.ts';
import { encodingFunctions } from './encodings.ts';
import { geoCellFunctions } from './geo-cells.ts';
import { geoLineFunctions } from './geo-lines.ts';
import { geoPointFunctions } from './geo-points.ts';
import { geoPolygonFunctions } from './geo-polygons.ts';
import { geoSetFunctions } from './geo-sets.ts';
import { mathFunctions } from './math.ts';
import { networkFunctions } from './network.ts';
import { parserFunctions } from './parsers.ts';
import { placeFunctions } from './places.ts';
import { regexFunctions } from './regex.ts';
import type { FunctionRow } from './row.ts';
import { seriesAnalysisFunctions } from './series-analysis.ts';
import { seriesFunctions } from './series.ts';
import { sketchFunctions } from './sketches.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';
import { windowFunctions } from './window.ts';

const rows = new Map<string, FunctionRow>(
  [
    ...coreFunctions,
    ...textFunctions,
    ...regexFunctions,
    ...timeFunctions,
    ...mathFunctions,
    ...arrayFunctions,
    ...bagFunctions,
    ...parserFunctions,
    ...encodingFunctions,
    ...networkFunctions,
    ...digestFunctions,
    ...windowFunctions,
    ...seriesFunctions,
    ...seriesAnalysisFunctions,
    ...sketchFunctions,
    ...placeFunctions,
    ...geoPointFunctions,
    ...geoCellFunctions,
    ...geoLineFunctions,
    ...geoPolygonFunctions,
    ...geoSetFunctions,
  ].map((row) => [row.name, row]),
);

/** The row of a scalar function, or null. */
export function findFunction(name: string): FunctionRow | null {
  return rows.get(name) ?? null;
}

/** Every row, for the table test and the documentation. */
export function functionRows(): readonly FunctionRow[] {
  return [...rows.values()];
}

/** Advice for a function that is not here: the one whose name is nearest. */
export function nearestFunction(name: string): string | undefined {
  const nearest = nearestName(name, rows.keys());
  return nearest === null ? undefined : `the nearest is ${nearest}()`;
}
