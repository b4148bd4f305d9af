import { afterAll, describe, expect, it } from 'vitest';
import { rowsOf, testEngine } from '../../testing/kql-engine.ts';

const engine = testEngine();
afterAll(() => engine.close());

async function value(expression: string): Promise<unknown> {
  return (await rowsOf(engine, `print ${expression}`))[0]?.[0];
}

const polygon = (...rings: readonly string[]): string => `dynamic({"type":"Polygon","coordinates":[${rings.join(',')}]})`;
const line = (places: string): string => `dynamic({"type":"LineString","coordinates":${places}})`;
const box = (west: number, south: number, east: number, north: number): string =>
  `[[${west},${south}],[${east},${south}],[${east},${north}],[${west},${north}],[${west},${south}]]`;

describe('shapes that are none', () => {
  it.each([
    ['a ring that is not closed', 'geo_polygon_area', polygon('[[0,0],[1,0],[1,1],[0,1]]')],
    ['a ring that crosses itself', 'geo_polygon_area', polygon('[[0,0],[2,2],[2,0],[0,2],[0,0]]')],
    ['a ring that meets a place twice', 'geo_polygon_area', polygon('[[0,0],[10,10],[10,10],[0,0]]')],
    ['rings that cross', 'geo_polygon_area', polygon(box(0, 0, 4, 4), box(2, 2, 6, 6))],
    ['a latitude beyond the pole', 'geo_polygon_area', polygon('[[0,0],[1,0],[1,91],[0,0]]')],
    ['text for a number', 'geo_polygon_area', polygon('[[0,0],["1",0],[1,1],[0,0]]')],
    ['a line of one place', 'geo_line_length', line('[[1,1]]')],
    ['a line between opposite places', 'geo_line_length', line('[[0,0],[180,0]]')],
    ['a line given as a polygon', 'geo_polygon_area', line('[[0,0],[1,0],[1,1],[0,0]]')],
    ['a bag without coordinates', 'geo_line_length', 'dynamic({"type":"LineString"})'],
    ['no shape at all', 'geo_polygon_area', 'parse_json("[1,2]")'],
  ])('%s gives null', async (_, name, shape) => {
    expect(await value(`${name}(${shape})`)).toBeNull();
  });
});

describe('polygons', () => {
  it('the direction of a ring does not matter, its smaller side counts', async () => {
    const forth = await value(`geo_polygon_area(${polygon('[[0,0],[2,0],[2,2],[0,0]]')})`);
    expect(await value(`geo_polygon_area(${polygon('[[0,0],[2,2],[2,0],[0,0]]')})`)).toBeCloseTo(Number(forth), -1);
  });

  it('a hole takes away its area, and points in it are outside', async () => {
    const whole = Number(await value(`geo_polygon_area(${polygon(box(0, 0, 4, 4))})`));
    const hole = Number(await value(`geo_polygon_area(${polygon(box(1, 1, 2, 2))})`));
    const pierced = polygon(box(0, 0, 4, 4), box(1, 1, 2, 2));
    expect(Number(await value(`geo_polygon_area(${pierced})`)) / (whole - hole)).toBeCloseTo(1, 12);
    expect(await value(`geo_point_in_polygon(1.5, 1.5, ${pierced})`)).toBe(false);
    expect(await value(`geo_point_in_polygon(3, 3, ${pierced})`)).toBe(true);
  });

  it('a polygon across the antimeridian holds what lies on it', async () => {
    const across = polygon(box(170, -5, -170, 5));
    expect(await value(`geo_point_in_polygon(180, 0, ${across})`)).toBe(true);
    expect(await value(`geo_point_in_polygon(0, 0, ${across})`)).toBe(false);
  });

  it.each([
    ['that overlap', box(0, 0, 4, 4), box(2, 2, 6, 6)],
    ['that share a part of a meridian', box(0, 0, 4, 4), box(4, 1, 8, 3)],
    ['of which one holds the other', box(0, 0, 4, 4), box(1, 1, 2, 2)],
    ['that share a corner', box(0, 0, 4, 4), box(4, 4, 8, 8)],
    ['that are the same', box(0, 0, 4, 4), box(0, 0, 4, 4)],
    ['that have nothing in common', box(0, 0, 4, 4), box(20, 20, 24, 24)],
  ])('two polygons %s have together what their union and their intersection have', async (_, a, b) => {
    const [first, second] = [polygon(a), polygon(b)];
    const area = async (shape: string): Promise<number> => Number((await value(`geo_polygon_area(${shape})`)) ?? 0);
    const union = await area(`geo_union_polygons_array(pack_array(${first}, ${second}))`);
    const common = await value(`geo_intersection_2polygons(${first}, ${second})`);
    const overlap = await area(`dynamic(${JSON.stringify(common)})`);
    expect((union + overlap) / ((await area(first)) + (await area(second)))).toBeCloseTo(1, 10);
  });

  it('what only touches has points and lines in common, and intersects', async () => {
    const [a, corner, side] = [polygon(box(0, 0, 4, 4)), polygon(box(4, 4, 8, 8)), polygon(box(4, 1, 8, 3))];
    expect(await value(`geo_intersection_2polygons(${a}, ${corner}).type`)).toBe('Point');
    expect(await value(`geo_intersection_2polygons(${a}, ${side}).type`)).toBe('LineString');
    expect(await value(`geo_intersects_2polygons(${a}, ${corner})`)).toBe(true);
  });

  it('polygons simplified together keep their common border', async () => {
    const border = '[2,0],[2.00001,0.5],[2,1],[2.00001,1.5],[2,2]';
    const left = polygon(`[[0,0],${border},[0,2],[0,0]]`);
    const right = polygon(
      `[[4,0],[4,2],${border
        .split('],[')
        .map((item) => item.replace(/[[\]]/g, ''))
        .toReversed()
        .map((item) => `[${item}]`)
        .join(',')},[4,0]]`,
    );
    const simple = await value(`geo_simplify_polygons_array(pack_array(${left}, ${right}), 100)`);
    expect(simple).toMatchObject({ type: 'MultiPolygon', coordinates: [[{ length: 5 }], [{ length: 5 }]] });
  });
});

