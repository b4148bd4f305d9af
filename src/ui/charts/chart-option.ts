import type { EChartsCoreOption } from 'echarts/core';
import type { AxesChart, ChartModel } from './chart-model.ts';

export const chartTokens = [
  'ink',
  'ink-soft',
  'ink-faint',
  'line',
  'line-strong',
  'raised',
  'chart-1',
  'chart-2',
  'chart-3',
  'chart-4',
  'chart-5',
  'chart-6',
  'chart-7',
  'chart-8',
] as const;
export type ChartColors = Readonly<Record<(typeof chartTokens)[number], string>>;

type Drawn = Extract<ChartModel, { readonly kind: 'axes' | 'pie' }>;
const font = '"Inter Variable", system-ui, sans-serif';
/** Longer lists of columns get a slider to move through. */
const manyCategories = 60;

/** What echarts is told to draw. */
export function toOption(
  chart: Drawn,
  { colors, description }: { readonly colors: ChartColors; readonly description: string },
): EChartsCoreOption {
  return {
    animation: false,
    color: palette(colors),
    textStyle: { fontFamily: font, color: colors['ink-soft'] },
    title: {
      show: chart.title !== null,
      text: chart.title ?? '',
      left: 'center',
      top: 4,
      textStyle: { fontSize: 14, fontWeight: 600, color: colors.ink, fontFamily: font },
    },
    legend: {
      show: chart.legend,
      type: 'scroll',
      bottom: 0,
      icon: 'roundRect',
      itemWidth: 10,
      itemHeight: 10,
      textStyle: { color: colors['ink-soft'], fontFamily: font, width: 180, overflow: 'truncate' },
      pageTextStyle: { color: colors['ink-soft'] },
      pageIconColor: colors['ink-soft'],
      pageIconInactiveColor: colors.line,
    },
    aria: { enabled: true, label: { description } },
    tooltip: {
      trigger: chart.kind === 'pie' || chart.shape === 'scatter' ? 'item' : 'axis',
      confine: true,
      backgroundColor: colors.raised,
      borderColor: colors['line-strong'],
      textStyle: { color: colors.ink, fontFamily: font, fontSize: 12 },
      axisPointer: { type: chart.kind === 'axes' && (chart.shape === 'bar' || chart.shape === 'column') ? 'shadow' : 'line' },
      order: 'valueDesc',
    },
    ...(chart.kind === 'pie' ? pieParts(chart, colors) : axesParts(chart, colors)),
  };
}

const palette = (colors: ChartColors) => chartTokens.filter((name) => name.startsWith('chart-')).map((name) => colors[name]);

function pieParts(chart: Extract<Drawn, { kind: 'pie' }>, colors: ChartColors): EChartsCoreOption {
  return {
    series: [
      {
        type: 'pie',
        radius: ['42%', '72%'],
        center: ['50%', chart.legend ? '47%' : '52%'],
        itemStyle: { borderColor: colors.raised, borderWidth: 2 },
        label: { color: colors['ink-soft'], formatter: '{b}  {d}%', fontFamily: font },
        // Slices too thin for a name have theirs in the legend.
        minShowLabelAngle: 4,
        labelLine: { lineStyle: { color: colors['line-strong'] } },
        data: chart.slices.map(({ name, value }) => ({ name, value })),
      },
    ],
  };
}

function axesParts(chart: AxesChart, colors: ChartColors): EChartsCoreOption {
  const xAxis = { ...axisLook(colors), ...xParts(chart), splitLine: { show: false } };
  const yAxis = {
    ...axisLook(colors),
    type: chart.y.log ? 'log' : 'value',
    name: chart.y.title,
    nameGap: 12,
    nameLocation: 'end',
    nameTextStyle: { color: colors['ink-faint'], align: 'left', fontFamily: font },
    min: chart.y.min ?? undefined,
    max: chart.stacked === 'full' ? 100 : (chart.y.max ?? undefined),
    splitLine: { lineStyle: { color: colors.line } },
    axisLine: { show: false },
  };
  // Bars lie: x stands where y stands elsewhere, and the first is on top.
  const lying = chart.shape === 'bar';
  const scrolls = chart.x.kind === 'category' && chart.categories.length > manyCategories;
  return {
    grid: {
      left: 12,
      right: 20,
      top: chart.title === null ? 12 : 38,
      bottom: (chart.legend ? 34 : 12) + (lying ? 0 : 16) + (scrolls && !lying ? 28 : 0),
      outerBoundsMode: 'same',
      outerBoundsContain: 'all',
    },
    xAxis: lying ? { ...yAxis, nameLocation: 'middle', nameGap: 26 } : xAxis,
    yAxis: lying ? { ...xAxis, inverse: true, nameLocation: 'start', nameTextStyle: { color: colors['ink-faint'] } } : yAxis,
    ...(scrolls
      ? { dataZoom: [{ type: 'slider', [lying ? 'yAxisIndex' : 'xAxisIndex']: 0, end: 100, bottom: chart.legend ? 30 : 8, height: 16 }] }
      : {}),
    series: seriesParts(chart),
  };
}

function axisLook(colors: ChartColors) {
  return {
    axisLabel: { color: colors['ink-faint'], fontFamily: font, fontSize: 11, hideOverlap: true, width: 160, overflow: 'truncate' },
    axisLine: { lineStyle: { color: colors['line-strong'] } },
    axisTick: { lineStyle: { color: colors['line-strong'] } },
    nameTextStyle: { color: colors['ink-faint'], fontFamily: font },
  };
}

function xParts({ x, categories }: AxesChart) {
  const named = { name: x.title, nameLocation: 'middle', nameGap: 26 };
  if (x.kind === 'category') return { ...named, type: 'category', data: categories };
  return x.kind === 'time' ? { type: 'time' } : { ...named, type: x.log ? 'log' : 'value', scale: true };
}

function seriesParts(chart: AxesChart) {
  const totals = chart.stacked === 'full' ? totalsOf(chart) : null;
  return chart.series.map(({ name, points }) => {
    const data = points.map(([x, y]) => {
      const value = totals === null || y === null ? y : (y / (totals.get(x) || 1)) * 100;
      return chart.shape === 'bar' ? [value, x] : [x, value];
    });
    const stack = chart.stacked === 'no' ? {} : { stack: 'all' };
    switch (chart.shape) {
      case 'bar':
      case 'column':
        return { type: 'bar', name, data, ...stack, barMaxWidth: 36, large: data.length > 5000 };
      case 'scatter':
        return { type: 'scatter', name, data, symbolSize: 6, large: data.length > 5000 };
      case 'line':
      case 'area':
        return {
          type: 'line',
          name,
          data,
          ...stack,
          // A single point would not be seen without its mark.
          showSymbol: data.length === 1,
          symbolSize: 5,
          lineStyle: { width: 1.75 },
          sampling: stack.stack === undefined ? 'lttb' : undefined,
          ...(chart.shape === 'area' ? { areaStyle: { opacity: chart.stacked === 'no' ? 0.22 : 0.55 } } : {}),
        };
      default:
        return chart.shape satisfies never;
    }
  });
}

function totalsOf({ series }: AxesChart): ReadonlyMap<string | number, number> {
  const totals = new Map<string | number, number>();
  for (const { points } of series) for (const [x, y] of points) totals.set(x, (totals.get(x) ?? 0) + (y ?? 0));
  return totals;
}
