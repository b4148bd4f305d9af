import type { Position } from 'betterknown';
import type { Bag, Dynamic } from '../dynamic.ts';
import { loadWkt } from './libraries.ts';

type Geometry = NonNullable<ReturnType<ReturnType<typeof loadWkt>['wktToGeoJSON']>>;

/** A shape written as well-known text; null where it is none, or one of a kind that GeoJSON does not have. OGC 06-103r4 §7. */
export function readWkt(text: string): Bag | null {
  if (!text.trimEnd().endsWith(')')) return null;
  let geometry: Geometry | null;
  try {
    geometry = loadWkt().wktToGeoJSON(text);
  } catch {
    return null;
  }
  return geometry === null ? null : toBag(geometry);
}

function toBag(geometry: Geometry): Bag | null {
  if (geometry.type === 'GeometryCollection') {
    const shapes = geometry.geometries.map(toBag);
    return shapes.every((shape) => shape !== null) ? bag(geometry.type, 'geometries', shapes) : null;
  }
  return isEmpty(geometry.coordinates) ? null : bag(geometry.type, 'coordinates', toReals(geometry.coordinates));
}

type Nested = Position | readonly Nested[];

function toReals(value: Nested | number): Dynamic {
  return typeof value === 'number' ? value : value.map(toReals);
}

function isEmpty(value: Nested): boolean {
  return value.length === 0;
}

function bag(type: string, name: string, value: Dynamic): Bag {
  return new Map<string, Dynamic>([
    ['type', type],
    [name, value],
  ]);
}
