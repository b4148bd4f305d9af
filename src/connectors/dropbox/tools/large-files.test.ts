import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../../../testing/failure.ts';
import { zeros } from '../../../../testing/services/dropbox/company.ts';
import { startDropboxHarness } from '../../../../testing/services/dropbox/harness.ts';
import { fetchAs } from '../../../../testing/services/gate.ts';

const { service, adasToken, as, asAda, takeFaults } = await startDropboxHarness();
beforeEach(() => void service.gate.faults.splice(0));
afterEach(() => expect(takeFaults()).toEqual([]));
afterAll(() => service.close());

describe('large files', () => {
  test('are refused by their size before their body is read, or once it is seen that they are no text', async () => {
    for (const path of ['/Handbook/scan.pdf', '/Handbook/film.mp4']) {
      const content = service.tree.get(`team:${path}`)?.content;
      await expect(asAda('fetch', { id: path })).rejects.toThrow(/larger than 50 MB|neither text/);
      // What the sockets hold between the two ends, of 200 MB.
      expect(content?.pulled).toBeLessThan(20_000_000);
    }
    expect(await asAda('fetch_file', { path: '/Handbook/film.mp4' })).toMatchObject({ bytes: 200_000_000, mimeType: null });
  });

  test('that say they are small are left where the bound is', async () => {
    const huge = zeros(200_000_000);
    service.tree.put('team:/Offers/liar.txt', huge);
    const lying: typeof globalThis.fetch = async (input, init) => {
      const answer = await fetchAs(adasToken)(input, init);
      const about = answer.headers.get('dropbox-api-result');
      if (about === null) return answer;
      return new Response(answer.body, { headers: { 'dropbox-api-result': about.replace('200000000', '10') } });
    };
    const before = process.memoryUsage().rss;
    await expect(as(lying)('fetch', { id: '/Offers/liar.txt' })).rejects.toThrow(/neither text/);
    expect(huge.pulled).toBeLessThan(40_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
    service.tree.remove('team:/Offers/liar.txt');
  });

  test('too much to upload is refused before anything is sent', async () => {
    const asked = service.gate.seen.length;
    const running = asAda('upload_file', { path: '/Offers/large.txt', content: 'x'.repeat(20_000_001) });
    expect(String(await failureOf(running))).toMatch(/larger files are uploaded in Dropbox itself/);
    expect(service.gate.seen.length).toBe(asked);
  });
});
