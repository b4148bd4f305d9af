import type { ChartModel } from './chart-model.ts';

const words = { line: 'Line chart', area: 'Area chart', bar: 'Bar chart', column: 'Column chart', scatter: 'Scatter chart' } as const;
const namedSeries = 6;

/** A chart in a sentence, for those who do not see it; the table holds the numbers. */
export function describeChart(chart: ChartModel): string {
  switch (chart.kind) {
    case 'pie': {
      const total = chart.slices.reduce((sum, { value }) => sum + value, 0);
      const largest = chart.slices.slice(0, namedSeries).map(({ name, value }) => `${name} ${Math.round((value / total) * 100)} %`);
      return sentence([titled('Pie chart', chart.title), `${chart.slices.length} slices: ${largest.join(', ')}`]);
    }
    case 'axes': {
      const names = chart.series.slice(0, namedSeries).map(({ name }) => name);
      const more = chart.series.length > namedSeries ? ` and ${chart.series.length - namedSeries} more` : '';
      const values = chart.series.flatMap(({ points }) => points.flatMap(([, y]) => y ?? []));
      const range = values.length === 0 ? '' : ` from ${values.reduce(lower)} to ${values.reduce(higher)}`;
      return sentence([
        titled(words[chart.shape], chart.title),
        `${chart.y.title}${range} by ${chart.x.title}`,
        `${chart.series.length} series: ${names.join(', ')}${more}`,
      ]);
    }
    case 'card':
      return sentence([titled('Card', chart.title), chart.values.map(({ name, value }) => `${name}: ${String(value)}`).join(', ')]);
    case 'table':
      return titled('Table', chart.title);
    case 'impossible':
      return chart.reason;
    default:
      return chart satisfies never;
  }
}

const titled = (what: string, title: string | null) => (title === null ? what : `${what} “${title}”`);
const sentence = (parts: readonly string[]) => `${parts.filter((part) => part !== '').join('. ')}.`;
const lower = (left: number, right: number) => Math.min(left, right);
const higher = (left: number, right: number) => Math.max(left, right);
