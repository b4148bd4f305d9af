import type { Bag, Dynamic } from '../dynamic.ts';
import { readLinePlaces, readPolygonPlaces, readShape, ringsShape } from './geojson.ts';
import { unitePolygons } from './overlay.ts';
import { orientedPoints, type Polygon, polygonOfPlaces } from './polygon.ts';
import { dot, type Place, same, toPlace, toVector, type Vector } from './vector.ts';

export type Line = readonly Vector[];

/** The lines of a dynamic's text; null where one is no line. */
export const readLines = remembering((text: string) => linesOf(readShape(text)));

/** The polygon of a dynamic's text, several as their union; null where one is none. */
export const readPolygon = remembering((text: string) => polygonOf(readShape(text)));

export function linesOf(value: Dynamic): readonly Line[] | null {
  const lines = readLinePlaces(value)?.map((places) => places.map(toVector)) ?? null;
  return lines !== null && lines.every(isLine) ? lines : null;
}

export function polygonOf(value: Dynamic): Polygon | null {
  const polygons = readPolygonPlaces(value)?.map(polygonOfPlaces) ?? null;
  return polygons !== null && polygons.every((polygon) => polygon !== null) ? unitePolygons(polygons) : null;
}

function isLine(points: Line): boolean {
  return (
    points.length >= 2 &&
    points.slice(1).every((point, index) => {
      const before = points[index] ?? point;
      return !same(before, point) && dot(before, point) > -1 + 1e-15;
    })
  );
}

/** A polygon's rings, closed; each shell with its holes is one polygon. Null where there is none. */
export function polygonShape(polygon: Polygon): Bag | null {
  const groups: (readonly Place[])[][] = [];
  for (const ring of polygon) {
    const places = orientedPoints(ring).map(toPlace);
    const closed = [...places, ...places.slice(0, 1)];
    if (ring.depth % 2 === 0) groups.push([closed]);
    else groups.at(-1)?.push(closed);
  }
  return groups.length === 0 ? null : ringsShape(groups);
}

/** How much text of shapes is remembered by each reader. */
const rememberedLength = 4_000_000;

/** Shapes repeat from row to row, written in the query or in the table of a lookup: those used last are kept. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  let length = 0;
  return (text) => {
    const known = kept.get(text);
    const value = known === undefined ? read(text) : known;
    if (known === undefined) length += text.length;
    // Taken out and put in again, so that the first key is the one that was not used for longest.
    kept.delete(text);
    kept.set(text, value);
    for (const oldest of kept.keys()) {
      if (length <= rememberedLength || oldest === text) break;
      kept.delete(oldest);
      length -= oldest.length;
    }
    return value;
  };
}
