import { printDynamic } from '../dynamic.ts';
import { type NativeRow, native } from '../row.ts';
import { spheroidDistance } from './spheroid.ts';
import { angleBetween, dot, earthRadius, isPlace, type Place, same, toVector } from './vector.ts';
import { readWkt } from './wkt.ts';

/** Distances and directions between points. */
export const geoPointNatives: readonly NativeRow[] = [
  native('geo_distance_2points', { takes: ['real', 'real', 'real', 'real', 'bool'], returns: 'real', run: distance }),
  native('geo_azimuth', {
    takes: ['real', 'real', 'real', 'real'],
    returns: 'real',
    run: (fromLongitude, fromLatitude, toLongitude, toLatitude) => azimuth([fromLongitude, fromLatitude], [toLongitude, toLatitude]),
  }),
  native('geo_angle', {
    takes: ['real', 'real', 'real', 'real', 'real', 'real'],
    returns: 'real',
    run: (x1, y1, x2, y2, x3, y3) => {
      const [back, forth] = [azimuth([x2, y2], [x1, y1]), azimuth([x2, y2], [x3, y3])];
      return back === null || forth === null ? null : fullTurn(forth - back);
    },
  }),
  native('geo_point_in_circle', {
    takes: ['real', 'real', 'real', 'real', 'real'],
    returns: 'bool',
    run: (longitude, latitude, centerLongitude, centerLatitude, radius) => {
      if (!isPlace(longitude, latitude) || !isPlace(centerLongitude, centerLatitude) || !(radius > 0)) return null;
      return angleBetween(toVector([longitude, latitude]), toVector([centerLongitude, centerLatitude])) * earthRadius <= radius;
    },
  }),
  native('geo_from_wkt', {
    takes: ['text'],
    returns: 'text',
    run: (text) => {
      const shape = readWkt(text);
      return shape === null ? null : printDynamic(shape);
    },
  }),
];

function distance(
  fromLongitude: number,
  fromLatitude: number,
  toLongitude: number,
  toLatitude: number,
  onSpheroid: boolean,
): number | null {
  if (!isPlace(fromLongitude, fromLatitude) || !isPlace(toLongitude, toLatitude)) return null;
  const [from, to]: [Place, Place] = [
    [fromLongitude, fromLatitude],
    [toLongitude, toLatitude],
  ];
  return onSpheroid ? spheroidDistance(from, to) : angleBetween(toVector(from), toVector(to)) * earthRadius;
}

/** The direction from one place to another, clockwise from north. */
function azimuth(from: Place, to: Place): number | null {
  if (!isPlace(...from) || !isPlace(...to)) return null;
  const [a, b] = [toVector(from), toVector(to)];
  if (same(a, b) || dot(a, b) <= -1 + 1e-15) return null;
  const radians = Math.PI / 180;
  const turn = (to[0] - from[0]) * radians;
  const [start, end] = [from[1] * radians, to[1] * radians];
  const east = Math.sin(turn) * Math.cos(end);
  const north = Math.cos(start) * Math.sin(end) - Math.sin(start) * Math.cos(end) * Math.cos(turn);
  return fullTurn(Math.atan2(east, north));
}

function fullTurn(angle: number): number {
  return angle < 0 ? angle + 2 * Math.PI : angle;
}
