import { describe, expect, test } from 'vitest';
import { type Answer, type AxesChart, toChart } from './chart-model.ts';

const columns = (text: string) => text.split(', ').map((pair) => ({ name: pair.split(':')[0] ?? '', type: pair.split(':')[1] ?? '' }));
const answer = (schema: string, ...rows: readonly (readonly unknown[])[]): Answer => ({ columns: columns(schema), rows });
const axes = (...parameters: Parameters<typeof toChart>): AxesChart => {
  const chart = toChart(...parameters);
  if (chart.kind !== 'axes') throw new Error(`It is a ${chart.kind}.`);
  return chart;
};
const day = (number: number) => `2026-10-0${number}T00:00:00.0000000Z`;
const at = (number: number) => Date.parse(`2026-10-0${number}T00:00:00Z`);

describe('timechart', () => {
  const byResult = answer('Result:string, TimeGenerated:datetime, Count:long', ['0', day(2), 5], ['50126', day(1), 3], ['0', day(1), 4]);

  test('the first datetime column is x wherever it stands, strings split numbers into series, points are in the order of time', () => {
    const chart = axes(byResult, { chart: 'timechart' });
    expect(chart.x).toEqual({ kind: 'time', title: 'TimeGenerated', log: false });
    expect(chart.series).toEqual([
      {
        name: '0',
        points: [
          [at(1), 4],
          [at(2), 5],
        ],
      },
      { name: '50126', points: [[at(1), 3]] },
    ]);
    expect(chart).toMatchObject({ shape: 'line', legend: true, y: { title: 'Count' } });
  });

  test('several columns of numbers are series by their names, and by name and string where both are there', () => {
    const rows = answer('T:datetime, Low:real, High:real', [day(1), 1, 2]);
    expect(axes(rows, { chart: 'timechart' }).series.map(({ name }) => name)).toEqual(['Low', 'High']);
    const split = answer('T:datetime, Host:string, Low:real, High:real', [day(1), 'a', 1, 2]);
    expect(axes(split, { chart: 'timechart' }).series.map(({ name }) => name)).toEqual(['a: Low', 'a: High']);
  });

  test('titles, limits, a log scale, a hidden legend and accumulated values are as asked', () => {
    const asked = { chart: 'timechart', title: 'A', xtitle: 'B', ytitle: 'C', ymin: 0, ymax: 9, yaxis: 'log', legend: 'hidden' } as const;
    const chart = axes(byResult, { ...asked, accumulate: true });
    expect(chart).toMatchObject({ title: 'A', x: { title: 'B' }, y: { title: 'C', min: 0, max: 9, log: true }, legend: false });
    expect(chart.series[0]?.points.map(([, y]) => y)).toEqual([4, 9]);
  });

  test('without a column of times there is no timechart', () => {
    expect(toChart(answer('a:string, b:long', ['x', 1]), { chart: 'timechart' })).toEqual({
      kind: 'impossible',
      reason: 'A timechart needs a column of times.',
    });
  });

  test('the lists of make-series are points', () => {
    const made = answer('Host:string, T:dynamic, Count:dynamic', ['a', [day(1), day(2)], [7, null]]);
    expect(axes(made, { chart: 'timechart' }).series).toEqual([
      {
        name: 'a',
        points: [
          [at(1), 7],
          [at(2), null],
        ],
      },
    ]);
  });
});

describe('bars and columns', () => {
  test('the first column is x; an empty name is shown as such', () => {
    const chart = axes(answer('Country:string, Result:string, Count:long', ['NO', 'good', 1], ['', 'bad', 2]), { chart: 'barchart' });
    expect(chart).toMatchObject({ shape: 'bar', stacked: 'no', categories: ['NO', '(empty)'] });
    expect(chart.series).toEqual([
      { name: 'good', points: [['NO', 1]] },
      { name: 'bad', points: [['(empty)', 2]] },
    ]);
  });

  test.each([
    [{ chart: 'columnchart', kind: 'stacked' }, 'yes'],
    [{ chart: 'columnchart', kind: 'stacked100' }, 'full'],
    [{ chart: 'columnchart' }, 'no'],
    [{ chart: 'stackedareachart' }, 'yes'],
    [{ chart: 'areachart', kind: 'unstacked' }, 'no'],
    [{ chart: 'linechart', kind: 'stacked' }, 'no'],
  ] as const)('%o is stacked: %s', (asked, stacked) => {
    expect(axes(answer('T:datetime, Count:long', [day(1), 1]), asked).stacked).toBe(stacked);
  });

  test('stacked series have the same places, so that each stands on what is below it', () => {
    const rows = answer('T:datetime, s:string, n:long', [day(2), 'a', 1], [day(1), 'b', 2], [day(2), 'b', 3]);
    expect(axes(rows, { chart: 'columnchart', kind: 'stacked' }).series).toEqual([
      {
        name: 'a',
        points: [
          [at(1), 0],
          [at(2), 1],
        ],
      },
      {
        name: 'b',
        points: [
          [at(1), 2],
          [at(2), 3],
        ],
      },
    ]);
  });

  test('named columns are taken before those that the rules would choose', () => {
    const rows = answer('a:string, b:string, c:long, d:long', ['x', 'y', 1, 2]);
    const chart = axes(rows, { chart: 'columnchart', xcolumn: 'b', ycolumns: ['d'], series: ['a'] });
    expect(chart).toMatchObject({ categories: ['y'], series: [{ name: 'x', points: [['y', 2]] }] });
  });

  test('more series than can be told apart are left out, and it is said', () => {
    const rows = Array.from({ length: 45 }, (_, index) => ['x', `s${index}`, index]);
    const chart = axes(answer('a:string, s:string, n:long', ...rows), { chart: 'columnchart' });
    expect(chart.series).toHaveLength(40);
    expect(chart.note).toBe('The first 40 of 45 series are drawn.');
  });
});

test('a pie has the first other column for its names, largest first, and nothing for what is not there', () => {
  const rows = answer('Kind:string, Count:long', ['a', 1], ['b', 3], ['c', 0]);
  expect(toChart(rows, { chart: 'piechart' })).toMatchObject({
    kind: 'pie',
    slices: [
      { name: 'b', value: 3 },
      { name: 'a', value: 1 },
    ],
  });
});

test('a card is the first row; a table is a table; what nobody draws is said by name', () => {
  const rows = answer('Alerts:long, Host:string', [4, 'lt-1'], [5, 'lt-2']);
  expect(toChart(rows, { chart: 'card' })).toMatchObject({ values: [{ name: 'Alerts', value: 4 }, { name: 'Host' }] });
  expect(toChart(rows, { chart: 'table', title: 'T' })).toEqual({ kind: 'table', title: 'T' });
  expect(toChart(rows, { chart: 'treemap' })).toMatchObject({ kind: 'impossible', reason: expect.stringContaining('treemap') });
  expect(toChart({ ...rows, rows: [] }, { chart: 'piechart' })).toMatchObject({ kind: 'impossible' });
});

test('timespans are seconds, long numbers and decimals that came as text are numbers', () => {
  const chart = axes(
    answer('T:datetime, Took:timespan, Big:long, Price:decimal', [day(1), '-1.02:00:03.5000000', '9007199254740993', '1.5']),
    { chart: 'timechart' },
  );
  expect(chart.series.map(({ points }) => points[0]?.[1])).toEqual([-93_603.5, 9007199254740992, 1.5]);
  expect(chart.y.title).toBe('Took, Big, Price (seconds)');
});
