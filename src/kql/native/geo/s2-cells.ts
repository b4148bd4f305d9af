import { printDynamic } from '../dynamic.ts';
import { type NativeRow, native } from '../row.ts';
import { pointShape, printShape, ringsShape } from './geojson.ts';
import { loadS2 } from './libraries.ts';
import { isPlace, toPlace, toVector, type Vector } from './vector.ts';

/** Cells of S2 by their tokens. */
export const s2CellNatives: readonly NativeRow[] = [
  native('geo_point_to_s2cell', {
    takes: ['real', 'real', 'int'],
    returns: 'text',
    run: (longitude, latitude, level) => {
      if (!isPlace(longitude, latitude) || level < 0 || level > 30) return null;
      const { s2 } = loadS2();
      const leaf = s2.cellid.fromPoint(new s2.Point(...toVector([longitude, latitude])));
      return s2.cellid.toToken(s2.cellid.parent(leaf, level));
    },
  }),
  native('geo_s2cell_to_central_point', {
    takes: ['text'],
    returns: 'text',
    run: (token) => {
      const id = readToken(token);
      return id === null ? null : printShape(pointShape(toPlace(vectorOf(loadS2().s2.cellid.point(id)))));
    },
  }),
  native('geo_s2cell_to_polygon', {
    takes: ['text'],
    returns: 'text',
    run: (token) => {
      const id = readToken(token);
      if (id === null) return null;
      const cell = loadS2().s2.Cell.fromCellID(id);
      return printShape(ringsShape([[[0, 1, 2, 3, 0].map((corner) => toPlace(vectorOf(cell.vertex(corner))))]]));
    },
  }),
  native('geo_s2cell_neighbors', {
    takes: ['text'],
    returns: 'text',
    run: (token) => {
      const id = readToken(token);
      if (id === null) return null;
      const { cellid } = loadS2().s2;
      const found = new Set(cellid.allNeighbors(id, cellid.level(id)).map(cellid.toToken));
      return printDynamic([...found]);
    },
  }),
];

function vectorOf({ x, y, z }: { readonly x: number; readonly y: number; readonly z: number }): Vector {
  return [x, y, z];
}

function readToken(token: string): bigint | null {
  if (!/^[0-9a-fA-F]{1,16}$/.test(token)) return null;
  const id = BigInt(`0x${token.padEnd(16, '0')}`);
  return loadS2().s2.cellid.valid(id) ? id : null;
}
