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
  let cells = [0, 1, 2, 3, 4, 5].map((face) => cellid.fromFace(face)).filter((id) => meets(id, shape, radius / earthRadius));
  for (let depth = 0; depth < level; depth += 1) {
    cells = cells.flatMap((id) => cellid.children(id)).filter((id) => meets(id, shape, radius / earthRadius));
    // Each of these has at least one cell of the wanted level in it.
    if (cells.length > maxCells) return null;
  }
  return printDynamic(cells.map(cellid.toToken));
}

function meets(id: bigint, { edges, polygon }: Covered, angle: number): boolean {
  const { s2 } = loadS2();
  const cell = s2.Cell.fromCellID(id);
  const center = cell.center();
  const isBorder = polygon.some(({ loop }) => loop.intersectsCell(cell) && !loop.containsCell(cell));
  if (isBorder || contains(polygon, [center.x, center.y, center.z])) return true;
  const corners = [0, 1, 2, 3].map((corner): Vector => {
    const { x, y, z } = cell.vertex(corner);
    return [x, y, z];
  });
  const sides = closedEdges(corners);
  if (edges.some(([from]) => cell.containsPoint(new s2.Point(...from)))) return true;
  if (polygon.length === 0 && crosses(edges, sides)) return true;
  if (angle === 0) return false;
  return (
    corners.some((corner) => distanceToEdges(corner, edges) <= angle) ||
    edges.some(([from]) => distanceToEdges(from, sides) <= angle) ||
    crosses(edges, sides)
  );
}

function crosses(edges: readonly Edge[], sides: readonly Edge[]): boolean {
  return nearPairs([...edges, ...sides]).some(([first, second]) => {
    if (first >= edges.length || second < edges.length) return false;
    const [edge, side] = [edges[first], sides[second - edges.length]];
    return edge !== undefined && side !== undefined && isCrossing(edge, side);
  });
}
