import { arrange, type LayerEdge } from './arrangement.ts';
import { assembleLoops, type ResultEdge } from './loops.ts';
import { contains, layerEdges, nest, type Polygon } from './polygon.ts';
import { type Border, type Reference, referencePoint, type Windings, windingsOf } from './winding.ts';

/** The polygon of all points whose winding numbers meet a condition. */
export function polygonWhere(
  edges: readonly LayerEdge[],
  { reference, isInside }: { readonly reference: Reference; readonly isInside: (windings: Windings) => boolean },
): Polygon {
  const arrangement = arrange(edges);
  const borders = windingsOf(arrangement, reference);
  const result = borders.flatMap((border): readonly ResultEdge[] => {
    const [left, right] = [isInside(border.left), isInside(border.right)];
    if (left === right) return [];
    const [from, to] = left ? [border.low, border.high] : [border.high, border.low];
    return [{ from, to, source: sourceOf(border, from) }];
  });
  return nest(assembleLoops(result, arrangement.vertices));
}

/** The first of the edges that run this way along a border. */
function sourceOf({ pieces }: Border, from: number): number {
  return pieces.reduce((first, piece) => (piece.from === from ? Math.min(first, piece.source) : first), Number.MAX_SAFE_INTEGER);
}

/** The winding of two polygons about the reference point. */
export function referenceOf(polygons: readonly Polygon[]): Reference {
  return { point: referencePoint, windings: polygons.map((polygon) => (contains(polygon, referencePoint) ? 1 : 0)) };
}

export function intersectPolygons(a: Polygon, b: Polygon): Polygon {
  return polygonWhere([...layerEdges(a, 0), ...layerEdges(b, 1)], {
    reference: referenceOf([a, b]),
    isInside: (windings) => windings.every((winding) => winding > 0),
  });
}

function unitePair(a: Polygon, b: Polygon): Polygon {
  return polygonWhere([...layerEdges(a, 0), ...layerEdges(b, 1)], {
    reference: referenceOf([a, b]),
    isInside: (windings) => windings.some((winding) => winding > 0),
  });
}

/** The union of many polygons: the two with the fewest vertices first, as S2 does, which decides the order of vertices. */
export function unitePolygons(polygons: readonly Polygon[]): Polygon {
  let queue = polygons.map((polygon) => ({ polygon, size: sizeOf(polygon) })).toSorted((a, b) => a.size - b.size);
  for (;;) {
    const [first, second, ...rest] = queue;
    if (first === undefined) return [];
    if (second === undefined) return first.polygon;
    const united = { polygon: unitePair(first.polygon, second.polygon), size: first.size + second.size };
    const place = rest.findIndex(({ size }) => size > united.size);
    queue = place === -1 ? [...rest, united] : [...rest.slice(0, place), united, ...rest.slice(place)];
  }
}

function sizeOf(polygon: Polygon): number {
  return polygon.reduce((sum, { points }) => sum + points.length, 0);
}
