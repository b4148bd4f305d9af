import type { LayerEdge } from './arrangement.ts';
import { onRay, pointAt } from './edges.ts';
import { distanceToEdges } from './distance.ts';
import { polygonWhere } from './overlay.ts';
import { closedEdges, contains, orientedPoints, type Polygon, polygonEdges } from './polygon.ts';
import type { Line } from './shapes.ts';
import { sign } from './sign.ts';
import { angleBetween, cross, earthRadius, normalize, normalOf, orthogonal, scale, type Vector } from './vector.ts';

/** The steps of arcs about points and beside edges, in radians; null where edges no longer count, beyond a quarter of the Earth. */
type Steps = { readonly radius: number; readonly point: number; readonly vertex: number; readonly edge: number | null };

/** Meters within which the border of a buffer follows the ideal one. */
export const defaultTolerance = 10;

/** All points within a distance of a polygon; null where the numbers make no sense or everything is within it. */
export function buffered(polygon: Polygon, radius: number, tolerance: number): Polygon | null {
  const steps = stepsOf(radius, tolerance);
  if (steps === null || polygon.length === 0) return null;
  const paths = polygon.map((ring) => aroundLoop(orientedPoints(ring), steps));
  return filled(paths, {
    steps,
    isNear: (point) => contains(polygon, point) || distanceToEdges(point, polygonEdges(polygon)) <= steps.radius,
  });
}

/** All points within a distance of a point. */
export function bufferedPoint(point: Vector, radius: number, tolerance: number): Polygon | null {
  const steps = stepsOf(radius, tolerance);
  if (steps === null) return null;
  return filled([aroundPoint(point, steps)], { steps, isNear: (other) => angleBetween(point, other) <= steps.radius });
}

/** All points within a distance of lines. */
export function bufferedLines(lines: readonly Line[], radius: number, tolerance: number): Polygon | null {
  const steps = stepsOf(radius, tolerance);
  if (steps === null) return null;
  const edges = lines.flatMap((line) => closedEdges(line).slice(0, -1));
  const paths = lines.map((line) => aroundLine(line, steps));
  return filled(paths, { steps, isNear: (point) => distanceToEdges(point, edges) <= steps.radius });
}

function stepsOf(radius: number, tolerance: number): Steps | null {
  if (!(radius > 0) || !(tolerance > 0) || tolerance < radius * 1e-6) return null;
  const angle = radius / earthRadius;
  const error = Math.min(tolerance / radius, 1 - 1e-9) * angle;
  if (angle + error >= Math.PI) return null;
  const vertex = longestStep(angle, error);
  const besideEdge = Math.PI / 2 - angle;
  return {
    radius: angle,
    vertex,
    // Adjusted so that a circle has equal sides, and no tiny one at its end.
    point: (2 * Math.PI) / Math.ceil((2 * Math.PI) / vertex) + 1e-15,
    edge: besideEdge > error ? longestStep(besideEdge, error) : null,
  };
}

/** How far apart vertices on a circle may be for its chords to stay within the error. */
function longestStep(radius: number, error: number): number {
  const inner = radius - error;
  const third = (2 * Math.PI) / 3 + 1e-15;
  if (radius < Math.PI / 2) return Math.min(third, 2 * Math.acos(Math.tan(inner) / Math.tan(radius)));
  return inner > Math.PI / 2 ? Math.min(third, 2 * Math.acos(Math.tan(radius) / Math.tan(inner))) : third;
}

type Surroundings = { readonly steps: Steps; readonly isNear: (point: Vector) => boolean };

/** What the paths wind about at least once, counted from a place that is far from all of them. */
function filled(paths: readonly (readonly Vector[])[], { isNear }: Surroundings): Polygon | null {
  const far = farPoints.find((point) => !isNear(point));
  if (far === undefined) return null;
  const edges = paths.flatMap((path): readonly LayerEdge[] => closedEdges(path).map((edge) => ({ edge, layer: 0 })));
  return polygonWhere(edges, { reference: { point: far, windings: [0] }, isInside: ([winding = 0]) => winding > 0 });
}

