import { z } from '../../connector-kit/index.ts';
import type { Visualization } from '../../kql/index.ts';

const scale = z.enum(['linear', 'log']);

/** `render` as a tool's answer carries it. */
export const visualizationShape = z.object({
  chart: z.string(),
  kind: z.string().optional(),
  title: z.string().optional(),
  xtitle: z.string().optional(),
  ytitle: z.string().optional(),
  xcolumn: z.string().optional(),
  ycolumns: z.array(z.string()).optional(),
  series: z.array(z.string()).optional(),
  legend: z.enum(['visible', 'hidden']).optional(),
  xaxis: scale.optional(),
  yaxis: scale.optional(),
  ymin: z.number().optional(),
  ymax: z.number().optional(),
  accumulate: z.boolean().optional(),
});

/** A copy whose lists may be written to, as schemas want them. */
export function asWritten({ ycolumns, series, ...rest }: Visualization): z.input<typeof visualizationShape> {
  return { ...rest, ...(ycolumns && { ycolumns: [...ycolumns] }), ...(series && { series: [...series] }) };
}
