import { type NativeRow, native } from '../row.ts';
import { distanceToEdges, nearestOf } from './distance.ts';
import { pointShape, printShape } from './geojson.ts';
import { lengthOf, printPoint } from './lines.ts';
import { contains, type Polygon, polygonEdges } from './polygon.ts';
import { readPolygon } from './shapes.ts';
import { add, earthRadius, isPlace, normalize, scale, toVector, type Vector } from './vector.ts';

/** What can be asked of polygons. Several polygons count as their union. */
export const geoPolygonNatives: readonly NativeRow[] = [
  native('geo_polygon_area', {
    takes: ['text'],
    returns: 'real',
    run: (text) => {
      const polygon = readPolygon(text);
      return polygon === null ? null : areaOf(polygon);
    },
  }),
  native('geo_polygon_perimeter', {
    takes: ['text'],
    returns: 'real',
    run: (text) => {
      const polygon = readPolygon(text);
      return polygon === null ? null : lengthOf(polygonEdges(polygon));
    },
  }),
  native('geo_polygon_centroid', {
    takes: ['text'],
    returns: 'text',
    run: (text) => {
      const polygon = readPolygon(text);
      return polygon === null ? null : printPoint(centroid(polygon));
    },
  }),
  native('geo_point_in_polygon', {
    takes: ['real', 'real', 'text'],
    returns: 'bool',
    run: (longitude, latitude, text) => {
      const polygon = readPolygon(text);
      return polygon === null || !isPlace(longitude, latitude) ? null : contains(polygon, toVector([longitude, latitude]));
    },
  }),
  native('geo_distance_point_to_polygon', {
    takes: ['real', 'real', 'text'],
    returns: 'real',
    run: (longitude, latitude, text) => {
      const polygon = readPolygon(text);
      if (polygon === null || !isPlace(longitude, latitude)) return null;
      const point = toVector([longitude, latitude]);
      return contains(polygon, point) ? 0 : distanceToEdges(point, polygonEdges(polygon)) * earthRadius;
    },
  }),
  native('geo_closest_point_on_polygon', {
    takes: ['real', 'real', 'text'],
    returns: 'text',
    run: (longitude, latitude, text) => {
      const polygon = readPolygon(text);
      if (polygon === null || !isPlace(longitude, latitude)) return null;
      const point = toVector([longitude, latitude]);
      return contains(polygon, point)
        ? printShape(pointShape([longitude, latitude]))
        : printPoint(nearestOf(point, polygonEdges(polygon)).nearest);
    },
  }),
];

/** The area in square meters. */
export function areaOf(polygon: Polygon): number {
  return signed(polygon).reduce((sum, { ring, by }) => sum + by * ring.loop.area(), 0) * earthRadius ** 2;
}

/** Rings with what they add or, as holes, take away. */
function signed(polygon: Polygon): readonly { readonly ring: Polygon[number]; readonly by: 1 | -1 }[] {
  return polygon.map((ring) => ({ ring, by: ring.depth % 2 === 0 ? 1 : -1 }));
}

function centroid(polygon: Polygon): Vector {
  const parts = signed(polygon).map(({ ring, by }): Vector => {
    const { x, y, z } = ring.loop.centroid();
    return scale([x, y, z], by);
  });
  return normalize(parts.reduce(add));
}