/** Points spread over the sphere, none on a line that anyone would draw. */
const farPoints: readonly Vector[] = [-1, 0, 1].flatMap((x) =>
  [-1, 0, 1].flatMap((y) =>
    [-1, 0, 1].filter((z) => x !== 0 || y !== 0 || z !== 0).map((z) => normalize([x + 0.0137, y - 0.0241, z + 0.0179])),
  ),
);

function aroundPoint(point: Vector, { radius, point: step }: Steps): readonly Vector[] {
  const path: Vector[] = [];
  let start = orthogonal(point);
  let angle = 0;
  for (let quadrant = 0; quadrant < 4; quadrant += 1) {
    const turned = normalize(cross(point, start));
    for (; angle < Math.PI / 2 - 1e-14; angle += step) path.push(onRay(point, onRay(start, turned, angle), radius));
    angle -= Math.PI / 2;
    start = turned;
  }
  return path;
}

/** The direction to the right of an edge. */
function axis(a: Vector, b: Vector): Vector {
  return scale(normalize(normalOf(a, b)), -1);
}

function vertexArc(vertex: Vector, [start, end]: readonly [Vector, Vector], steps: Steps): readonly Vector[] {
  const turned = normalize(cross(vertex, start));
  const span = angleBetween(start, end);
  const path: Vector[] = [];
  let angle = 0;
  do {
    path.push(onRay(vertex, onRay(start, turned, angle), steps.radius));
    angle += steps.vertex;
  } while (angle < span);
  return path;
}

function edgeArc(a: Vector, b: Vector, steps: Steps): readonly Vector[] {
  const side = axis(a, b);
  if (steps.edge === null) return [side];
  const span = angleBetween(a, b);
  const path: Vector[] = [];
  let angle = 0;
  do {
    path.push(onRay(pointAt([a, b], angle), side, steps.radius));
    angle += steps.edge;
  } while (angle < span);
  return path;
}

/** The border beside an edge and about its end: an arc where it turns left, the vertex itself where it turns right. */
function edgeAndVertex([a, b, c]: readonly [Vector, Vector, Vector], steps: Steps): readonly Vector[] {
  const beside = edgeArc(a, b, steps);
  const [start, end] = [axis(a, b), axis(b, c)];
  if (sign(a, b, c) >= 0) {
    const closing = steps.edge === null ? [onRay(b, end, steps.radius)] : [];
    return [...beside, ...vertexArc(b, [start, end], steps), ...closing];
  }
  return [...beside, ...(steps.edge === null ? [] : [onRay(b, start, steps.radius)]), b];
}

function aroundLoop(points: readonly Vector[], steps: Steps): readonly Vector[] {
  const at = (index: number): Vector => points[index % points.length] ?? [0, 0, 1];
  return points.flatMap((point, index) => edgeAndVertex([point, at(index + 1), at(index + 2)], steps));
}

/** Along one side and back along the other, with round ends. */
function aroundLine(line: Line, steps: Steps): readonly Vector[] {
  const along = (points: Line): readonly Vector[] =>
    points.slice(2).flatMap((point, index) => edgeAndVertex([points[index] ?? point, points[index + 1] ?? point, point], steps));
  const at = (index: number): Vector => line.at(index) ?? [0, 0, 1];
  const [first, second, beforeLast, last] = [at(0), at(1), at(-2), at(-1)];
  const [startAxis, endAxis] = [axis(first, second), axis(beforeLast, last)];
  return [
    ...vertexArc(first, [scale(startAxis, -1), startAxis], steps),
    ...along(line),
    ...edgeArc(beforeLast, last, steps),
    ...vertexArc(last, [endAxis, scale(endAxis, -1)], steps),
    ...along(line.toReversed()),
    ...edgeArc(second, first, steps),
  ];
}
