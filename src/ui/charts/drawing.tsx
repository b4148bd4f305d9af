import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  DataZoomSliderComponent,
  GridComponent,
  LegendScrollComponent,
  TitleComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTokenColors } from '../kit/token-colors.ts';
import type { ChartModel } from './chart-model.ts';
import { chartTokens, toOption } from './chart-option.ts';

use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  DataZoomSliderComponent,
  GridComponent,
  LegendScrollComponent,
  LineChart,
  PieChart,
  ScatterChart,
  SVGRenderer,
  TitleComponent,
  TooltipComponent,
]);

/** Above this many points one element each is too slow. */
const mostElements = 4000;

/** The drawing itself; everything of echarts is behind this file, which is loaded when the first chart is seen. */
export function Drawing({
  chart,
  label,
}: {
  readonly chart: Extract<ChartModel, { readonly kind: 'axes' | 'pie' }>;
  readonly label: string;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const { colors } = useTokenColors(chartTokens);
  useEffect(() => {
    if (frame.current === null) return;
    const points = chart.kind === 'pie' ? chart.slices.length : chart.series.reduce((sum, { points }) => sum + points.length, 0);
    const drawing = init(frame.current, null, { renderer: points > mostElements ? 'canvas' : 'svg' });
    drawing.setOption(toOption(chart, { colors, description: label }));
    const observer = new ResizeObserver(() => drawing.resize());
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      drawing.dispose();
    };
  }, [chart, colors, label]);
  return <div ref={frame} role="img" aria-label={label} className="h-full w-full" />;
}
