import { printDynamic } from '../dynamic.ts';
import { type NativeRow, native } from '../row.ts';
import { pointShape, printShape, ringsShape } from './geojson.ts';
import { isPlace } from './vector.ts';

/** Geohashes: the world halved in turn by longitude and latitude, five bits a letter (G. Niemeyer, geohash.org, 2008). */
export const geohashNatives: readonly NativeRow[] = [
  native('geo_point_to_geohash', {
    takes: ['real', 'real', 'int'],
    returns: 'text',
    run: (longitude, latitude, accuracy) =>
      isPlace(longitude, latitude) && accuracy >= 1 && accuracy <= maxLength ? encode(longitude, latitude, accuracy) : null,
  }),
  native('geo_geohash_to_central_point', {
    takes: ['text'],
    returns: 'text',
    run: (geohash) => {
      const box = decode(geohash);
      return box === null ? null : printShape(pointShape([(box.west + box.east) / 2, (box.south + box.north) / 2]));
    },
  }),
  native('geo_geohash_to_polygon', {
    takes: ['text'],
    returns: 'text',
    run: (geohash) => {
      const box = decode(geohash);
      if (box === null) return null;
      const { west, south, east, north } = box;
      const ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ] as const;
      return printShape(ringsShape([[ring]]));
    },
  }),
  native('geo_geohash_neighbors', { takes: ['text'], returns: 'text', run: neighbors }),
];

const letters = '0123456789bcdefghjkmnpqrstuvwxyz';
const maxLength = 18;

type Box = { readonly west: number; readonly south: number; readonly east: number; readonly north: number };

function encode(longitude: number, latitude: number, length: number): string {
  let [west, east, south, north] = [-180, 180, -90, 90];
  let text = '';
  let code = 0;
  for (let bit = 0; bit < length * 5; bit += 1) {
    const isLongitude = bit % 2 === 0;
    const middle = isLongitude ? (west + east) / 2 : (south + north) / 2;
    const isUpper = (isLongitude ? longitude : latitude) >= middle;
    if (isLongitude) [west, east] = isUpper ? [middle, east] : [west, middle];
    else [south, north] = isUpper ? [middle, north] : [south, middle];
    code = code * 2 + (isUpper ? 1 : 0);
    if (bit % 5 < 4) continue;
    text += letters[code] ?? '';
    code = 0;
  }
  return text;
}

function decode(geohash: string): Box | null {
  if (geohash.length < 1 || geohash.length > maxLength) return null;
  let [west, east, south, north] = [-180, 180, -90, 90];
  for (let index = 0; index < geohash.length; index += 1) {
    const code = letters.indexOf(geohash[index] ?? '');
    if (code === -1) return null;
    for (let bit = 4; bit >= 0; bit -= 1) {
      const isUpper = ((code >> bit) & 1) === 1;
      if ((index * 5 + 4 - bit) % 2 === 0) {
        const middle = (west + east) / 2;
        [west, east] = isUpper ? [middle, east] : [west, middle];
      } else {
        const middle = (south + north) / 2;
        [south, north] = isUpper ? [middle, north] : [south, middle];
      }
    }
  }
  return { west, south, east, north };
}

/** West and on counterclockwise; the last two are the north and its west, as the engine lists them. */
const directions = [
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 1],
  [1, 0],
  [0, 1],
  [-1, 1],
] as const;

/** The boxes around a box. Longitudes go around the Earth; beyond the poles there is none. */
function neighbors(geohash: string): string | null {
  const box = decode(geohash);
  if (box === null) return null;
  const [width, height] = [box.east - box.west, box.north - box.south];
  const found = directions.flatMap(([toEast, toNorth]) => {
    const latitude = (box.south + box.north) / 2 + toNorth * height;
    const longitude = (box.west + box.east) / 2 + toEast * width;
    const wrapped = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
    return latitude < -90 || latitude > 90 ? [] : [encode(wrapped, latitude, geohash.length)];
  });
  return printDynamic(found);
}
