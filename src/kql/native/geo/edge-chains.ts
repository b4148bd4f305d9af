import { allows, awayFrom, isClosed, openWindow, toward, type Window } from './directions.ts';
import { isLeftOfWay, type Snapped, type SnappedEdge } from './snapping.ts';
import { angleBetween, cross, dot, orthogonal, type Vector } from './vector.ts';

/** An edge of a result with the layer that it belongs to. */
export type ChainEdge = SnappedEdge & { readonly layer: number };

type Scene = {
  readonly snapped: Snapped;
  readonly radius: number;
  readonly outgoing: ReadonlyMap<number, readonly ChainEdge[]>;
  readonly incoming: ReadonlyMap<number, readonly ChainEdge[]>;
  readonly used: Set<ChainEdge>;
};

/** Replaces chains that are nearly straight by one edge, as S2Builder does with `simplify_edge_chains`. */
export function simplifyChains(snapped: Snapped, layerOf: (source: number) => number, radius: number): readonly ChainEdge[] {
  const edges = snapped.edges.map((edge): ChainEdge => ({ ...edge, layer: layerOf(edge.source) }));
  const sorted = edges.toSorted((a, b) => a.from - b.from || a.to - b.to);
  const outgoing = Map.groupBy(sorted, ({ from }) => from);
  const incoming = Map.groupBy(sorted, ({ to }) => to);
  const scene = { snapped, radius, outgoing, incoming, used: new Set<ChainEdge>() };
  const interior = new Set([...outgoing.keys()].filter((vertex) => isInterior(vertex, scene)));
  const result: ChainEdge[] = [];
  const starts = [...sorted.filter(({ from }) => !interior.has(from)), ...sorted];
  for (const edge of starts) {
    if (scene.used.has(edge)) continue;
    if (!interior.has(edge.from) && !interior.has(edge.to)) {
      scene.used.add(edge);
      result.push(edge);
    } else result.push(...simplifyFrom(edge, interior, scene));
  }
  return result;
}

/** A vertex between two others that all its edges lead through, in every layer. */
function isInterior(vertex: number, { outgoing, incoming }: Scene): boolean {
  const [out, into] = [outgoing.get(vertex) ?? [], incoming.get(vertex) ?? []];
  const ends = [...new Set([...out.map(({ to }) => to), ...into.map(({ from }) => from)])];
  if (out.length === 0 || ends.length > 2) return false;
  return [...new Set([...out, ...into].map(({ layer }) => layer))].every((layer) => {
    const [leaving, coming] = [out.filter((edge) => edge.layer === layer), into.filter((edge) => edge.layer === layer)];
    const [first = 0, second = 0] = ends.map(
      (end) => leaving.filter(({ to }) => to === end).length + coming.filter(({ from }) => from === end).length,
    );
    return leaving.length === coming.length && first === second;
  });
}

/** Follows a chain to its end, one edge for as much of it at a time as is possible. */
function simplifyFrom(edge: ChainEdge, interior: ReadonlySet<number>, scene: Scene): readonly ChainEdge[] {
  const result: ChainEdge[] = [];
  const start = edge.from;
  const met = new Set<number>();
  let [before, here] = [edge.from, edge.to];
  for (let isDone = false; !isDone; ) {
    const chain = [before];
    met.add(before);
    let window = avoidSites(openWindow, { chain, edge: [before, here], met, scene });
    for (;;) {
      chain.push(here);
      met.add(here);
      isDone = !interior.has(here) || here === start;
      if (isDone) break;
      const next = follow(before, here, scene);
      [before, here] = [here, next];
      if (isClosed(window)) break;
      window = towardMembers(window, { chain, vertex: before, scene });
      if (isClosed(window)) break;
      window = avoidSites(window, { chain, edge: [before, here], met, scene });
      if (isClosed(window) || !mayExtend(window, { chain, vertex: here, scene })) break;
    }
    result.push(...merge(chain, scene));
    met.clear();
  }
  return result;
}

function follow(before: number, here: number, { outgoing, incoming }: Scene): number {
  const ends = [...(outgoing.get(here) ?? []).map(({ to }) => to), ...(incoming.get(here) ?? []).map(({ from }) => from)];
  return ends.find((end) => end !== before && end !== here) ?? before;
}

