import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, testEngine } from '../../testing/kql-engine.ts';

const engine = testEngine({ Logs: { UserAgent: 'string' } });
beforeAll(() => rowsOf(engine, 'print parse_user_agent("", "os")'), 60_000);
afterAll(() => engine.close());

async function seenIn(userAgent: string, look: string): Promise<unknown> {
  const [row] = await rowsOf(engine, `print parse_user_agent(${JSON.stringify(userAgent)}, ${look})`);
  return row?.[0];
}

/** All that is seen, in few words: the fields of each part that are not empty. */
async function said(userAgent: string): Promise<readonly string[]> {
  // The answer has this shape by its documentation.
  const parts = (await seenIn(userAgent, 'dynamic(["browser", "os", "device"])')) as Record<string, Record<string, string>>;
  return Object.values(parts).map((fields) =>
    Object.values(fields)
      .filter((field) => field !== '')
      .join(' '),
  );
}

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('parse_user_agent', () => {
  it.each([
    [
      'Chrome on Windows',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/120.0.6099.71 Safari/537.36`,
      ['Chrome 120 0 6099', 'Windows 10', 'Other'],
    ],
    [
      'Firefox on Linux',
      'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0',
      ['Firefox 121 0', 'Ubuntu', 'Other'],
    ],
    [
      'Safari on a Mac',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15',
      ['Safari 17 1', 'Mac OS X 10 15 7', 'Mac Apple Mac'],
    ],
    [
      'a phone with Android',
      `Mozilla/5.0 (Linux; Android 13; SM-S918B) ${webkit} Chrome/112.0.5615.48 Mobile Safari/537.36`,
      ['Chrome Mobile 112 0 5615', 'Android 13', 'Samsung SM-S918B Samsung SM-S918B'],
    ],
    [
      'an iPhone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
      ['Mobile Safari 17 0', 'iOS 17 0 3', 'iPhone Apple iPhone'],
    ],
    ['a program', 'curl/8.4.0', ['curl 8 4 0', 'Other', 'Other']],
    ['nothing', '', ['Other', 'Other', 'Other']],
    ['what nobody knows', 'zzz', ['Other', 'Other', 'Other']],
  ])('tells %s', async (_what, userAgent, expected) => {
    expect(await said(userAgent)).toEqual(expected);
  });

  it.each([
    ['"browser"', { Browser: { Family: 'Firefox (Minefield)', MajorVersion: '4', MinorVersion: '0', Patch: '1pre' } }],
    ['"os"', { OperatingSystem: { Family: 'Windows', MajorVersion: 'XP', MinorVersion: '', Patch: '', PatchMinor: '' } }],
    ['dynamic(["device"])', { Device: { Family: 'Other', Brand: '', Model: '' } }],
  ])('looks for %s alone, and puts what matched where a rule asks for it', async (look, expected) => {
    const userAgent = 'Mozilla/5.0 (Windows; Windows NT 5.1; rv:2.0b3pre) Gecko/20100727 Minefield/4.0.1pre';
    expect(await seenIn(userAgent, look)).toEqual(expected);
  });

  it('refuses to look for what it does not know', async () => {
    for (const look of ['"Engine"', 'dynamic([])', 'dynamic(["os", 1])'])
      await expect(seenIn('curl/8.4.0', look)).rejects.toMatchObject({
        code: 'kql.refused',
        message: expect.stringContaining('"browser"'),
      });
  });

  it('reads a long text that was made to take its time within two seconds, and its beginning as it is', async () => {
    const hostile = ['Windows Phone /', 'Android Application - Sony ', '; Mini', 'MozillaAndroid', 'CFNetwork/8 Darwin/1', '1', ' '].map(
      (piece) => `curl/8.4.0 ${piece.repeat(100_000 / piece.length)}`,
    );
    const start = performance.now();
    for (const text of hostile) expect((await said(text)).length).toBe(3);
    expect(performance.now() - start).toBeLessThan(hostile.length * 2000);
    expect((await said(`curl/8.4.0 ${'x'.repeat(100_000)}`))[0]).toBe('curl 8 4 0');
  });
});
