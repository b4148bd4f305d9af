import { type Bag, type Dynamic, isArray, readDynamic } from '../dynamic.ts';
import { type NativeRow, native } from '../row.ts';
import { collectionShape, linesShape, pointsShape, printShape } from './geojson.ts';
import { clipLines, type Common, intersectLines, touchPolygons, uniteLines } from './line-sets.ts';
import { intersectPolygons, unitePolygons } from './overlay.ts';
import type { Polygon } from './polygon.ts';
import { type Line, linesOf, polygonOf, polygonShape, readLines, readPolygon } from './shapes.ts';

/** What shapes have in common, and shapes together. */
export const geoSetNatives: readonly NativeRow[] = [
  ...pair('2lines', { left: readLines, right: readLines, common: (a, b) => shapesOf(intersectLines(a, b)) }),
  ...pair('line_with_polygon', { left: readLines, right: readPolygon, common: (a, b) => shapesOf(clipLines(a, b)) }),
  ...pair('2polygons', { left: readPolygon, right: readPolygon, common: commonOfPolygons }),
  native('geo_union_lines_array', {
    takes: ['text'],
    returns: 'text',
    run: (text) => {
      const lines = readAll(text, linesOf)?.flat() ?? null;
      return lines === null ? null : printShape(linesShape(uniteLines(lines)));
    },
  }),
  native('geo_union_polygons_array', {
    takes: ['text'],
    returns: 'text',
    run: (text) => {
      const polygons = readAll(text, polygonOf);
      const shape = polygons === null ? null : polygonShape(unitePolygons(polygons));
      return shape === null ? null : printShape(shape);
    },
  }),
];

type Pair<A, B> = {
  readonly left: (text: string) => A | null;
  readonly right: (text: string) => B | null;
  readonly common: (a: A, b: B) => readonly Bag[];
};

/** The two functions of a pair of shapes: what they have in common, and whether that is anything. */
function pair<A, B>(name: string, { left, right, common }: Pair<A, B>): readonly NativeRow[] {
  const find = (a: string, b: string): readonly Bag[] | null => {
    const [first, second] = [left(a), right(b)];
    return first === null || second === null ? null : common(first, second);
  };
  return [
    native(`geo_intersection_${name}`, {
      takes: ['text', 'text'],
      returns: 'text',
      run: (a, b) => {
        const shapes = find(a, b);
        return shapes === null ? null : printShape(collectionShape(shapes));
      },
    }),
    native(`geo_intersects_${name}`, {
      takes: ['text', 'text'],
      returns: 'bool',
      run: (a, b) => {
        const shapes = find(a, b);
        return shapes === null ? null : shapes.length > 0;
      },
    }),
  ];
}

function shapesOf({ points, lines }: Common): readonly Bag[] {
  return [...(points.length === 0 ? [] : [pointsShape(points)]), ...(lines.length === 0 ? [] : [linesShape(lines)])];
}

function commonOfPolygons(a: Polygon, b: Polygon): readonly Bag[] {
  const area = polygonShape(intersectPolygons(a, b));
  return [...shapesOf(touchPolygons(a, b)), ...(area === null ? [] : [area])];
}

/** Every shape of an array; null where it is none or one of them is not valid. */
export function readAll<T extends Polygon | readonly Line[]>(text: string, read: (value: Dynamic) => T | null): readonly T[] | null {
  const value = readDynamic(text);
  if (!isArray(value) || value.length === 0) return null;
  const shapes = value.map(read);
  return shapes.every((shape) => shape !== null) ? shapes : null;
}
