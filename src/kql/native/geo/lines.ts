import { type NativeRow, native } from '../row.ts';
import { distanceToEdges, nearestOf } from './distance.ts';
import { type Edge, interpolate } from './edges.ts';
import { pointShape, printShape } from './geojson.ts';
import { uniteLines } from './line-sets.ts';
import { closedEdges } from './polygon.ts';
import { type Line, readLines } from './shapes.ts';
import { spheroidDistance } from './spheroid.ts';
import { add, angleBetween, dot, earthRadius, isPlace, normalize, scale, subtract, toPlace, toVector, type Vector } from './vector.ts';

/** What can be measured on lines. Several lines count as their union. */
export const geoLineNatives: readonly NativeRow[] = [
  native('geo_line_length', {
    takes: ['text'],
    returns: 'real',
    run: (text) => {
      const lines = readLines(text);
      return lines === null ? null : lengthOf(edgesOf(uniteLines(lines)));
    },
  }),
  native('geo_line_centroid', {
    takes: ['text'],
    returns: 'text',
    run: (text) => {
      const lines = readLines(text);
      return lines === null ? null : printPoint(normalize(edgesOf(uniteLines(lines)).map(edgeCentroid).reduce(add)));
    },
  }),
  native('geo_line_interpolate_point', {
    takes: ['text', 'real'],
    returns: 'text',
    run: (text, share) => {
      const line = onlyLine(text);
      return line === null || !(share >= 0 && share <= 1) ? null : printPoint(pointAlong(line, share));
    },
  }),
  native('geo_line_locate_point', {
    takes: ['text', 'real', 'real', 'bool'],
    returns: 'real',
    run: (text, longitude, latitude, onSpheroid) => {
      const line = onlyLine(text);
      if (line === null || !isPlace(longitude, latitude)) return null;
      const edges = edgesOf([line]);
      const { nearest, edge } = nearestOf(toVector([longitude, latitude]), edges);
      const before = [...edges.slice(0, edge), [edges[edge]?.[0] ?? nearest, nearest] as const];
      const measure = onSpheroid ? spheroidLength : lengthOf;
      const [part, whole] = [measure(before), measure(edges)];
      return part === null || whole === null ? null : Math.min(1, part / whole);
    },
  }),
  native('geo_closest_point_on_line', {
    takes: ['real', 'real', 'text'],
    returns: 'text',
    run: (longitude, latitude, text) => {
      const lines = readLines(text);
      return lines === null || !isPlace(longitude, latitude)
        ? null
        : printPoint(nearestOf(toVector([longitude, latitude]), edgesOf(lines)).nearest);
    },
  }),
  native('geo_distance_point_to_line', {
    takes: ['real', 'real', 'text'],
    returns: 'real',
    run: (longitude, latitude, text) => {
      const lines = readLines(text);
      return lines === null || !isPlace(longitude, latitude)
        ? null
        : distanceToEdges(toVector([longitude, latitude]), edgesOf(lines)) * earthRadius;
    },
  }),
];

/** The edges of lines, in their order. */
export function edgesOf(lines: readonly Line[]): readonly Edge[] {
  return lines.flatMap((line) => closedEdges(line).slice(0, -1));
}

function onlyLine(text: string): Line | null {
  const lines = readLines(text);
  return lines?.length === 1 ? (lines[0] ?? null) : null;
}

/** The length in meters. */
export function lengthOf(edges: readonly Edge[]): number {
  return edges.reduce((sum, [a, b]) => sum + angleBetween(a, b), 0) * earthRadius;
}

function spheroidLength(edges: readonly Edge[]): number | null {
  return edges.reduce<number | null>((sum, [a, b]) => {
    const length = spheroidDistance(toPlace(a), toPlace(b));
    return sum === null || length === null ? null : sum + length;
  }, 0);
}

/** The centroid of an edge times its length. */
function edgeCentroid([a, b]: Edge): Vector {
  const [difference, sum] = [subtract(a, b), add(a, b)];
  const cosine2 = dot(sum, sum);
  return cosine2 === 0 ? [0, 0, 0] : scale(sum, Math.sqrt(dot(difference, difference) / cosine2));
}

function pointAlong(line: Line, share: number): Vector {
  const edges = edgesOf([line]);
  let left = share * edges.reduce((sum, [a, b]) => sum + angleBetween(a, b), 0);
  for (const [a, b] of edges) {
    const length = angleBetween(a, b);
    if (left < length) return interpolate([a, b], left / length);
    left -= length;
  }
  return line.at(-1) ?? [0, 0, 1];
}

export function printPoint(point: Vector): string {
  return printShape(pointShape(toPlace(point)));
}
