import { defineTool, ToolError, z } from '../../../connector-kit/index.ts';
import { withFile } from '../beneath.ts';
import { reads } from '../hints.ts';
import { requirePlace, showPlace } from '../places.ts';
import { looksBinary, readTextPart } from '../read-text.ts';
import { filesSettings } from '../settings.ts';

/** A text file, in parts where it is long. */
export const readFile = defineTool({
  name: 'read_file',
  title: 'Read a file',
  description: 'Reads a text file. Long ones come in parts: call again with `offset` set to `next`. Use it for a file whose path you know.',
  scopes: [],
  ...reads,
  input: z.object({
    path: z.string().describe('Such as notes/2026/plan.md'),
    offset: z.int().min(0).default(0).describe('Where to begin, in bytes; `next` of the part before'),
    maxBytes: z.int().min(100).max(200_000).default(50_000),
  }),
  output: z.object({ path: z.string(), text: z.string(), bytes: z.int(), next: z.int().nullable() }),
  examples: [{ title: 'Read a note', input: { path: 'notes/plan.md' } }],
  settings: filesSettings,
  run: async ({ path, offset, maxBytes }, { settings }) => {
    const place = requirePlace(settings, path);
    return withFile(place, async (file, { size }) => {
      if (await looksBinary(file)) throw new ToolError(`${showPlace(place)} is no text.`);
      return { path: showPlace(place), bytes: size, ...(await readTextPart(file, { offset, bytes: maxBytes, size })) };
    });
  },
});
