import { type Edge, isBetweenTurns, project } from './edges.ts';
import { loadS2 } from './libraries.ts';
import { sign } from './sign.ts';
import { add, angleBetween, cross, dot, norm, normalize, normalOf, scale, subtract, type Vector } from './vector.ts';

/** An edge of the snapped shape: between which sites, and which input edge it stands for. */
export type SnappedEdge = { readonly from: number; readonly to: number; readonly source: number };

export type Snapped = {
  readonly sites: readonly Vector[];
  readonly edges: readonly SnappedEdge[];
  /** The sites near each input edge. */
  readonly near: readonly (readonly number[])[];
  /** The input vertices that went to each site. */
  readonly members: ReadonlyMap<number, readonly Vector[]>;
};

/**
 * Moves vertices to sites that keep a distance from each other, and edges along with them, so that topology survives: S2's
 * snap rounding with the identity as its snap function (s2geometry.io, S2Builder).
 */
export function snapEdges(edges: readonly Edge[], radius: number): Snapped {
  const vertices = inHilbertOrder(edges.flat());
  const sites: Vector[] = [];
  for (const vertex of vertices) if (!sites.some((site) => isWithin(site, vertex, radius))) sites.push(vertex);
  const deviation = 1.1 * radius;
  const separation = 0.5 * radius;
  const near = edges.map((edge) => sitesNear(edge, { sites, reach: deviation + separation }));
  const chains = edges.map((): readonly number[] => []);
  const open = new Set(edges.keys());
  for (let pass = 0; open.size > 0; pass += 1) {
    for (const index of open) {
      open.delete(index);
      const edge = edges[index];
      if (edge === undefined) continue;
      const chain = snapEdge(edge, { sites, candidates: near[index] ?? [], radius });
      chains[index] = chain;
      for (const extra of separationSites(edge, { sites, chain, candidates: near[index] ?? [], radius, separation })) {
        sites.push(extra);
        edges.forEach((other, place) => {
          if (distance(extra, other) > deviation + separation) return;
          near[place] = byDistance([...(near[place] ?? []), sites.length - 1], { sites, from: other[0] });
          open.add(place);
        });
      }
    }
    if (pass > maxPasses) throw new Error('Simplifying does not come to an end.');
  }
  const members = new Map<number, Map<string, Vector>>();
  const join = (site: number | undefined, vertex: Vector): void => {
    if (site === undefined) return;
    const known = members.get(site) ?? new Map<string, Vector>();
    members.set(site, known.set(String(vertex), vertex));
  };
  edges.forEach(([a, b], index) => {
    join(chains[index]?.[0], a);
    if ((chains[index]?.length ?? 0) > 1) join(chains[index]?.at(-1), b);
  });
  const snapped = chains.flatMap((chain, source) => chain.slice(1).map((to, index) => ({ from: chain[index] ?? to, to, source })));
  return { sites, edges: snapped, near, members: new Map([...members].map(([site, known]) => [site, [...known.values()]])) };
}

const maxPasses = 1000;

function inHilbertOrder(points: readonly Vector[]): readonly Vector[] {
  const { s2 } = loadS2();
  const distinct = [...new Map(points.map((point) => [String(point), point])).values()];
  const cells = distinct.map((point) => ({ point, cell: s2.cellid.fromPoint(new s2.Point(...point)) }));
  return cells.toSorted((a, b) => (a.cell < b.cell ? -1 : a.cell > b.cell ? 1 : 0)).map(({ point }) => point);
}

function isWithin(a: Vector, b: Vector, radius: number): boolean {
  return norm(subtract(a, b)) <= 2 * Math.sin(Math.min(radius, Math.PI) / 2);
}

function distance(point: Vector | undefined, edge: Edge): number {
  return point === undefined ? Number.POSITIVE_INFINITY : angleBetween(point, project(point, edge));
}

function byDistance(ids: readonly number[], { sites, from }: { readonly sites: readonly Vector[]; readonly from: Vector }): number[] {
  const away = (id: number): number => norm(subtract(sites[id] ?? from, from));
  return ids.toSorted((a, b) => away(a) - away(b));
}

function sitesNear(edge: Edge, { sites, reach }: { readonly sites: readonly Vector[]; readonly reach: number }): readonly number[] {
  const middle = normalize(add(edge[0], edge[1]));
  const around = angleBetween(middle, edge[0]) + reach + 1e-12;
  const found = sites.flatMap((site, id) => (isWithin(site, middle, around) && distance(site, edge) <= reach ? [id] : []));
  return byDistance(found, { sites, from: edge[0] });
}

type Snapping = { readonly sites: readonly Vector[]; readonly candidates: readonly number[]; readonly radius: number };

