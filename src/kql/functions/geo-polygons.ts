import { nativeRow } from './native-row.ts';
import type { FunctionRow } from './row.ts';

/** Polygons on the sphere: GeoJSON Polygon and MultiPolygon. */
export const geoPolygonFunctions: readonly FunctionRow[] = [
  nativeRow('geo_point_in_polygon', {
    takes: ['real', 'real', 'dynamic'],
    returns: 'bool',
    says: 'True for a point of a polygon.',
    example: ['geo_point_in_polygon(1.5, 1, dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}))', true],
  }),
  nativeRow('geo_polygon_area', {
    takes: ['dynamic'],
    returns: 'real',
    says: 'The area of a polygon in square meters.',
    example: ['round(geo_polygon_area(dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]})), 0)', 24733723015],
  }),
  nativeRow('geo_polygon_perimeter', {
    takes: ['dynamic'],
    returns: 'real',
    says: 'The length of the border of a polygon in meters.',
    example: ['round(geo_polygon_perimeter(dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]})), 3)', 759255.703],
  }),
  nativeRow('geo_polygon_centroid', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'The centroid of a polygon.',
    example: [
      'round(toreal(geo_polygon_centroid(dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]})).coordinates[0]), 6)',
      1.333201,
    ],
  }),
  nativeRow('geo_polygon_densify', {
    takes: ['dynamic', 'real', 'bool'],
    returns: 'dynamic',
    defaults: ['10::DOUBLE', 'false'],
    says: 'A polygon with sides that are straight on a map, as one on the sphere.',
    example: [
      'array_length(geo_polygon_densify(dynamic({"type":"Polygon","coordinates":[[[0,50],[10,50],[5,51],[0,50]]]})).coordinates[0])',
      129,
    ],
  }),
  nativeRow('geo_polygon_simplify', {
    takes: ['dynamic', 'real'],
    returns: 'dynamic',
    defaults: ['10::DOUBLE'],
    says: 'A polygon with fewer points.',
    example: [
      'array_length(geo_polygon_simplify(dynamic({"type":"Polygon","coordinates":[[[0,0],[1,0],[2,0],[2,2],[0,0]]]})).coordinates[0])',
      4,
    ],
  }),
  nativeRow('geo_polygon_buffer', {
    takes: ['dynamic', 'real', 'real'],
    returns: 'dynamic',
    defaults: ['10::DOUBLE'],
    says: 'The polygon of all points within a distance of a polygon.',
    example: ['geo_polygon_buffer(dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}), 100).type', 'Polygon'],
  }),
  nativeRow('geo_polygon_to_s2cells', {
    takes: ['dynamic', 'int', 'real'],
    returns: 'dynamic',
    defaults: ['11::INTEGER', '0::DOUBLE'],
    says: 'The S2 cells that cover a polygon.',
    example: ['array_length(geo_polygon_to_s2cells(dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}), 5))', 4],
  }),
  nativeRow('geo_polygon_to_h3cells', {
    takes: ['dynamic', 'int', 'real'],
    returns: 'dynamic',
    defaults: ['6::INTEGER', '0::DOUBLE'],
    says: 'The H3 cells with their middle in a polygon.',
    example: ['array_length(geo_polygon_to_h3cells(dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}), 3))', 2],
  }),
  nativeRow('geo_closest_point_on_polygon', {
    takes: ['real', 'real', 'dynamic'],
    returns: 'dynamic',
    says: 'The point of a polygon that is nearest to a point.',
    example: [
      'geo_closest_point_on_polygon(1.5, 1, dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]})).coordinates',
      [1.5, 1],
    ],
  }),
  nativeRow('geo_distance_point_to_polygon', {
    takes: ['real', 'real', 'dynamic'],
    returns: 'real',
    says: 'The distance between a point and a polygon in meters.',
    example: [
      'round(geo_distance_point_to_polygon(3, 0, dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]})), 3)',
      111195.101,
    ],
  }),
];
