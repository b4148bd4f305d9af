import { defineTool, ToolError, z } from '../../../connector-kit/index.ts';
import { withFile } from '../beneath.ts';
import { writesLabels } from '../hints.ts';
import { requirePlace, showPlace } from '../places.ts';
import { filesSettings } from '../settings.ts';
import { replaceParts } from '../replace-parts.ts';
import { writeWhole } from '../write-whole.ts';

const maxBytes = 10_000_000;

/** A change of parts of a text file. */
export const editFile = defineTool({
  name: 'edit_file',
  title: 'Edit a file',
  description:
    'Replaces parts of a text file: each `find` must be there exactly once, unless `all` is set. All edits are made or none. Use it to change a part; write_file replaces the whole.',
  scopes: [],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
  labels: { ...writesLabels, reads: 'private' },
  input: z.object({
    path: z.string(),
    edits: z
      .array(z.object({ find: z.string().min(1), replace: z.string(), all: z.boolean().default(false) }))
      .min(1)
      .max(100),
  }),
  output: z.object({ path: z.string(), bytes: z.int(), replacements: z.int() }),
  examples: [{ title: 'Tick a box', input: { path: 'notes/plan.md', edits: [{ find: '[ ] ship', replace: '[x] ship' }] } }],
  settings: filesSettings,
  run: async ({ path, edits }, { settings }) => {
    const place = requirePlace(settings, path);
    const { text, facts } = await withFile(place, async (file, found) => {
      if (found.size > maxBytes) throw new ToolError(`${showPlace(place)} is larger than ${maxBytes / 1_000_000} MB, so it is not edited.`);
      return { text: await file.readFile(), facts: found };
    });
    if (text.includes(0) || !Buffer.from(text.toString('utf8')).equals(text))
      throw new ToolError(`${showPlace(place)} is no UTF-8 text, so it is not edited.`);
    const { text: changed, replacements } = replaceParts(text.toString('utf8'), edits);
    return { path: showPlace(place), bytes: await writeWhole(place, { text: changed, before: facts }), replacements };
  },
});
