import { defineTool, z } from '../../../connector-kit/index.ts';
import { writesLabels } from '../hints.ts';
import { requirePlace, showPlace } from '../places.ts';
import { filesSettings } from '../settings.ts';
import { makeDirectories, writeWhole } from '../write-whole.ts';

/** A text file, whole. */
export const writeFile = defineTool({
  name: 'write_file',
  title: 'Write a file',
  description:
    'Writes a whole text file; directories on the way are made. Use it for a new file, or with `overwrite` to replace one; edit_file changes a part.',
  scopes: [],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  labels: writesLabels,
  input: z.object({
    path: z.string().describe('Such as notes/2026/plan.md'),
    text: z.string().max(10_000_000),
    overwrite: z.boolean().default(false).describe('Replace what is there'),
  }),
  output: z.object({ path: z.string(), bytes: z.int() }),
  examples: [{ title: 'A new note', input: { path: 'notes/plan.md', text: '# Plan\n' } }],
  settings: filesSettings,
  run: async ({ path, text, overwrite }, { settings }) => {
    const place = requirePlace(settings, path);
    await makeDirectories(place);
    return { path: showPlace(place), bytes: await writeWhole(place, { text, before: overwrite ? 'anything' : 'nothing' }) };
  },
});
