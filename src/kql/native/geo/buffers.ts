import { type NativeRow, native } from '../row.ts';
import { buffered, bufferedLines, bufferedPoint } from './buffer.ts';
import { printShape } from './geojson.ts';
import type { Polygon } from './polygon.ts';
import { polygonShape, readLines, readPolygon } from './shapes.ts';
import { isPlace, toVector } from './vector.ts';

/** Everything within a distance of a shape. */
export const geoBufferNatives: readonly NativeRow[] = [
  native('geo_point_buffer', {
    takes: ['real', 'real', 'real', 'real'],
    returns: 'text',
    run: (longitude, latitude, radius, tolerance) =>
      isPlace(longitude, latitude) ? print(bufferedPoint(toVector([longitude, latitude]), radius, tolerance)) : null,
  }),
  native('geo_line_buffer', {
    takes: ['text', 'real', 'real'],
    returns: 'text',
    run: (text, radius, tolerance) => {
      const lines = readLines(text);
      return lines === null ? null : print(bufferedLines(lines, radius, tolerance));
    },
  }),
  native('geo_polygon_buffer', {
    takes: ['text', 'real', 'real'],
    returns: 'text',
    run: (text, radius, tolerance) => {
      const polygon = readPolygon(text);
      return polygon === null ? null : print(buffered(polygon, radius, tolerance));
    },
  }),
];

function print(polygon: Polygon | null): string | null {
  const shape = polygon === null ? null : polygonShape(polygon);
  return shape === null ? null : printShape(shape);
}
