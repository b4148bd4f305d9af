import { Download } from 'lucide-react';
import type { Answer } from '../../charts/chart-model.ts';
import { Button } from '../../kit/button.tsx';
import { Menu, MenuItem, MenuLine } from '../../kit/menu.tsx';
import { useToast } from '../../kit/toast.tsx';
import { type ExportFormat, exportFormats, saveFile } from './export-answer.ts';

// The table is one of constants: its keys are the formats.
const formats = Object.keys(exportFormats) as readonly ExportFormat[];

/** The rows as they are shown, to the clipboard or as a file. */
export function ExportMenu({ answer }: { readonly answer: Answer }) {
  const toast = useToast();
  const copy = async (format: ExportFormat) => {
    try {
      await navigator.clipboard.writeText(exportFormats[format].print(answer));
      toast.say(`${answer.rows.length.toLocaleString('en')} rows copied as ${exportFormats[format].label}.`);
    } catch (error) {
      toast.complain(error);
    }
  };
  const save = (format: ExportFormat) => {
    const { type, print } = exportFormats[format];
    saveFile({ extension: format, type, text: print(answer) });
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button size="small" look="quiet">
          <Download className="size-4" /> Export
        </Button>
      }
    >
      {formats.map((format) => (
        <MenuItem key={format} onSelect={() => save(format)}>
          Save as {exportFormats[format].label}
        </MenuItem>
      ))}
      <MenuLine />
      {formats.map((format) => (
        <MenuItem key={format} onSelect={() => void copy(format)}>
          Copy as {exportFormats[format].label}
        </MenuItem>
      ))}
    </Menu>
  );
}
