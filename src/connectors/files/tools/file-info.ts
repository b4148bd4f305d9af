import { lstat } from 'node:fs/promises';
import { defineTool, documentKind, z } from '../../../connector-kit/index.ts';
import { openDirectory, withParent } from '../beneath.ts';
import { describeEntry, entry } from '../entries.ts';
import { reads } from '../hints.ts';
import { requirePlace, showPlace, urlOf } from '../places.ts';
import { filesSettings } from '../settings.ts';

/** What a path leads to, without reading it. */
export const fileInfo = defineTool({
  name: 'file_info',
  title: 'About a file',
  description:
    'Says what a path leads to: its kind, size and time of change. Use it to see whether something is there and how large it is before reading it.',
  scopes: [],
  ...reads,
  labels: { ...reads.labels, untrusted: false },
  input: z.object({ path: z.string() }),
  output: entry.extend({
    url: z.string(),
    readableAs: z.enum(['text', 'pdf', 'docx', 'xlsx', 'pptx', 'html']).nullable().describe('Judged by its name'),
  }),
  examples: [{ title: 'How large is it?', input: { path: 'notes/report.pdf' } }],
  settings: filesSettings,
  run: async ({ path }, { settings }) => {
    const place = requirePlace(settings, path);
    const readableAs = documentKind({ name: place.parts.at(-1) ?? '' });
    const describe = (facts: Parameters<typeof describeEntry>[1]) => {
      const described = describeEntry(showPlace(place), facts);
      return { ...described, url: urlOf(place), readableAs: described.kind === 'file' ? (readableAs ?? ('text' as const)) : null };
    };
    if (place.parts.length > 0) return withParent(place, async (directory, name) => describe(await lstat(directory.child(name))));
    const directory = await openDirectory(place);
    return lstat(`${directory.self}/.`)
      .then(describe)
      .finally(() => directory.close());
  },
});
