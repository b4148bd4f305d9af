import type { LakeColumn, VisualizationView } from '../../contract/lake-objects.ts';
import { expandSeries } from './expand-series.ts';
import { categoryText, numberOf, timeOf } from './read-values.ts';

export type AxesShape = 'line' | 'area' | 'bar' | 'column' | 'scatter';
export type Point = readonly [x: number | string, y: number | null];
export type Series = { readonly name: string; readonly points: readonly Point[] };

export type AxesChart = {
  readonly kind: 'axes';
  readonly shape: AxesShape;
  readonly stacked: 'no' | 'yes' | 'full';
  readonly title: string | null;
  readonly x: { readonly kind: 'time' | 'number' | 'category'; readonly title: string; readonly log: boolean };
  readonly y: { readonly title: string; readonly log: boolean; readonly min: number | null; readonly max: number | null };
  /** In their order, where x is a category. */
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly legend: boolean;
  /** What is not drawn, in a sentence. */
  readonly note: string | null;
};

export type ChartModel =
  | AxesChart
  | {
      readonly kind: 'pie';
      readonly title: string | null;
      readonly slices: readonly { readonly name: string; readonly value: number }[];
      readonly legend: boolean;
      readonly note: string | null;
    }
  | { readonly kind: 'card'; readonly title: string | null; readonly values: readonly { readonly name: string; readonly value: unknown }[] }
  | { readonly kind: 'table'; readonly title: string | null }
  | { readonly kind: 'impossible'; readonly reason: string };

export type Answer = { readonly columns: readonly LakeColumn[]; readonly rows: readonly (readonly unknown[])[] };

const shapes: ReadonlyMap<string, AxesShape> = new Map([
  ['timechart', 'line'],
  ['linechart', 'line'],
  ['anomalychart', 'line'],
  ['areachart', 'area'],
  ['stackedareachart', 'area'],
  ['barchart', 'bar'],
  ['columnchart', 'column'],
  ['scatterchart', 'scatter'],
]);

const maxSeries = 40;
const maxSlices = 30;

/**
 * The chart of an answer by the rules of `render`: the first datetime column (for bars and columns: the first column) is x,
 * numbers are y, and strings split them into series.
 * https://learn.microsoft.com/kusto/query/render-operator
 */
export function toChart(answer: Answer, asked: VisualizationView): ChartModel {
  const title = asked.title ?? null;
  if (asked.chart === 'table') return { kind: 'table', title };
  const [first] = answer.rows;
  if (first === undefined) return { kind: 'impossible', reason: 'There are no rows to draw.' };
  if (asked.chart === 'card')
    return { kind: 'card', title, values: answer.columns.map(({ name }, index) => ({ name, value: first[index] })) };
  if (asked.chart === 'piechart') return toPie(answer, asked);
  const shape = shapes.get(asked.chart);
  return shape === undefined
    ? { kind: 'impossible', reason: `A ${asked.chart} is not drawn here. The rows are in the table.` }
    : toAxes(expandSeries(answer), asked, shape);
}

function toPie({ columns, rows }: Answer, asked: VisualizationView): ChartModel {
  const value = indexOf(columns, asked.ycolumns?.[0]) ?? columns.findIndex(({ type }) => isNumber(type));
  if (value === -1) return { kind: 'impossible', reason: 'A pie needs a column of numbers.' };
  const name = indexOf(columns, asked.xcolumn) ?? columns.findIndex((_, index) => index !== value);
  const slices = rows
    .map((row) => ({ name: name === -1 ? (columns[value]?.name ?? '') : categoryText(row[name]), value: numberOf(row[value]) ?? 0 }))
    .filter((slice) => slice.value > 0)
    .toSorted((left, right) => right.value - left.value);
  const rest = slices.slice(maxSlices);
  const drawn =
    rest.length === 0
      ? slices
      : [...slices.slice(0, maxSlices), { name: `${rest.length} others`, value: rest.reduce((sum, slice) => sum + slice.value, 0) }];
  return {
    kind: 'pie',
    title: asked.title ?? null,
    slices: drawn,
    legend: asked.legend !== 'hidden',
    note: rest.length === 0 ? null : `The ${rest.length} smallest slices are drawn as one.`,
  };
}

