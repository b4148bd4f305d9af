import { arrange, type LayerEdge, type Piece } from './arrangement.ts';
import { type Border, windingsOf } from './winding.ts';
import { referenceOf } from './overlay.ts';
import { closedEdges, layerEdges, type Polygon } from './polygon.ts';
import type { Line } from './shapes.ts';
import type { Vector } from './vector.ts';

/** What two shapes have in common, by dimension. */
export type Common = { readonly points: readonly Vector[]; readonly lines: readonly Line[] };

function lineEdges(lines: readonly Line[], layer: number): readonly LayerEdge[] {
  return lines.flatMap((line) =>
    closedEdges(line)
      .slice(0, -1)
      .map((edge) => ({ edge, layer })),
  );
}

/** All lines as one: what several share is there once. */
export function uniteLines(lines: readonly Line[]): readonly Line[] {
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return lines;
  const { vertices, pieces } = arrange(lineEdges(lines, 0));
  const seen = new Set<string>();
  const once = pieces.filter((piece) => (seen.has(keyOf(piece)) ? false : (seen.add(keyOf(piece)), true)));
  return chained(once, vertices);
}

/** Where two lines run together, and where they only meet. */
export function intersectLines(a: readonly Line[], b: readonly Line[]): Common {
  const { vertices, pieces } = arrange([...lineEdges(a, 0), ...lineEdges(b, 1)]);
  const inB = new Set(pieces.filter(({ layer }) => layer === 1).map(keyOf));
  const shared = pieces.filter((piece) => piece.layer === 0 && inB.has(keyOf(piece)));
  return { points: meetings(pieces, shared).map((vertex) => vertices[vertex] ?? [0, 0, 1]), lines: chained(shared, vertices) };
}

/** The parts of lines that lie in a polygon or on its border, and the points where they only touch it. */
export function clipLines(lines: readonly Line[], polygon: Polygon): Common {
  const arrangement = arrange([...lineEdges(lines, 0), ...layerEdges(polygon, 1)]);
  const { vertices, pieces } = arrangement;
  // A line does not bound anything: as a layer of its own it winds about nothing that is asked here.
  const { point, windings } = referenceOf([polygon]);
  const borders = windingsOf(arrangement, { point, windings: [0, ...windings] });
  const inside = borders.filter(({ left, right }) => (left[1] ?? 0) > 0 || (right[1] ?? 0) > 0);
  const kept = new Set(inside.flatMap((border) => border.pieces));
  const parts = pieces.filter((piece) => piece.layer === 0 && kept.has(piece));
  return { points: meetings(pieces, parts).map((vertex) => vertices[vertex] ?? [0, 0, 1]), lines: chained(parts, vertices) };
}

/** Where the borders of two polygons run together or meet without an area in common. */
export function touchPolygons(a: Polygon, b: Polygon): Common {
  const arrangement = arrange([...layerEdges(a, 0), ...layerEdges(b, 1)]);
  const { vertices, pieces } = arrangement;
  const borders = windingsOf(arrangement, referenceOf([a, b]));
  const hasArea = ({ left, right }: Border): boolean => left.every((winding) => winding > 0) || right.every((winding) => winding > 0);
  const isShared = ({ pieces: members }: Border): boolean => new Set(members.map(({ layer }) => layer)).size === 2;
  const shared = new Set(borders.filter((border) => isShared(border) && !hasArea(border)).flatMap((border) => border.pieces));
  const lines = pieces.filter((piece) => piece.layer === 0 && shared.has(piece));
  const inArea = borders.filter(hasArea).flatMap((border) => border.pieces);
  return {
    points: meetings(pieces, [...lines, ...inArea]).map((vertex) => vertices[vertex] ?? [0, 0, 1]),
    lines: chained(lines, vertices),
  };
}

function keyOf({ from, to }: Piece): string {
  return `${Math.min(from, to)},${Math.max(from, to)}`;
}

/** Vertices on both layers that no kept piece ends at. */
function meetings(pieces: readonly Piece[], kept: readonly Piece[]): readonly number[] {
  const known = new Set(kept.flatMap(({ from, to }) => [from, to]));
  const [first, second] = [0, 1].map(
    (wanted) => new Set(pieces.filter(({ layer }) => layer === wanted).flatMap(({ from, to }) => [from, to])),
  );
  return [...(first ?? [])].filter((vertex) => second?.has(vertex) === true && !known.has(vertex));
}

/** Pieces that follow each other become one line. */
function chained(pieces: readonly Piece[], vertices: readonly Vector[]): readonly Line[] {
  const chains: number[][] = [];
  for (const { from, to } of pieces) {
    const chain = chains.at(-1);
    if (chain !== undefined && chain.at(-1) === from) chain.push(to);
    else chains.push([from, to]);
  }
  return chains.map((chain) => chain.map((vertex) => vertices[vertex] ?? [0, 0, 1]));
}
