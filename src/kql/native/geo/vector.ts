import { arcTangent, sineAndCosine } from './trigonometry.ts';

/** A point of the unit sphere. */
export type Vector = readonly [x: number, y: number, z: number];

/** A place in degrees, longitude first as in GeoJSON. */
export type Place = readonly [longitude: number, latitude: number];

/** The mean radius by which Kusto's engine, like S2, turns angles into meters. */
export const earthRadius = 6_371_010;

export function isPlace(longitude: number, latitude: number): boolean {
  return longitude >= -180 && longitude <= 180 && latitude >= -90 && latitude <= 90;
}

export function toVector([longitude, latitude]: Place): Vector {
  const [height, cosine] = sineAndCosine((Math.PI / 180) * latitude);
  const [east, front] = sineAndCosine((Math.PI / 180) * longitude);
  return [front * cosine, east * cosine, height];
}

export function toPlace([x, y, z]: Vector): Place {
  const degrees = 180 / Math.PI;
  return [degrees * arcTangent(y, x), degrees * arcTangent(z, Math.sqrt(x * x + y * y))];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function scale(a: Vector, by: number): Vector {
  return [a[0] * by, a[1] * by, a[2] * by];
}

export function norm(a: Vector): number {
  return Math.sqrt(dot(a, a));
}

export function normalize(a: Vector): Vector {
  const length = norm(a);
  return length === 0 ? a : scale(a, 1 / length);
}

export function same(a: Vector, b: Vector): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

/** The normal of the great circle through two points; the sum and difference keep digits where they are close. */
export function normalOf(a: Vector, b: Vector): Vector {
  const normal = cross(subtract(a, b), add(a, b));
  return norm(normal) > 0 ? scale(normal, 0.5) : orthogonal(a);
}

/** The angle between two points in radians. */
export function angleBetween(a: Vector, b: Vector): number {
  return Math.atan2(norm(normalOf(a, b)) * (same(a, b) ? 0 : 1), dot(a, b));
}

/** Some unit vector at a right angle, the one that S2 takes: the circles of buffers start there. */
export function orthogonal(a: Vector): Vector {
  const sizes = a.map(Math.abs);
  const [x = 0, y = 0, z = 0] = sizes;
  const largest = x > y ? (x > z ? 0 : 2) : y > z ? 1 : 2;
  const other: [number, number, number] = [0.012, 0.0053, 0.00457];
  other[(largest + 2) % 3] = 1;
  return normalize(cross(a, other));
}
