import { type Edge, intersection } from './edges.ts';
import { isCrossing } from './sign.ts';
import { add, cross, dot, norm, normalize, normalOf, subtract, type Vector } from './vector.ts';

/** An edge that goes into an arrangement: which layer it belongs to, and its place in the order of all edges. */
export type LayerEdge = { readonly edge: Edge; readonly layer: number };

/** A piece of an edge between two neighbouring vertices of the arrangement. */
export type Piece = { readonly from: number; readonly to: number; readonly source: number; readonly layer: number };

export type Arrangement = { readonly vertices: readonly Vector[]; readonly pieces: readonly Piece[] };

/** Points nearer than this are one: twice the radius in which S2 merges intersections, some 25 nanometers. */
const mergeRadius = 4e-15;

/** Cuts edges where they meet, so that pieces share only their ends. */
export function arrange(edges: readonly LayerEdge[]): Arrangement {
  const vertices = createVertices();
  const ends = edges.map(({ edge: [a, b] }) => [vertices.find(a), vertices.find(b)] as const);
  const cuts = edges.map((): Set<number> => new Set());
  for (const [first, second] of nearPairs(edges.map(({ edge }) => edge))) {
    const [e, f] = [edges[first]?.edge, edges[second]?.edge];
    const [eEnds, fEnds] = [ends[first], ends[second]];
    if (e === undefined || f === undefined || eEnds === undefined || fEnds === undefined) continue;
    const onE = fEnds.filter((vertex) => !eEnds.includes(vertex) && isOn(vertices.at(vertex), e));
    const onF = eEnds.filter((vertex) => !fEnds.includes(vertex) && isOn(vertices.at(vertex), f));
    for (const vertex of onE) cuts[first]?.add(vertex);
    for (const vertex of onF) cuts[second]?.add(vertex);
    const meets = onE.length > 0 || onF.length > 0 || fEnds.some((vertex) => eEnds.includes(vertex));
    if (meets || !isCrossing(e, f)) continue;
    const vertex = vertices.find(intersection(e, f));
    cuts[first]?.add(vertex);
    cuts[second]?.add(vertex);
  }
  const pieces = edges.flatMap(({ edge, layer }, source) => {
    const [from = 0, to = 0] = ends[source] ?? [];
    const inner = [...(cuts[source] ?? [])].filter((vertex) => vertex !== from && vertex !== to);
    const along = inner.toSorted((a, b) => distance2(vertices.at(a), edge[0]) - distance2(vertices.at(b), edge[0]));
    const stops = [from, ...along, to];
    return stops.slice(1).flatMap((stop, index) => {
      const start = stops[index] ?? from;
      return start === stop ? [] : [{ from: start, to: stop, source, layer }];
    });
  });
  return { vertices: vertices.all, pieces };
}

function distance2(a: Vector, b: Vector): number {
  const way = subtract(a, b);
  return dot(way, way);
}

function isOn(point: Vector, [a, b]: Edge): boolean {
  const normal = normalize(normalOf(a, b));
  return Math.abs(dot(normal, point)) <= mergeRadius && dot(cross(normal, a), point) > 0 && dot(cross(normal, b), point) < 0;
}

/** Pairs of edges whose surroundings touch: found by a sweep along the axis of the Earth. */
export function nearPairs(edges: readonly Edge[]): readonly (readonly [number, number])[] {
  const balls = edges.map(([a, b], index) => {
    const middle = normalize(add(a, b));
    return { index, middle, radius: norm(subtract(a, middle)) + 1e-14 };
  });
  const sorted = balls.toSorted((a, b) => a.middle[2] - a.radius - (b.middle[2] - b.radius));
  const pairs: [number, number][] = [];
  let open: typeof balls = [];
  for (const ball of sorted) {
    const start = ball.middle[2] - ball.radius;
    open = open.filter(({ middle, radius }) => middle[2] + radius >= start);
    for (const other of open) {
      if (norm(subtract(ball.middle, other.middle)) > ball.radius + other.radius) continue;
      pairs.push(ball.index < other.index ? [ball.index, other.index] : [other.index, ball.index]);
    }
    open.push(ball);
  }
  return pairs;
}

type Vertices = { readonly all: readonly Vector[]; readonly find: (point: Vector) => number; readonly at: (vertex: number) => Vector };

/** Vertices by their place; a point that is near enough to a known one is that one. */
function createVertices(): Vertices {
  const all: Vector[] = [];
  const grid = new Map<string, number[]>();
  const side = 4 * mergeRadius;
  const neighbours = (value: number): readonly number[] => {
    const own = Math.floor(value / side);
    const inside = value / side - own;
    return inside < 0.25 ? [own, own - 1] : inside > 0.75 ? [own, own + 1] : [own];
  };
  const find = (point: Vector): number => {
    const [xs, ys, zs] = [neighbours(point[0]), neighbours(point[1]), neighbours(point[2])];
    for (const x of xs)
      for (const y of ys)
        for (const z of zs) {
          const near = grid.get(`${x},${y},${z}`)?.find((vertex) => norm(subtract(all[vertex] ?? point, point)) <= mergeRadius);
          if (near !== undefined) return near;
        }
    const key = `${xs[0]},${ys[0]},${zs[0]}`;
    grid.set(key, [...(grid.get(key) ?? []), all.length]);
    all.push(point);
    return all.length - 1;
  };
  return { all, find, at: (vertex) => all[vertex] ?? [0, 0, 1] };
}
