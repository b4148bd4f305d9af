import { type NativeRow, native } from '../row.ts';
import { type ChainEdge, simplifyChains } from './edge-chains.ts';
import { linesShape, printShape } from './geojson.ts';
import { uniteLines } from './line-sets.ts';
import { edgesOf } from './lines.ts';
import { assembleLoops } from './loops.ts';
import { nest, type Polygon, polygonEdges } from './polygon.ts';
import { readAll } from './sets.ts';
import { type Line, polygonOf, polygonShape, readLines, readPolygon } from './shapes.ts';
import { snapEdges } from './snapping.ts';
import { earthRadius, type Vector } from './vector.ts';

/** Shapes with fewer points. */
export const geoSimplifyNatives: readonly NativeRow[] = [
  native('geo_line_simplify', {
    takes: ['text', 'real'],
    returns: 'text',
    run: (text, tolerance) => {
      const lines = readLines(text);
      if (lines === null || !isTolerance(tolerance)) return null;
      const simple = simplifiedLines(uniteLines(lines), tolerance);
      return simple.length === 0 ? null : printShape(linesShape(simple));
    },
  }),
  native('geo_polygon_simplify', {
    takes: ['text', 'real'],
    returns: 'text',
    run: (text, tolerance) => {
      const polygon = readPolygon(text);
      return polygon === null ? null : print(simplifiedPolygons([polygon], tolerance));
    },
  }),
  native('geo_simplify_polygons_array', {
    takes: ['text', 'real'],
    returns: 'text',
    run: (text, tolerance) => {
      const polygons = readAll(text, polygonOf);
      return polygons === null ? null : print(simplifiedPolygons(polygons, tolerance));
    },
  }),
];

function isTolerance(tolerance: number): boolean {
  // S2's greatest snap radius is 70 degrees.
  return tolerance >= 0 && tolerance <= (70 * Math.PI * earthRadius) / 180;
}

function print(polygons: readonly Polygon[] | null): string | null {
  const shape = polygons === null ? null : polygonShape(polygons.flat());
  return shape === null ? null : printShape(shape);
}

function simplifiedLines(lines: readonly Line[], tolerance: number): readonly Line[] {
  if (tolerance === 0) return lines;
  const radius = tolerance / earthRadius;
  const snapped = snapEdges(edgesOf(lines), radius);
  const edges = simplifyChains(snapped, () => 0, radius).toSorted((a, b) => a.source - b.source);
  const chains: number[][] = [];
  for (const { from, to } of edges) {
    const chain = chains.at(-1);
    if (chain !== undefined && chain.at(-1) === from) chain.push(to);
    else chains.push([from, to]);
  }
  return chains.map((chain) => chain.map((site): Vector => snapped.sites[site] ?? [0, 0, 1]));
}

/** Polygons simplified together, so that borders in common stay in common; those that vanish are left out. */
function simplifiedPolygons(polygons: readonly Polygon[], tolerance: number): readonly Polygon[] | null {
  if (!isTolerance(tolerance)) return null;
  if (tolerance === 0) return polygons;
  const radius = tolerance / earthRadius;
  const layers = polygons.flatMap((polygon, layer) => polygonEdges(polygon).map(() => layer));
  const snapped = snapEdges(polygons.flatMap(polygonEdges), radius);
  const edges = simplifyChains(snapped, (source) => layers[source] ?? 0, radius);
  return polygons.map((_, layer) => {
    const own = withoutPairs(edges.filter((edge) => edge.layer === layer));
    return nest(assembleLoops(own, snapped.sites));
  });
}

/** Edges that lie on each other in both directions bound nothing. */
function withoutPairs(edges: readonly ChainEdge[]): readonly ChainEdge[] {
  const open = new Map<string, ChainEdge[]>();
  for (const edge of edges) {
    const opposite = open.get(`${edge.to},${edge.from}`);
    if (opposite !== undefined && opposite.length > 0) opposite.pop();
    else {
      const key = `${edge.from},${edge.to}`;
      open.set(key, [...(open.get(key) ?? []), edge]);
    }
  }
  return [...open.values()].flat();
}
