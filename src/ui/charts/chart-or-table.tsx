import { useState } from 'react';
import type { VisualizationView } from '../../contract/lake-objects.ts';
import { Button } from '../kit/button.tsx';
import { DataTable } from '../kit/data-table.tsx';
import { AnswerChart } from './answer-chart.tsx';
import type { Answer } from './chart-model.ts';

/** A chart in a conversation, with its rows behind a button. */
export function ChartOrTable({ answer, visualization }: { readonly answer: Answer; readonly visualization: VisualizationView }) {
  const [rows, setRows] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      {rows ? (
        <DataTable table={{ columns: answer.columns.map(({ name }) => name), rows: answer.rows }} label="Result as a table" />
      ) : (
        <div className="flex h-80 rounded-md border p-2">
          <AnswerChart answer={answer} visualization={visualization} />
        </div>
      )}
      <Button size="small" look="quiet" className="self-start" aria-pressed={rows} onClick={() => setRows(!rows)}>
        {rows ? 'Show the chart' : 'Show the rows'}
      </Button>
    </div>
  );
}
