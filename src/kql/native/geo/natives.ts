import type { NativeRow } from '../row.ts';
import { geoBufferNatives } from './buffers.ts';
import { geoCoveringNatives } from './coverings.ts';
import { geoDensifyNatives } from './densify.ts';
import { geohashNatives } from './geohash.ts';
import { h3CellNatives } from './h3-cells.ts';
import { geoLineNatives } from './lines.ts';
import { geoPointNatives } from './points.ts';
import { geoPolygonNatives } from './polygons.ts';
import { s2CellNatives } from './s2-cells.ts';
import { geoSetNatives } from './sets.ts';
import { geoSimplifyNatives } from './simplify.ts';

/** Geometry on the sphere: points, cells, lines, polygons. */
export const geoNatives: readonly NativeRow[] = [
  ...geoPointNatives,
  ...geohashNatives,
  ...s2CellNatives,
  ...h3CellNatives,
  ...geoLineNatives,
  ...geoPolygonNatives,
  ...geoSetNatives,
  ...geoBufferNatives,
  ...geoDensifyNatives,
  ...geoCoveringNatives,
  ...geoSimplifyNatives,
];
