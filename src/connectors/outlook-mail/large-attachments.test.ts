import { expect, test } from 'vitest';
import { createGraph } from '../../../testing/services/graph/graph.ts';
import { growthOf, type LongBody, longBody } from '../../../testing/services/long-body.ts';
import { callTool } from '../../connector-kit/testing.ts';
import outlookMail from './connector.ts';

/** Outlook, but the bytes of each attachment are long. `says`: whether their length stands before them. */
function fetchLong(body: LongBody, says: boolean): typeof globalThis.fetch {
  const graph = createGraph();
  const headers: Record<string, string> = says ? { 'content-length': String(body.bytes) } : {};
  return graph.fetchAs('mira', undefined, async (request) =>
    request.url.endsWith('/$value') ? new Response(body.open(), { headers }) : graph.handle(request),
  );
}
const read = (attachmentId: string, fetch: typeof globalThis.fetch) =>
  callTool(outlookMail, { name: 'fetch_attachment', input: { messageId: 'AAMkAD-budget', attachmentId }, fetch });

test('of an attached text of 200 MB the beginning is read, in bounded memory', async () => {
  const body = longBody();
  const fetch = fetchLong(body, false);
  const growth = await growthOf(async () => {
    expect((await read('AAMkAD-budget-sheet', fetch)).structuredContent).toMatchObject({ contentKind: 'text', truncated: true });
  });
  expect(growth).toBeLessThan(150);
  expect(body.sent).toBeLessThan(body.bytes / 2);
});

test('a picture of 200 MB is refused by its length before it is read, or where the bound is', async () => {
  for (const [says, most] of [
    [true, 1_000_000],
    [false, 10_000_000],
  ] as const) {
    const body = longBody('zeros');
    expect(await read('AAMkAD-budget-dot', fetchLong(body, says))).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('"dot.png" is larger than 5 MB') }],
    });
    expect(body.sent).toBeLessThan(most);
  }
});