/** The sites whose regions an edge goes through, in order. */
function snapEdge([x, y]: Edge, { sites, candidates, radius }: Snapping): readonly number[] {
  const chain: number[] = [];
  const at = (id: number | undefined): Vector => sites[id ?? 0] ?? x;
  for (const id of candidates) {
    const c = at(id);
    if (distance(c, [x, y]) > radius) continue;
    let isKept = true;
    for (; chain.length > 0; chain.pop()) {
      const b = at(chain.at(-1));
      if (angleBetween(b, c) >= 2 * radius) break;
      const excluded = excludedOf([b, c], [x, y], radius);
      if (excluded === 'first') continue;
      isKept = excluded !== 'second';
      if (!isKept || chain.length < 2) break;
      const a = at(chain.at(-2));
      if (angleBetween(a, c) >= 2 * radius) break;
      const side = sign(x, y, b);
      if (sign(a, b, c) === side || circumcenterSide([x, y], [a, b, c]) !== side) break;
    }
    if (isKept) chain.push(id);
  }
  return chain;
}

/** Which of two sites the other leaves no part of an edge; the first is the nearer one to its start. */
function excludedOf([a, b]: readonly [Vector, Vector], [x, y]: Edge, radius: number): 'first' | 'second' | 'neither' {
  if (norm(subtract(y, a)) < norm(subtract(y, b))) return 'second';
  const normal = normalize(normalOf(x, y));
  const along = cross(normal, x);
  const place = (site: Vector): number => Math.atan2(dot(site, along), dot(site, x));
  const reach = (site: Vector): number => Math.acos(Math.min(1, Math.cos(radius) / Math.sqrt(Math.max(0, 1 - dot(site, normal) ** 2))));
  const gap = place(b) - place(a);
  const wider = reach(b) - reach(a);
  if (gap > Math.abs(wider)) return 'neither';
  return wider > 0 ? 'first' : 'second';
}

/** On which side of an edge the center of the circle through three points lies. */
function circumcenterSide([x, y]: Edge, [a, b, c]: readonly [Vector, Vector, Vector]): number {
  const center = cross(subtract(b, a), subtract(c, b));
  const oriented = sign(a, b, c) > 0 ? center : scale(center, -1);
  return Math.sign(dot(normalOf(x, y), oriented));
}

type Separating = Snapping & { readonly chain: readonly number[]; readonly separation: number };

/** Sites on an edge that keep its snapped form away from sites that it does not go through. */
function separationSites([x, y]: Edge, { sites, chain, candidates, radius, separation }: Separating): readonly Vector[] {
  const extra: Vector[] = [];
  let step = 0;
  let handled = -1;
  for (const id of candidates) {
    if (id === chain[step]) {
      step += 1;
      if (step === chain.length) break;
      continue;
    }
    const [from, to] = [sites[chain[step - 1] ?? -1], sites[chain[step] ?? -1]];
    const site = sites[id];
    if (step === 0 || from === undefined || to === undefined || site === undefined || handled === step) continue;
    if (distance(site, [from, to]) >= separation) continue;
    handled = step;
    extra.push(separationSite([x, y], { site, from, to, radius }));
  }
  return extra;
}

type Gap = { readonly site: Vector; readonly from: Vector; readonly to: Vector; readonly radius: number };

/** The place on an edge nearest to a site to avoid, within what no other site covers. */
function separationSite([x, y]: Edge, { site, from, to, radius }: Gap): Vector {
  const normal = normalOf(x, y);
  const way = subtract(y, x);
  const nearest = project(site, [x, y]);
  const [first, last] = [coverageEnd(from, normal, radius), coverageEnd(to, scale(normal, -1), radius)];
  if (dot(subtract(nearest, first), way) < 0) return first;
  return dot(subtract(last, nearest), way) < 0 ? last : nearest;
}

/** Where the circle about a site leaves the great circle with a normal, going along it. */
function coverageEnd(site: Vector, normal: Vector, radius: number): Vector {
  const [n2, along] = [dot(normal, normal), dot(normal, site)];
  const sine2 = Math.sin(radius) ** 2;
  const middle = scale(subtract(scale(site, n2), scale(normal, along)), Math.sqrt(1 - sine2));
  const onward = scale(cross(normal, site), Math.sqrt(Math.max(0, sine2 * n2 - along ** 2)));
  return normalize(add(middle, onward));
}

/** True where a site lies to the left of the way from `p0` over `p1` to `p2`. */
export function isLeftOfWay(site: Vector, [p0, p1, p2]: readonly [Vector, Vector, Vector]): boolean {
  return p0 === p1 ? sign(p1, p2, site) > 0 : isBetweenTurns([p0, p2, site], p1);
}
