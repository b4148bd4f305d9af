import type { Answer } from '../../charts/chart-model.ts';
import { cellText, tableToCsv } from '../../kit/table.ts';

export const exportFormats = {
  csv: { label: 'CSV', type: 'text/csv', print: (answer: Answer) => tableToCsv(toTable(answer)) },
  json: { label: 'JSON', type: 'application/json', print: toJson },
  md: { label: 'Markdown', type: 'text/markdown', print: toMarkdown },
} as const;
export type ExportFormat = keyof typeof exportFormats;

const toTable = ({ columns, rows }: Answer) => ({ columns: columns.map(({ name }) => name), rows });

function toJson({ columns, rows }: Answer): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
  return JSON.stringify(objects, null, 2);
}

function toMarkdown({ columns, rows }: Answer): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownCell).join(' | ')} |`;
  return [
    line(columns.map(({ name }) => name)),
    `|${columns.map(() => '---').join('|')}|`,
    ...rows.map((row) => line(columns.map((_, index) => cellText(row[index])))),
  ].join('\n');
}

const markdownCell = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll(/\r?\n/g, '<br>');

/** Hands a text to the person as a file that is named by the time. */
export function saveFile({ extension, type, text }: { readonly extension: string; readonly type: string; readonly text: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `lake-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${extension}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
