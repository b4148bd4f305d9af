import { afterAll, expect, test } from 'vitest';
import { testEngine } from '../../testing/kql-engine.ts';

const engine = testEngine();
afterAll(() => engine.close());

const asked = async (query: string) => {
  const compiled = await engine.compile(query);
  if (compiled.kind === 'refused') throw new Error(compiled.diagnostics[0]?.message);
  return compiled.visualization;
};

test.each([
  ['print x = 1', null],
  ['print x = 1 | render piechart', { chart: 'piechart' }],
  ['print x = 1 | render barchart kind=stacked', { chart: 'barchart', kind: 'stacked' }],
  ['let y = 2; print x = y | render timechart', { chart: 'timechart' }],
  // Only what ends the query draws it.
  ['print x = 1 | render barchart | take 5', null],
  ['print x = "render table"', null],
])('%s asks for %o', async (query, expected) => {
  expect(await asked(query)).toEqual(expected);
});

test('every property of render comes with its value', async () => {
  const query = `print x = 1, a = 2, b = 3, s = "t"
| render columnchart with (kind=stacked100, title="A title", xtitle='X', ytitle="Y", xcolumn=x, ycolumns=a, b, series=s,
    legend=hidden, xaxis=linear, yaxis=log, ymin=-1.5, ymax=10, accumulate=true)`;
  expect(await asked(query)).toEqual({
    chart: 'columnchart',
    kind: 'stacked100',
    title: 'A title',
    xtitle: 'X',
    ytitle: 'Y',
    xcolumn: 'x',
    ycolumns: ['a', 'b'],
    series: ['s'],
    legend: 'hidden',
    xaxis: 'linear',
    yaxis: 'log',
    ymin: -1.5,
    ymax: 10,
    accumulate: true,
  });
});
