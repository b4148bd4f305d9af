import { expect, test } from 'vitest';
import { findChart } from './find-chart.ts';

const answer = { columns: [{ name: 'Count', type: 'long' }], rows: [[3]] };

test('an answer with what render asks for is a chart; what is not of render is left out', () => {
  const visualization = { chart: 'columnchart', title: 'T', ycolumns: ['Count'], ymin: 'zero', onclick: 'x' };
  expect(findChart({ ...answer, visualization })).toEqual({
    answer,
    visualization: { chart: 'columnchart', title: 'T', ycolumns: ['Count'], accumulate: false },
  });
});

test.each([
  ['there is no visualization', answer],
  ['it asks for the table', { ...answer, visualization: { chart: 'table' } }],
  ['there are no rows', { ...answer, rows: [], visualization: { chart: 'piechart' } }],
  ['columns are not typed', { columns: ['Count'], rows: [[3]], visualization: { chart: 'piechart' } }],
  ['the result is a text', 'columns'],
])('it is none where %s', (_, structured) => {
  expect(findChart(structured)).toBeNull();
});
