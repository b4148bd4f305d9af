import { nativeRow } from './native-row.ts';
import type { FunctionRow } from './row.ts';

/** Grids of cells: geohash, S2, H3. */
export const geoCellFunctions: readonly FunctionRow[] = [
  nativeRow('geo_point_to_geohash', {
    takes: ['real', 'real', 'int'],
    returns: 'string',
    defaults: ['5::INTEGER'],
    says: 'The geohash of a point.',
    example: ['geo_point_to_geohash(-80.195829, 25.802215, 8)', 'dhwfz15h'],
  }),
  nativeRow('geo_geohash_to_central_point', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The middle of a geohash.',
    example: ['geo_geohash_to_central_point("sunny")', { type: 'Point', coordinates: [42.47314453125, 23.70849609375] }],
  }),
  nativeRow('geo_geohash_to_polygon', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The box of a geohash.',
    example: ['geo_geohash_to_polygon("s").coordinates[0][2]', [45, 45]],
  }),
  nativeRow('geo_geohash_neighbors', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The geohashes around a geohash.',
    example: ['geo_geohash_neighbors("sunny")[0]', 'sunnv'],
  }),
  nativeRow('geo_point_to_s2cell', {
    takes: ['real', 'real', 'int'],
    returns: 'string',
    defaults: ['11::INTEGER'],
    says: 'The S2 cell of a point.',
    example: ['geo_point_to_s2cell(10.1234, 53, 8)', '47b1d'],
  }),
  nativeRow('geo_s2cell_to_central_point', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The middle of an S2 cell.',
    example: ['geo_s2cell_to_central_point("1").coordinates[0]', 0],
  }),
  nativeRow('geo_s2cell_to_polygon', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The polygon of an S2 cell.',
    example: ['array_length(geo_s2cell_to_polygon("89c259").coordinates[0])', 5],
  }),
  nativeRow('geo_s2cell_neighbors', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The S2 cells around an S2 cell.',
    example: ['array_length(geo_s2cell_neighbors("89c259"))', 8],
  }),
  nativeRow('geo_point_to_h3cell', {
    takes: ['real', 'real', 'int'],
    returns: 'string',
    defaults: ['6::INTEGER'],
    says: 'The H3 cell of a point.',
    example: ['geo_point_to_h3cell(-74.0445, 40.68925)', '862a1072fffffff'],
  }),
  nativeRow('geo_h3cell_to_central_point', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The middle of an H3 cell.',
    example: ['round(toreal(geo_h3cell_to_central_point("862a1072fffffff").coordinates[0]), 6)', -74.016008],
  }),
  nativeRow('geo_h3cell_to_polygon', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The polygon of an H3 cell.',
    example: ['array_length(geo_h3cell_to_polygon("862a1072fffffff").coordinates[0])', 7],
  }),
  nativeRow('geo_h3cell_parent', {
    takes: ['string', 'int'],
    returns: 'string',
    defaults: ['-1000::INTEGER'],
    says: 'The H3 cell around an H3 cell.',
    example: ['geo_h3cell_parent("862a1072fffffff")', '852a1073fffffff'],
  }),
  nativeRow('geo_h3cell_children', {
    takes: ['string', 'int'],
    returns: 'dynamic',
    defaults: ['-1000::INTEGER'],
    says: 'The H3 cells in an H3 cell.',
    example: ['geo_h3cell_children("862a1072fffffff")[0]', '872a10728ffffff'],
  }),
  nativeRow('geo_h3cell_level', {
    takes: ['string'],
    returns: 'int',
    says: 'The resolution of an H3 cell.',
    example: ['geo_h3cell_level("862a1072fffffff")', 6],
  }),
  nativeRow('geo_h3cell_rings', {
    takes: ['string', 'int'],
    returns: 'dynamic',
    says: 'The H3 cells around an H3 cell by their distance.',
    example: ['array_length(geo_h3cell_rings("862a1072fffffff", 2)[2])', 12],
  }),
  nativeRow('geo_h3cell_neighbors', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The H3 cells that touch an H3 cell.',
    example: ['array_length(geo_h3cell_neighbors("862a1072fffffff"))', 6],
  }),
];
