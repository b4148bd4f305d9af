import { defineTool, fetchInput, fetchOutput, ToolError } from '../../../connector-kit/index.ts';
import { withFile } from '../beneath.ts';
import { readContent } from '../content.ts';
import { reads } from '../hints.ts';
import { requirePlace, showPlace, urlOf } from '../places.ts';
import { filesSettings } from '../settings.ts';

const maxBytes = 100_000;

/** The deep-research contract: one file that `search` found. */
export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch a file',
  description:
    'Gives the text of a file that `search` found, documents as Markdown. Use it after `search`; read_file gives the rest of a long one.',
  scopes: [],
  ...reads,
  input: fetchInput,
  output: fetchOutput,
  examples: [{ title: 'A file that was found', input: { id: 'notes/plan.md' } }],
  settings: filesSettings,
  run: async ({ id }, { settings, signal }) => {
    const place = requirePlace(settings, id);
    return withFile(place, async (file, facts) => {
      const content = await readContent(file, { facts, place, offset: 0, bytes: maxBytes, signal });
      if (content.kind === 'picture') throw new ToolError(`${showPlace(place)} is a picture. read_file shows it.`);
      return {
        id: showPlace(place),
        title: place.parts.at(-1) ?? id,
        text: content.text,
        url: urlOf(place),
        metadata: {
          bytes: String(facts.size),
          changedAt: facts.mtime.toISOString(),
          ...(content.next === null ? {} : { next: String(content.next), note: `Cut; read_file with offset ${content.next} goes on.` }),
        },
      };
    });
  },
});
