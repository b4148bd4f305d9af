import type { VisualizationView } from '../../../contract/lake-objects.ts';
import type { Answer } from '../../charts/chart-model.ts';
import { Select } from '../../kit/field.tsx';

const charts = [
  ['timechart', 'Time chart'],
  ['linechart', 'Line chart'],
  ['areachart', 'Area chart'],
  ['stackedareachart', 'Stacked area chart'],
  ['barchart', 'Bar chart'],
  ['columnchart', 'Column chart'],
  ['piechart', 'Pie chart'],
  ['scatterchart', 'Scatter chart'],
  ['card', 'Card'],
] as const;
const stackable = new Set(['barchart', 'columnchart', 'areachart']);

/** What is drawn where the query does not say: a line over time, else bars. */
export function defaultChart({ columns }: Answer): VisualizationView {
  return { chart: columns.some(({ type }) => type === 'datetime') ? 'timechart' : 'barchart' };
}

/** Which chart is drawn; titles and columns stay as `render` says. */
export function ChartChoice({
  value,
  onChange,
}: {
  readonly value: VisualizationView;
  readonly onChange: (value: VisualizationView) => void;
}) {
  const known = charts.some(([chart]) => chart === value.chart);
  return (
    <div className="flex items-center gap-2">
      {stackable.has(value.chart) && (
        <label className="flex items-center gap-1.5 text-sm text-ink-soft">
          <input
            type="checkbox"
            className="size-4"
            checked={value.kind === 'stacked' || value.kind === 'stacked100'}
            onChange={(event) => onChange({ ...value, kind: event.target.checked ? 'stacked' : 'unstacked' })}
          />
          Stacked
        </label>
      )}
      <Select
        compact
        aria-label="Kind of chart"
        className="h-7 w-44"
        value={value.chart}
        onChange={(event) => onChange({ ...value, chart: event.target.value })}
      >
        {!known && <option value={value.chart}>{value.chart}</option>}
        {charts.map(([chart, label]) => (
          <option key={chart} value={chart}>
            {label}
          </option>
        ))}
      </Select>
    </div>
  );
}
