import { answer, defineTool, z } from '../../../connector-kit/index.ts';
import { withFile } from '../beneath.ts';
import { readContent } from '../content.ts';
import { reads } from '../hints.ts';
import { requirePlace, showPlace } from '../places.ts';
import { filesSettings } from '../settings.ts';

/** A file's text, in parts where it is long. */
export const readFile = defineTool({
  name: 'read_file',
  title: 'Read a file',
  description:
    'Reads a text file, a PDF, Word, Excel, PowerPoint or HTML document as Markdown, or a picture. Long ones come in parts: call again with `offset` set to `next`. Use it for a file whose path you know.',
  scopes: [],
  ...reads,
  input: z.object({
    path: z.string().describe('Such as notes/2026/plan.md'),
    offset: z.int().min(0).default(0).describe('Where to begin: `next` of the part before'),
    maxBytes: z.int().min(100).max(200_000).default(50_000),
  }),
  output: z.object({
    path: z.string(),
    kind: z.enum(['text', 'document', 'picture']),
    bytes: z.int().describe('Of the whole file'),
    text: z.string(),
    next: z.int().nullable(),
  }),
  examples: [
    { title: 'Read a note', input: { path: 'notes/plan.md' } },
    { title: 'Go on where the last part ended', input: { path: 'notes/report.pdf', offset: 50_000 } },
  ],
  settings: filesSettings,
  run: async ({ path, offset, maxBytes }, { settings, signal }) => {
    const place = requirePlace(settings, path);
    return withFile(place, async (file, facts) => {
      const content = await readContent(file, { facts, place, offset, bytes: maxBytes, signal });
      const about = { path: showPlace(place), bytes: facts.size };
      if (content.kind !== 'picture') return { ...about, kind: content.kind, text: content.text, next: content.next };
      const { mimeType, data } = content;
      return answer({ ...about, kind: 'picture' as const, text: '', next: null }, [{ type: 'image', data, mimeType }]);
    });
  },
});