describe('lines', () => {
  it('a stretch that two lines share counts once', async () => {
    const both = 'dynamic({"type":"MultiLineString","coordinates":[[[0,0],[0,2]],[[0,1],[0,3]]]})';
    expect(Number(await value(`geo_line_length(${both})`)) / Number(await value(`geo_line_length(${line('[[0,0],[0,3]]')})`))).toBeCloseTo(
      1,
      12,
    );
  });

  it('of a line what lies in a polygon is kept, a hole cuts it', async () => {
    const pierced = polygon(box(0, -4, 8, 4), box(3, -1, 5, 1));
    expect(await value(`geo_intersection_line_with_polygon(${line('[[-2,0],[10,0]]')}, ${pierced}).type`)).toBe('MultiLineString');
  });

  it('a point found at a share of a line lies at that share', async () => {
    const road = line('[[0,0],[3,4],[7,1]]');
    const found = `geo_line_interpolate_point(${road}, 0.6).coordinates`;
    expect(await value(`geo_line_locate_point(${road}, toreal(${found}[0]), toreal(${found}[1]))`)).toBeCloseTo(0.6, 12);
  });

  it('more of a line between opposite sides of a map is added where its way on the Earth leaves the map', async () => {
    const far = line('[[0,60],[90,60]]');
    const gap = await value(`geo_distance_point_to_line(45, 60, geo_line_densify(${far}, 100))`);
    expect(Number(gap)).toBeLessThan(100);
    expect(Number(await value(`geo_distance_point_to_line(45, 60, ${far})`))).toBeGreaterThan(800_000);
  });
});

describe('buffers', () => {
  it('each vertex about a point is as far from it as was asked, and no side comes nearer than the tolerance', async () => {
    const shape = (await value('geo_point_buffer(10, 50, 1000, 5)')) as {
      readonly coordinates: readonly (readonly (readonly number[])[])[];
    };
    for (const [longitude, latitude] of shape.coordinates[0] ?? [])
      expect(await value(`geo_distance_2points(10, 50, ${longitude}, ${latitude})`)).toBeCloseTo(1000, 4);
    const sides = line(JSON.stringify(shape.coordinates[0]));
    expect(Number(await value(`geo_distance_point_to_line(10, 50, ${sides})`))).toBeGreaterThan(994.9);
  });

  it.each(['0', '-1', 'real(nan)'])('a radius of %s gives null', async (radius) => {
    expect(await value(`geo_point_buffer(10, 50, ${radius})`)).toBeNull();
  });

  it('a wide buffer fills a small hole', async () => {
    const pierced = polygon(box(0, 0, 4, 4), box(1, 1, 1.1, 1.1));
    expect(await value(`array_length(geo_polygon_buffer(${pierced}, 1000).coordinates)`)).toBe(2);
    expect(await value(`array_length(geo_polygon_buffer(${pierced}, 20000).coordinates)`)).toBe(1);
  });
});

describe('cells', () => {
  it.each([
    'geo_point_to_geohash(0, 0, 19)',
    'geo_point_to_s2cell(0, 0, 31)',
    'geo_point_to_h3cell(0, 0, -1)',
    'geo_point_to_s2cell(181, 0)',
    "geo_h3cell_parent('862a1072fffffff', 6)",
  ])('%s is empty', async (call) => {
    expect(await value(call)).toBe('');
  });

  it('the cells of a polygon hold every one of its points, and too many of them are null', async () => {
    const area = polygon(box(0, 0, 2, 2));
    expect(await value(`set_has_element(geo_polygon_to_s2cells(${area}, 8), geo_point_to_s2cell(1.9, 0.1, 8))`)).toBe(true);
    expect(await value(`geo_polygon_to_s2cells(${area}, 30)`)).toBeNull();
    expect(await value(`geo_polygon_to_h3cells(${area}, 15)`)).toBeNull();
  });

  it('a geohash at the edge of the map has its neighbors on the other side', async () => {
    expect(
      await value('set_has_element(geo_geohash_neighbors(geo_point_to_geohash(179.9, 10, 3)), geo_point_to_geohash(-179.9, 10, 3))'),
    ).toBe(true);
  });
});

describe('distances on the spheroid', () => {
  it('a degree of latitude is shorter at the equator than at the pole', async () => {
    expect(await value('geo_distance_2points(0, 0, 0, 1, true)')).toBeCloseTo(110_574.389, 2);
    expect(await value('geo_distance_2points(0, 89, 0, 90, true)')).toBeCloseTo(111_693.865, 2);
  });
});
