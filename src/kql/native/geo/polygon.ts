import type { s2 } from 's2js';
import { isCrossing } from './sign.ts';
import { type LayerEdge, nearPairs } from './arrangement.ts';
import type { Edge } from './edges.ts';
import { loadS2 } from './libraries.ts';
import { dot, type Place, same, toVector, type Vector } from './vector.ts';

/** A ring, counterclockwise about the smaller side; at an odd depth it bounds a hole. */
export type Ring = { readonly points: readonly Vector[]; readonly depth: number; readonly loop: s2.Loop };

/** Rings that do not cross; each shell is followed by what lies in it. */
export type Polygon = readonly Ring[];

/** The edges of a closed chain of points. */
export function closedEdges(points: readonly Vector[]): readonly Edge[] {
  return points.map((point, index) => [point, points[(index + 1) % points.length] ?? point]);
}

/** The edges of a polygon with its inside to the left. */
export function polygonEdges(polygon: Polygon): readonly Edge[] {
  return polygon.flatMap((ring) => closedEdges(orientedPoints(ring)));
}

export function layerEdges(polygon: Polygon, layer: number): readonly LayerEdge[] {
  return polygonEdges(polygon).map((edge) => ({ edge, layer }));
}

/** Shells go counterclockwise, holes clockwise. */
export function orientedPoints({ points, depth }: Ring): readonly Vector[] {
  return depth % 2 === 0 ? points : points.toReversed();
}

/** How often the rings wind about a point: 1 inside, 0 outside. A point on the border belongs to exactly one neighbour. */
export function contains(polygon: Polygon, point: Vector): boolean {
  const { s2 } = loadS2();
  const at = new s2.Point(...point);
  return polygon.reduce((inside, { loop }) => (loop.containsPoint(at) ? !inside : inside), false);
}

/** A polygon from rings as GeoJSON has them; null where they are none. */
export function polygonOfPlaces(rings: readonly (readonly Place[])[]): Polygon | null {
  const chains = rings.map(openChain);
  if (!chains.every((chain) => chain !== null)) return null;
  const polygon = nest(chains);
  return isValid(polygon) ? polygon : null;
}

/** A ring of GeoJSON without its last place, which is the first again. */
function openChain(ring: readonly Place[]): readonly Vector[] | null {
  const [first, last] = [ring[0], ring.at(-1)];
  if (ring.length < 4 || first === undefined || last === undefined || first[0] !== last[0] || first[1] !== last[1]) return null;
  const points = ring.slice(0, -1).map(toVector);
  const distinct = new Set(points.map(String));
  const isOpposite = closedEdges(points).some(([a, b]) => dot(a, b) < -1 + 1e-15);
  return distinct.size === points.length && !isOpposite ? points : null;
}

/** No two edges cross, and none lies on another. */
function isValid(polygon: Polygon): boolean {
  const edges = polygonEdges(polygon);
  return nearPairs(edges).every(([first, second]) => {
    const [e, f] = [edges[first], edges[second]];
    if (e === undefined || f === undefined) return true;
    const coincide = (same(e[0], f[0]) && same(e[1], f[1])) || (same(e[0], f[1]) && same(e[1], f[0]));
    return !coincide && !isCrossing(e, f);
  });
}

type Node = { readonly ring: Omit<Ring, 'depth'>; children: Node[] };

/** Puts rings into each other; of equals the order stays. Each ring bounds the smaller of its two sides. */
export function nest(chains: readonly (readonly Vector[])[]): Polygon {
  const root: Node[] = [];
  for (const chain of chains) insert({ ring: normalized(chain), children: [] }, root);
  const flatten = (nodes: readonly Node[], depth: number): Polygon =>
    nodes.flatMap(({ ring, children }) => [{ ...ring, depth }, ...flatten(children, depth + 1)]);
  return flatten(root, 0);
}

function insert(node: Node, siblings: Node[]): void {
  const parent = siblings.find(({ ring }) => ring.loop.containsNested(node.ring.loop));
  if (parent !== undefined) return insert(node, parent.children);
  const inside = siblings.filter(({ ring }) => node.ring.loop.containsNested(ring.loop));
  node.children = inside;
  const outside = siblings.filter((sibling) => !inside.includes(sibling));
  siblings.splice(0, siblings.length, ...outside, node);
}

function normalized(chain: readonly Vector[]): Omit<Ring, 'depth'> {
  const loop = loopOf(chain);
  if (loop.isNormalized()) return { points: chain, loop };
  const points = chain.toReversed();
  return { points, loop: loopOf(points) };
}

function loopOf(points: readonly Vector[]): s2.Loop {
  const { s2 } = loadS2();
  return new s2.Loop(points.map((point) => new s2.Point(...point)));
}