function toAxes({ columns, rows }: Answer, asked: VisualizationView, shape: AxesShape): ChartModel {
  const x = indexOf(columns, asked.xcolumn) ?? chooseX(columns, { shape, timechart: asked.chart === 'timechart' });
  if (x === null) return { kind: 'impossible', reason: `A ${asked.chart} needs a column of times.` };
  const ys = chosen(columns, asked.ycolumns) ?? columns.flatMap(({ type }, index) => (index !== x && isNumber(type) ? [index] : []));
  if (ys.length === 0) return { kind: 'impossible', reason: `A ${asked.chart} needs a column of numbers.` };
  const splits =
    chosen(columns, asked.series) ??
    columns.flatMap(({ type }, index) => (index !== x && !ys.includes(index) && splitTypes.has(type) ? [index] : []));
  const xColumn = columns[x] ?? { name: '', type: 'string' };
  const kind = xKind(xColumn.type, shape);
  const series = collect(rows, { x, kind, ys, splits, names: columns.map(({ name }) => name) });
  const stacked = stackingOf(asked, shape);
  const all = [...series].map(([name, points]) => finish(name, { points, kind, accumulate: asked.accumulate === true }));
  const yNames = ys.map((index) => columns[index]?.name ?? '');
  return {
    kind: 'axes',
    shape,
    stacked,
    title: asked.title ?? null,
    x: { kind, title: asked.xtitle ?? xColumn.name, log: asked.xaxis === 'log' && kind === 'number' },
    y: {
      title: asked.ytitle ?? `${yNames.join(', ')}${ys.some((index) => columns[index]?.type === 'timespan') ? ' (seconds)' : ''}`,
      log: asked.yaxis === 'log',
      min: asked.ymin ?? null,
      max: asked.ymax ?? null,
    },
    categories: kind === 'category' ? [...new Set(rows.map((row) => categoryText(row[x])))] : [],
    series: (stacked === 'no' ? all : alignPoints(all)).slice(0, maxSeries),
    legend: asked.legend !== 'hidden' && (all.length > 1 || asked.legend === 'visible'),
    note: all.length > maxSeries ? `The first ${maxSeries} of ${all.length} series are drawn.` : null,
  };
}

const numberTypes = new Set(['int', 'long', 'real', 'decimal', 'timespan']);
const splitTypes = new Set(['string', 'guid', 'bool']);
const isNumber = (type: string) => numberTypes.has(type);

function indexOf(columns: Answer['columns'], name: string | undefined): number | null {
  const index = columns.findIndex((column) => column.name === name);
  return index === -1 ? null : index;
}

function chosen(columns: Answer['columns'], names: readonly string[] | undefined): readonly number[] | null {
  const found = names?.flatMap((name) => indexOf(columns, name) ?? []) ?? [];
  return found.length === 0 ? null : found;
}

function chooseX(
  columns: Answer['columns'],
  { shape, timechart }: { readonly shape: AxesShape; readonly timechart: boolean },
): number | null {
  const time = columns.findIndex(({ type }) => type === 'datetime');
  if (timechart) return time === -1 ? null : time;
  if (shape === 'bar' || shape === 'column' || time === -1) return 0;
  return time;
}

function xKind(type: string, shape: AxesShape): AxesChart['x']['kind'] {
  // Bars lie side by side, so a number or a time is one more name to them; columns over time keep its gaps.
  if (shape === 'bar') return 'category';
  if (type === 'datetime') return 'time';
  return isNumber(type) && shape !== 'column' ? 'number' : 'category';
}

function stackingOf(asked: VisualizationView, shape: AxesShape): AxesChart['stacked'] {
  if (shape === 'line' || shape === 'scatter') return 'no';
  if (asked.kind === 'stacked100') return 'full';
  if (asked.kind === 'unstacked') return 'no';
  return asked.kind === 'stacked' || asked.chart === 'stackedareachart' ? 'yes' : 'no';
}

type Places = {
  readonly x: number;
  readonly kind: AxesChart['x']['kind'];
  readonly ys: readonly number[];
  readonly splits: readonly number[];
  readonly names: readonly string[];
};

function collect(rows: Answer['rows'], { x, kind, ys, splits, names }: Places): ReadonlyMap<string, readonly Point[]> {
  const series = new Map<string, Point[]>();
  for (const row of rows) {
    const at = kind === 'category' ? categoryText(row[x]) : kind === 'time' ? timeOf(row[x]) : numberOf(row[x]);
    if (at === null) continue;
    const split = splits.map((index) => categoryText(row[index])).join(', ');
    for (const y of ys) {
      const name = splits.length === 0 ? (names[y] ?? '') : ys.length === 1 ? split : `${split}: ${names[y]}`;
      const points = series.get(name) ?? [];
      if (points.length === 0) series.set(name, points);
      points.push([at, numberOf(row[y])]);
    }
  }
  return series;
}

type Unfinished = { readonly points: readonly Point[]; readonly kind: AxesChart['x']['kind']; readonly accumulate: boolean };

function finish(name: string, { points, kind, accumulate }: Unfinished): Series {
  // A line goes from left to right, whatever the order of the rows.
  const ordered = kind === 'category' ? points : points.toSorted(([left], [right]) => Number(left) - Number(right));
  if (!accumulate) return { name, points: ordered };
  let sum = 0;
  return { name, points: ordered.map(([x, y]) => [x, (sum += y ?? 0)] as const) };
}

/** The same places for each series: a stack is built place by place, and what is missing adds nothing. */
function alignPoints(series: readonly Series[]): readonly Series[] {
  const places = [...new Set(series.flatMap(({ points }) => points.map(([x]) => x)))];
  const ordered = places.every((x) => typeof x === 'number') ? places.toSorted((left, right) => left - right) : places;
  return series.map(({ name, points }) => {
    const values = new Map(points);
    return { name, points: ordered.map((x) => [x, values.get(x) ?? 0] as const) };
  });
}
