import { nativeRow } from './native-row.ts';
import type { FunctionRow } from './row.ts';

/** Lines on the sphere: GeoJSON LineString and MultiLineString. */
export const geoLineFunctions: readonly FunctionRow[] = [
  nativeRow('geo_line_length', {
    takes: ['dynamic'],
    returns: 'real',
    says: 'The length of lines in meters.',
    example: ['round(geo_line_length(dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]})), 3)', 111195.101],
  }),
  nativeRow('geo_line_centroid', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'The centroid of lines.',
    example: ['geo_line_centroid(dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]})).coordinates[1]', 0.5],
  }),
  nativeRow('geo_line_interpolate_point', {
    takes: ['dynamic', 'real'],
    returns: 'dynamic',
    says: 'The point at a share of the length of a line.',
    example: [
      'round(toreal(geo_line_interpolate_point(dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]}), 0.25).coordinates[1]), 9)',
      0.25,
    ],
  }),
  nativeRow('geo_line_locate_point', {
    takes: ['dynamic', 'real', 'real', 'bool'],
    returns: 'real',
    defaults: ['false'],
    says: 'The share of the length of a line at which a point is nearest.',
    example: ['round(geo_line_locate_point(dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]}), 1, 0.5), 3)', 0.5],
  }),
  nativeRow('geo_line_densify', {
    takes: ['dynamic', 'real', 'bool'],
    returns: 'dynamic',
    defaults: ['10::DOUBLE', 'false'],
    says: 'Lines that are straight on a map, as lines on the sphere.',
    example: ['array_length(geo_line_densify(dynamic({"type":"LineString","coordinates":[[0,50],[10,50]]})).coordinates)', 65],
  }),
  nativeRow('geo_line_simplify', {
    takes: ['dynamic', 'real'],
    returns: 'dynamic',
    defaults: ['10::DOUBLE'],
    says: 'Lines with fewer points.',
    example: ['array_length(geo_line_simplify(dynamic({"type":"LineString","coordinates":[[0,0],[0,0.5],[0,1]]})).coordinates)', 2],
  }),
  nativeRow('geo_line_buffer', {
    takes: ['dynamic', 'real', 'real'],
    returns: 'dynamic',
    defaults: ['10::DOUBLE'],
    says: 'The polygon of all points within a distance of lines.',
    example: ['geo_line_buffer(dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]}), 100).type', 'Polygon'],
  }),
  nativeRow('geo_line_to_s2cells', {
    takes: ['dynamic', 'int', 'real'],
    returns: 'dynamic',
    defaults: ['11::INTEGER', '0::DOUBLE'],
    says: 'The S2 cells that lines run through.',
    example: ['array_length(geo_line_to_s2cells(dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]}), 5))', 4],
  }),
  nativeRow('geo_closest_point_on_line', {
    takes: ['real', 'real', 'dynamic'],
    returns: 'dynamic',
    says: 'The point of lines that is nearest to a point.',
    example: [
      'round(toreal(geo_closest_point_on_line(1, 0.5, dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]})).coordinates[1]), 4)',
      0.5001,
    ],
  }),
  nativeRow('geo_distance_point_to_line', {
    takes: ['real', 'real', 'dynamic'],
    returns: 'real',
    says: 'The distance between a point and lines in meters.',
    example: ['round(geo_distance_point_to_line(1, 0, dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]})), 3)', 111195.101],
  }),
];
