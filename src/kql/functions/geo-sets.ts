import { nativeRow } from './native-row.ts';
import type { FunctionRow } from './row.ts';

/** What shapes have in common, and shapes together. */
export const geoSetFunctions: readonly FunctionRow[] = [
  nativeRow('geo_intersects_2lines', {
    takes: ['dynamic', 'dynamic'],
    returns: 'bool',
    says: 'True for lines that meet.',
    example: [
      'geo_intersects_2lines(dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]}), dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]}))',
      true,
    ],
  }),
  nativeRow('geo_intersects_line_with_polygon', {
    takes: ['dynamic', 'dynamic'],
    returns: 'bool',
    says: 'True for lines that meet a polygon.',
    example: [
      'geo_intersects_line_with_polygon(dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]}), dynamic({"type":"Polygon","coordinates":[[[1,0],[3,0],[3,2],[1,0]]]}))',
      false,
    ],
  }),
  nativeRow('geo_intersects_2polygons', {
    takes: ['dynamic', 'dynamic'],
    returns: 'bool',
    says: 'True for polygons that meet.',
    example: [
      'geo_intersects_2polygons(dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}), dynamic({"type":"Polygon","coordinates":[[[1,0],[3,0],[3,2],[1,0]]]}))',
      true,
    ],
  }),
  nativeRow('geo_intersection_2lines', {
    takes: ['dynamic', 'dynamic'],
    returns: 'dynamic',
    says: 'What lines have in common.',
    example: [
      'geo_intersection_2lines(dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]}), dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]})).type',
      'LineString',
    ],
  }),
  nativeRow('geo_intersection_line_with_polygon', {
    takes: ['dynamic', 'dynamic'],
    returns: 'dynamic',
    says: 'What lines have in common with a polygon.',
    example: [
      'geo_intersection_line_with_polygon(dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]}), dynamic({"type":"Polygon","coordinates":[[[1,0],[3,0],[3,2],[1,0]]]}))',
      { type: 'GeometryCollection', geometries: [] },
    ],
  }),
  nativeRow('geo_intersection_2polygons', {
    takes: ['dynamic', 'dynamic'],
    returns: 'dynamic',
    says: 'What polygons have in common.',
    example: [
      'geo_intersection_2polygons(dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}), dynamic({"type":"Polygon","coordinates":[[[1,0],[3,0],[3,2],[1,0]]]})).type',
      'Polygon',
    ],
  }),
  nativeRow('geo_union_lines_array', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'All lines of an array as one shape.',
    example: [
      'geo_union_lines_array(pack_array(dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]}), dynamic({"type":"LineString","coordinates":[[0,0],[0,1]]}))).type',
      'LineString',
    ],
  }),
  nativeRow('geo_union_polygons_array', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'All polygons of an array as one shape.',
    example: [
      'geo_union_polygons_array(pack_array(dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}), dynamic({"type":"Polygon","coordinates":[[[1,0],[3,0],[3,2],[1,0]]]}))).type',
      'Polygon',
    ],
  }),
  nativeRow('geo_simplify_polygons_array', {
    takes: ['dynamic', 'real'],
    returns: 'dynamic',
    defaults: ['10::DOUBLE'],
    says: 'Polygons with fewer points, whose common borders stay common.',
    example: [
      'geo_simplify_polygons_array(pack_array(dynamic({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]]]}), dynamic({"type":"Polygon","coordinates":[[[1,0],[3,0],[3,2],[1,0]]]}))).type',
      'MultiPolygon',
    ],
  }),
];
