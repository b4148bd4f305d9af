import { type Bag, type Dynamic, isArray, isBag, printDynamic, readDynamic } from '../dynamic.ts';
import { isPlace, type Place, toPlace, type Vector } from './vector.ts';

/** Rings of each polygon, as they are written. */
export type PolygonPlaces = readonly (readonly (readonly Place[])[])[];

/** The lines of a LineString or MultiLineString; null for anything else. RFC 7946 §3.1. */
export function readLinePlaces(value: Dynamic): readonly (readonly Place[])[] | null {
  const [type, coordinates] = [field(value, 'type'), field(value, 'coordinates')];
  if (type === 'LineString') return all([coordinates ?? null], readPlaces);
  return type === 'MultiLineString' && isArray(coordinates ?? null) ? all(coordinates ?? null, readPlaces) : null;
}

/** The rings of a Polygon or MultiPolygon; null for anything else. RFC 7946 §3.1. */
export function readPolygonPlaces(value: Dynamic): PolygonPlaces | null {
  const [type, coordinates] = [field(value, 'type'), field(value, 'coordinates')];
  const rings = (item: Dynamic): readonly (readonly Place[])[] | null => all(item, readPlaces);
  if (type === 'Polygon') return all([coordinates ?? null], rings);
  return type === 'MultiPolygon' ? all(coordinates ?? null, rings) : null;
}

/** A dynamic's text as a shape's value. */
export function readShape(text: string): Dynamic {
  return readDynamic(text);
}

function field(value: Dynamic, name: string): Dynamic | undefined {
  return isBag(value) ? value.get(name) : undefined;
}

function readPlaces(value: Dynamic): readonly Place[] | null {
  return all(value, readPlace);
}

function readPlace(value: Dynamic): Place | null {
  if (!isArray(value) || value.length < 2) return null;
  const [longitude, latitude] = [Number(value[0]), Number(value[1])];
  const areNumbers = [value[0], value[1]].every((item) => typeof item === 'number' || typeof item === 'bigint');
  return areNumbers && isPlace(longitude, latitude) ? [longitude, latitude] : null;
}

function all<T>(value: Dynamic, read: (item: Dynamic) => T | null): readonly T[] | null {
  if (!isArray(value) || value.length === 0) return null;
  const found: T[] = [];
  for (const item of value) {
    const one = read(item);
    if (one === null) return null;
    found.push(one);
  }
  return found;
}

function shape(type: string, coordinates: Dynamic): Bag {
  return new Map<string, Dynamic>([
    ['type', type],
    ['coordinates', coordinates],
  ]);
}

/** A shape as text. */
export function printShape(value: Bag): string {
  return printDynamic(value);
}

export function pointShape(place: Place): Bag {
  return shape('Point', place);
}

/** One or many, as GeoJSON names them. */
function oneOrMany<T extends Dynamic>(type: string, items: readonly T[]): Bag {
  const [first] = items;
  return items.length === 1 && first !== undefined ? shape(type, first) : shape(`Multi${type}`, items);
}

export function pointsShape(points: readonly Vector[]): Bag {
  return oneOrMany('Point', points.map(toPlace));
}

export function linesShape(lines: readonly (readonly Vector[])[]): Bag {
  return oneOrMany(
    'LineString',
    lines.map((line) => line.map(toPlace)),
  );
}

/** Polygons of closed rings. */
export function ringsShape(polygons: readonly (readonly (readonly Place[])[])[]): Bag {
  return oneOrMany('Polygon', polygons);
}

/** Shapes of several kinds; one alone stands for itself, none is an empty collection. */
export function collectionShape(shapes: readonly Bag[]): Bag {
  const [first] = shapes;
  if (shapes.length === 1 && first !== undefined) return first;
  return new Map<string, Dynamic>([
    ['type', 'GeometryCollection'],
    ['geometries', shapes],
  ]);
}
