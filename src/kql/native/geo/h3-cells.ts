import { printDynamic } from '../dynamic.ts';
import { type NativeRow, native } from '../row.ts';
import { readPolygonPlaces, pointShape, printShape, readShape, ringsShape } from './geojson.ts';
import { loadH3 } from './libraries.ts';
import { buffered, defaultTolerance } from './buffer.ts';
import { areaOf } from './polygons.ts';
import { polygonShape, readPolygon } from './shapes.ts';
import { isPlace } from './vector.ts';

/** Cells of H3 by their tokens. */
export const h3CellNatives: readonly NativeRow[] = [
  native('geo_point_to_h3cell', {
    takes: ['real', 'real', 'int'],
    returns: 'text',
    run: (longitude, latitude, resolution) =>
      isPlace(longitude, latitude) && isResolution(resolution) ? loadH3().latLngToCell(latitude, longitude, resolution) : null,
  }),
  native('geo_h3cell_to_central_point', {
    takes: ['text'],
    returns: 'text',
    run: (cell) => {
      if (!isCell(cell)) return null;
      const [latitude, longitude] = loadH3().cellToLatLng(cell);
      return printShape(pointShape([longitude, latitude]));
    },
  }),
  native('geo_h3cell_to_polygon', {
    takes: ['text'],
    returns: 'text',
    run: (cell) => {
      if (!isCell(cell)) return null;
      // With `true` the ring is closed and its places have the longitude first.
      const ring = loadH3().cellToBoundary(cell, true);
      return printShape(ringsShape([[ring]]));
    },
  }),
  native('geo_h3cell_level', { takes: ['text'], returns: 'int', run: (cell) => (isCell(cell) ? loadH3().getResolution(cell) : null) }),
  native('geo_h3cell_parent', {
    takes: ['text', 'int'],
    returns: 'text',
    run: (cell, resolution) => {
      if (!isCell(cell)) return null;
      const own = loadH3().getResolution(cell);
      const wanted = resolution === oneStep ? own - 1 : resolution;
      return wanted >= 0 && wanted < own ? loadH3().cellToParent(cell, wanted) : null;
    },
  }),
  native('geo_h3cell_children', {
    takes: ['text', 'int'],
    returns: 'text',
    run: (cell, resolution) => {
      if (!isCell(cell)) return null;
      const own = loadH3().getResolution(cell);
      const wanted = resolution === oneStep ? own + 1 : resolution;
      const isAllowed = wanted > own && isResolution(wanted) && wanted - own <= maxSteps;
      return isAllowed ? printDynamic(loadH3().cellToChildren(cell, wanted)) : null;
    },
  }),
  native('geo_h3cell_neighbors', {
    takes: ['text'],
    returns: 'text',
    run: (cell) =>
      isCell(cell)
        ? printDynamic(
            loadH3()
              .gridDisk(cell, 1)
              .filter((other) => other !== cell),
          )
        : null,
  }),
  native('geo_h3cell_rings', {
    takes: ['text', 'int'],
    returns: 'text',
    run: (cell, distance) =>
      isCell(cell) && distance >= 0 && distance <= maxDistance ? printDynamic(loadH3().gridDiskDistances(cell, distance)) : null,
  }),
  native('geo_polygon_to_h3cells', { takes: ['text', 'int', 'real'], returns: 'text', run: polygonCells }),
];

/** Stands for a resolution that is left out. */
const oneStep = -1000;
const maxSteps = 5;
const maxDistance = 142;
const maxCells = 61_680;

function isCell(cell: string): boolean {
  return /^[0-9a-f]{1,16}$/i.test(cell) && loadH3().isValidCell(cell);
}

function isResolution(resolution: number): boolean {
  return resolution >= 0 && resolution <= 15;
}

/** The cells whose centers lie in a polygon with straight edges. */
function polygonCells(text: string, resolution: number, radius: number): string | null {
  const polygon = readPolygon(text);
  if (polygon === null || !isResolution(resolution) || !(radius >= 0)) return null;
  const cellArea = loadH3().getHexagonAreaAvg(resolution, 'm2');
  // Far fewer than these would be too many already; they are not made first.
  if (areaOf(polygon) / cellArea > 4 * maxCells) return null;
  const shape = radius === 0 ? readShape(text) : polygonShape(buffered(polygon, radius, defaultTolerance) ?? []);
  const cells = new Set<string>();
  for (const rings of readPolygonPlaces(shape) ?? []) {
    const places = rings.map((ring) => ring.map(([longitude, latitude]) => [longitude, latitude]));
    for (const cell of loadH3().polygonToCells(places, resolution, true)) cells.add(cell);
  }
  return cells.size > maxCells ? null : printDynamic([...cells]);
}
