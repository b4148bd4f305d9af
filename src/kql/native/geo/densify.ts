import { type NativeRow, native } from '../row.ts';
import { interpolate } from './edges.ts';
import { linesShape, printShape, readLinePlaces, readPolygonPlaces, readShape, ringsShape } from './geojson.ts';
import { readLines, readPolygon } from './shapes.ts';
import { add, angleBetween, dot, earthRadius, type Place, scale, toPlace, toVector, type Vector } from './vector.ts';

/** Edges that are straight on a map, followed by edges that are straight on the Earth. */
export const geoDensifyNatives: readonly NativeRow[] = [
  native('geo_line_densify', {
    takes: ['text', 'real', 'bool'],
    returns: 'text',
    run: (text, tolerance, wraps) => {
      const lines = readLines(text) === null ? null : readLinePlaces(readShape(text));
      return lines === null || !isTolerance(tolerance)
        ? null
        : printShape(linesShape(lines.map((line) => densified(line, { tolerance, wraps }))));
    },
  }),
  native('geo_polygon_densify', {
    takes: ['text', 'real', 'bool'],
    returns: 'text',
    run: (text, tolerance, wraps) => {
      const polygons = readPolygon(text) === null ? null : readPolygonPlaces(readShape(text));
      if (polygons === null || !isTolerance(tolerance)) return null;
      return printShape(ringsShape(polygons.map((rings) => rings.map((ring) => densified(ring, { tolerance, wraps }).map(toPlace)))));
    },
  }),
];

function isTolerance(tolerance: number): boolean {
  return tolerance >= 0.1 && tolerance <= 10_000;
}

/** Where on an edge the distance of the two ways is looked at, and how much smaller it is there (S2, s2edge_tessellator). */
const sample = 0.312_156_910_822_483_15;
const sampleScale = 0.838_299_925_698_885_1;

type Densifying = { readonly tolerance: number; readonly wraps: boolean };

function densified(places: readonly Place[], { tolerance, wraps }: Densifying): readonly Vector[] {
  const limit = (sampleScale * tolerance) / earthRadius;
  const [first, ...rest] = places;
  if (first === undefined) return [];
  let here = first;
  const points = [toVector(first)];
  for (const next of rest) {
    // The way across the antimeridian, where that is asked for and shorter.
    const turns = wraps ? Math.round((next[0] - here[0]) / 360) : 0;
    points.push(...split([here, [next[0] - 360 * turns, next[1]]], limit));
    here = next;
  }
  return points;
}

/** The end of an edge, and before it what keeps the ways together. */
function split([from, to]: readonly [Place, Place], limit: number): readonly Vector[] {
  const [a, b] = [toVector(from), toVector(to)];
  if (farthest([from, to], [a, b]) <= limit) return [b];
  const middle = between([from, to], 0.5);
  return [...split([from, middle], limit), ...split([middle, to], limit)];
}

function farthest(places: readonly [Place, Place], [a, b]: readonly [Vector, Vector]): number {
  if (dot(a, b) < -1e-14) return Number.POSITIVE_INFINITY;
  const gaps = [sample, 1 - sample].map((share) => angleBetween(interpolate([a, b], share), toVector(between(places, share))));
  return Math.max(...gaps);
}

function between([from, to]: readonly [Place, Place], share: number): Place {
  const [x, y] = add(scale([from[0], from[1], 0], 1 - share), scale([to[0], to[1], 0], share));
  return [x, y];
}
