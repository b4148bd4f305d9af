import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SampleLine } from '../../contract/lake-objects.ts';
import { api, refreshRoutes } from '../app/api.ts';
import { readJsonLines } from '../app/json-lines.ts';
import { useToast } from '../kit/toast.tsx';

export type SampleProgress = { readonly table: string; readonly done: number; readonly of: number };

/** Loads the sample month; `progress` is null while nothing is under way. */
export function useSamples(workspaceId: string): { readonly progress: SampleProgress | null; readonly load: () => Promise<boolean> } {
  const [progress, setProgress] = useState<SampleProgress | null>(null);
  const client = useQueryClient();
  const toast = useToast();
  const load = async () => {
    setProgress({ table: '', done: 0, of: 1 });
    try {
      const tables = await follow(workspaceId, setProgress);
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      toast.say(`${rows.toLocaleString('en')} rows in ${tables.length} tables: a month of Halden Optics, with four attacks to find.`);
      return true;
    } catch (error) {
      toast.complain(error);
      return false;
    } finally {
      setProgress(null);
      await refreshRoutes(client, ['listLakeTables', 'summarizeLake']);
    }
  };
  return { progress, load };
}

async function follow(workspaceId: string, onProgress: (progress: SampleProgress) => void) {
  const { body } = await api.raw('installSamples', { path: { workspace: workspaceId }, body: {} });
  if (body === null) throw new TypeError('The answer is empty.');
  for await (const line of readJsonLines<SampleLine>(body)) {
    if (line.kind === 'progress') onProgress(line);
    if (line.kind === 'failed') throw new Error(line.message);
    if (line.kind === 'end') return line.tables;
  }
  throw new TypeError('The answer ended early.');
}
