import { printDynamic } from '../dynamic.ts';
import { type NativeRow, native } from '../row.ts';
import { nearPairs } from './arrangement.ts';
import { distanceToEdges } from './distance.ts';
import { type Edge } from './edges.ts';
import { loadS2 } from './libraries.ts';
import { edgesOf } from './lines.ts';
import { closedEdges, contains, type Polygon, polygonEdges } from './polygon.ts';
import { readLines, readPolygon } from './shapes.ts';
import { isCrossing } from './sign.ts';
import { earthRadius, type Vector } from './vector.ts';

/** Cells of one level that cover shapes. */
export const geoCoveringNatives: readonly NativeRow[] = [
  native('geo_polygon_to_s2cells', {
    takes: ['text', 'int', 'real'],
    returns: 'text',
    run: (text, level, radius) => {
      const polygon = readPolygon(text);
      return polygon === null ? null : covering({ edges: polygonEdges(polygon), polygon }, { level, radius });
    },
  }),
  native('geo_line_to_s2cells', {
    takes: ['text', 'int', 'real'],
    returns: 'text',
    run: (text, level, radius) => {
      const lines = readLines(text);
      return lines === null ? null : covering({ edges: edgesOf(lines), polygon: [] }, { level, radius });
    },
  }),
];

type Covered = { readonly edges: readonly Edge[]; readonly polygon: Polygon };

const maxCells = 65_536;

/** The tokens of the cells that meet a shape, or lie within a distance of it; null where they are too many. */
function covering(shape: Covered, { level, radius }: { readonly level: number; readonly radius: number }): string | null {
  if (level < 0 || level > 30 || !(radius >= 0)) return null;
  const { cellid } = loadS2().s2;
  let border = [0, 1, 2, 3, 4, 5].map((face) => cellid.fromFace(face));
  const inside: bigint[] = [];
  let insideCount = 0;
  for (let depth = 0; ; depth += 1) {
    const met = border.map((id) => ({ id, place: placeOf(id, shape, radius / earthRadius) }));
    for (const { id, place } of met) {
      if (place !== 'inside') continue;
      inside.push(id);
      insideCount += 4 ** (level - depth);
    }
    border = met.flatMap(({ id, place }) => (place === 'border' ? [id] : []));
    // Each cell at the border has at least one of the wanted level in it.
    if (border.length + insideCount > maxCells) return null;
    if (depth === level) break;
    border = border.flatMap((id) => cellid.children(id));
  }
  const cells = [...inside.flatMap((id) => descendants(id, level)), ...border];
  return printDynamic(cells.toSorted((a, b) => (a < b ? -1 : 1)).map(cellid.toToken));
}

function descendants(id: bigint, level: number): readonly bigint[] {
  const { cellid } = loadS2().s2;
  return cellid.level(id) === level ? [id] : cellid.children(id).flatMap((child) => descendants(child, level));
}

function placeOf(id: bigint, { edges, polygon }: Covered, angle: number): 'inside' | 'border' | 'outside' {
  const { s2 } = loadS2();
  const cell = s2.Cell.fromCellID(id);
  const center = cell.center();
  if (polygon.some(({ loop }) => loop.intersectsCell(cell) && !loop.containsCell(cell))) return 'border';
  if (contains(polygon, [center.x, center.y, center.z])) return 'inside';
  const corners = [0, 1, 2, 3].map((corner): Vector => {
    const { x, y, z } = cell.vertex(corner);
    return [x, y, z];
  });
  const sides = closedEdges(corners);
  const isMet = edges.some(([from, to]) => [from, to].some((end) => cell.containsPoint(new s2.Point(...end)))) || crosses(edges, sides);
  if (isMet) return 'border';
  const isNear =
    angle > 0 &&
    (corners.some((corner) => distanceToEdges(corner, edges) <= angle) ||
      edges.some((edge) => edge.some((end) => distanceToEdges(end, sides) <= angle)));
  return isNear ? 'border' : 'outside';
}

function crosses(edges: readonly Edge[], sides: readonly Edge[]): boolean {
  return nearPairs([...edges, ...sides]).some(([first, second]) => {
    if (first >= edges.length || second < edges.length) return false;
    const [edge, side] = [edges[first], sides[second - edges.length]];
    return edge !== undefined && side !== undefined && isCrossing(edge, side);
  });
}
