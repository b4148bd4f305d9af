import type { LakeColumn, VisualizationView } from '../../contract/lake-objects.ts';
import { isDrawn } from './answer-chart.tsx';
import type { Answer } from './chart-model.ts';

/** The answer of a query whose `render` asks for a chart, in what a tool answered; null where there is none. */
export function findChart(structured: unknown): { readonly answer: Answer; readonly visualization: VisualizationView } | null {
  if (!isRecord(structured)) return null;
  const { columns, rows, visualization } = structured;
  if (!isRecord(visualization) || typeof visualization.chart !== 'string') return null;
  if (!Array.isArray(columns) || !columns.every(isColumn) || !Array.isArray(rows) || !rows.every((row) => Array.isArray(row))) return null;
  const asked = readVisualization(visualization.chart, visualization);
  return isDrawn(asked) && rows.length > 0 ? { answer: { columns, rows }, visualization: asked } : null;
}

/** Any server may send something under this name: what is not as `render` has it is left out. */
function readVisualization(chart: string, value: Readonly<Record<string, unknown>>): VisualizationView {
  const texts = ['kind', 'title', 'xtitle', 'ytitle', 'xcolumn', 'legend', 'xaxis', 'yaxis'].filter(
    (key) => typeof value[key] === 'string',
  );
  const lists = ['ycolumns', 'series'].filter((key) => isTextList(value[key]));
  const numbers = ['ymin', 'ymax'].filter((key) => typeof value[key] === 'number');
  const kept = Object.fromEntries([...texts, ...lists, ...numbers].map((key) => [key, value[key]]));
  return { ...kept, chart, accumulate: value.accumulate === true };
}

const isTextList = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string');

function isColumn(value: unknown): value is LakeColumn {
  return isRecord(value) && typeof value.name === 'string' && typeof value.type === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