type Step = { readonly chain: readonly number[]; readonly scene: Scene };

function siteAt({ snapped }: Scene, vertex: number): Vector {
  return snapped.sites[vertex] ?? [0, 0, 1];
}

function directionOf(origin: Vector, point: Vector): number {
  const x = orthogonal(origin);
  return Math.atan2(dot(point, cross(origin, x)), dot(point, x));
}

/** Half the angle under which a disc is seen; π where it holds the origin. */
function halfAngle(origin: Vector, [point, radius]: readonly [Vector, number]): number {
  const away = angleBetween(origin, point);
  return away <= radius ? Math.PI : Math.asin(Math.min(1, Math.sin(radius) / Math.sin(away)));
}

const closedWindow: Window = { allowed: { low: Math.PI, high: -Math.PI }, waiting: [] };

/** The new edge must come near every input vertex that went to a vertex of the chain. */
function towardMembers(window: Window, { chain, vertex, scene }: Step & { readonly vertex: number }): Window {
  const origin = siteAt(scene, chain[0] ?? 0);
  return (scene.snapped.members.get(vertex) ?? []).reduce((narrowed, member) => {
    const half = halfAngle(origin, [member, scene.radius]);
    return half >= Math.PI ? narrowed : toward(narrowed, [directionOf(origin, member), half]);
  }, window);
}

type Avoiding = Step & { readonly edge: readonly [number, number]; readonly met: Set<number> };

/** It must pass other sites at a distance, on the same side as the chain. */
function avoidSites(window: Window, { chain, edge: [from, to], met, scene }: Avoiding): Window {
  const [p0, p1, p2] = [siteAt(scene, chain[0] ?? 0), siteAt(scene, from), siteAt(scene, to)];
  const [r1, r2] = [angleBetween(p0, p1), angleBetween(p0, p2)];
  const longest = 2 * Math.acos(Math.sin(scene.radius) / Math.sin(1.1 * scene.radius));
  if (r2 < r1 || r2 >= longest) return closedWindow;
  const between = [
    ...(scene.outgoing.get(from) ?? []).filter((edge) => edge.to === to),
    ...(scene.outgoing.get(to) ?? []).filter((edge) => edge.to === from),
  ];
  const lists = between.map(({ source }) => scene.snapped.near[source] ?? []);
  const nearest = lists.reduce((best, list) => (list.length < best.length ? list : best), lists[0] ?? []);
  let result = window;
  for (const id of nearest) {
    const site = siteAt(scene, id);
    if (angleBetween(p0, site) >= r2 || met.has(id)) continue;
    met.add(id);
    const half = halfAngle(p0, [site, scene.radius / 2]);
    if (half >= Math.PI) return closedWindow;
    result = awayFrom(result, [directionOf(p0, site), half, isLeftOfWay(site, [p0, p1, p2])]);
    if (isClosed(result)) return result;
  }
  return result;
}

function mayExtend(window: Window, { chain, vertex, scene }: Step & { readonly vertex: number }): boolean {
  const origin = siteAt(scene, chain[0] ?? 0);
  const end = siteAt(scene, vertex);
  return angleBetween(origin, end) <= Math.PI / 2 && allows(window, directionOf(origin, end));
}

/** One edge, in each direction and layer, for all of a chain. */
function merge(chain: readonly number[], { outgoing, used }: Scene): readonly ChainEdge[] {
  const steps = chain.slice(1).map((to, index) => [chain[index] ?? to, to] as const);
  const [first, last] = [chain[0] ?? 0, chain.at(-1) ?? 0];
  const between = (from: number, to: number): readonly ChainEdge[] => (outgoing.get(from) ?? []).filter((edge) => edge.to === to);
  const rows = [
    { from: first, to: last, runs: steps.map(([a, b]) => between(a, b)) },
    { from: last, to: first, runs: steps.map(([a, b]) => between(b, a)) },
  ];
  for (const { runs } of rows) for (const edge of runs.flat()) used.add(edge);
  return rows.flatMap(({ from, to, runs }) =>
    (runs[0] ?? []).map((edge, index): ChainEdge => {
      const sources = runs.map((run) => run[index]?.source ?? Number.MAX_SAFE_INTEGER);
      return { from, to, layer: edge.layer, source: Math.min(...sources) };
    }),
  );
}
