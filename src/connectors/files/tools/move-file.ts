import { defineTool, z } from '../../../connector-kit/index.ts';
import { writesLabels } from '../hints.ts';
import { requirePlace, showPlace } from '../places.ts';
import { filesSettings } from '../settings.ts';
import { makeDirectories, moveTo } from '../write-whole.ts';

/** A file or directory to another place. */
export const moveFile = defineTool({
  name: 'move_file',
  title: 'Move or rename',
  description:
    'Moves or renames a file or directory; directories on the way are made, and nothing is replaced. Use it to put files in order.',
  scopes: [],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  labels: writesLabels,
  input: z.object({ from: z.string(), to: z.string().describe('The new path, name included') }),
  output: z.object({ from: z.string(), to: z.string() }),
  examples: [{ title: 'Into the archive', input: { from: 'notes/plan.md', to: 'notes/archive/plan.md' } }],
  settings: filesSettings,
  run: async ({ from, to }, { settings }) => {
    const [source, target] = [requirePlace(settings, from), requirePlace(settings, to)];
    await makeDirectories(target);
    await moveTo(source, target);
    return { from: showPlace(source), to: showPlace(target) };
  },
});
