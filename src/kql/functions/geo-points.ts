import { nativeRow } from './native-row.ts';
import type { FunctionRow } from './row.ts';

/** Distances, directions and shapes of points. */
export const geoPointFunctions: readonly FunctionRow[] = [
  nativeRow('geo_from_wkt', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'A shape from well-known text.',
    example: ['geo_from_wkt("POINT (1 2)")', { type: 'Point', coordinates: [1, 2] }],
  }),
  nativeRow('geo_distance_2points', {
    takes: ['real', 'real', 'real', 'real', 'bool'],
    returns: 'real',
    defaults: ['false'],
    says: 'The distance of two points in meters.',
    example: ['geo_distance_2points(0, 0, 0, 1)', 111195.10117748393],
  }),
  nativeRow('geo_azimuth', {
    takes: ['real', 'real', 'real', 'real'],
    returns: 'real',
    says: 'The direction from one point to another, clockwise from north.',
    example: ['round(degrees(geo_azimuth(0, 0, 1, 0)), 6)', 90],
  }),
  nativeRow('geo_angle', {
    takes: ['real', 'real', 'real', 'real', 'real', 'real'],
    returns: 'real',
    says: 'The clockwise angle between two lines that share a point.',
    example: ['round(degrees(geo_angle(0, 1, 0, 0, 1, 0)), 6)', 90],
  }),
  nativeRow('geo_point_in_circle', {
    takes: ['real', 'real', 'real', 'real', 'real'],
    returns: 'bool',
    says: 'True for a point within a distance of another.',
    example: ['geo_point_in_circle(0, 0.001, 0, 0, 200)', true],
  }),
  nativeRow('geo_info_from_ip_address', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'Where an address is, by the database that the settings name.',
    example: null,
  }),
  nativeRow('geo_point_buffer', {
    takes: ['real', 'real', 'real', 'real'],
    returns: 'dynamic',
    defaults: ['10::DOUBLE'],
    says: 'The polygon of all points within a distance of a point.',
    example: ['array_length(geo_point_buffer(0, 0, 100).coordinates[0])', 8],
  }),
];
