import { expect, test } from 'vitest';
import { createGraph } from '../../../testing/services/graph/graph.ts';
import { growthOf, type LongBody, longBody } from '../../../testing/services/long-body.ts';
import { callTool } from '../../connector-kit/testing.ts';
import sharepoint from './connector.ts';

/** SharePoint, but the content that it redirects to is long. `says`: whether its length stands before it. */
function fetchLong(body: LongBody, says: boolean): typeof globalThis.fetch {
  const graph = createGraph();
  const headers: Record<string, string> = says ? { 'content-length': String(body.bytes) } : {};
  return graph.fetchAs('mira', undefined, async (request) =>
    new URL(request.url).pathname === '/_layouts/15/download' ? new Response(body.open(), { headers }) : graph.handle(request),
  );
}
const read = (id: string, fetch: typeof globalThis.fetch) => callTool(sharepoint, { name: 'fetch', input: { id }, fetch });

test('of a text of 200 MB the beginning is read, in bounded memory', async () => {
  const body = longBody();
  const fetch = fetchLong(body, false);
  const growth = await growthOf(async () => {
    const { structuredContent } = await read('b!optics/note', fetch);
    expect(structuredContent).toMatchObject({ metadata: { note: expect.stringContaining('goes on') } });
    expect(JSON.stringify(structuredContent)).toContain('Größe 日本 🎉');
  });
  expect(growth).toBeLessThan(150);
  expect(body.sent).toBeLessThan(body.bytes / 2);
});

test('a document of 200 MB is a link, by its length before it is read, or where the bound is', async () => {
  for (const [says, most] of [
    [true, 1_000_000],
    [false, 60_000_000],
  ] as const) {
    const body = longBody('zeros');
    expect(await read('b!optics/plan', fetchLong(body, says))).toMatchObject({
      structuredContent: { text: '', metadata: { note: expect.stringContaining('"Plan größe.html" is larger than 50 MB') } },
      content: [{ type: 'text' }, { type: 'resource_link', name: 'Plan größe.html', uri: expect.stringContaining('https://') }],
    });
    expect(body.sent).toBeLessThan(most);
  }
});
