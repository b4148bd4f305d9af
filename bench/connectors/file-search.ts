import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import files from '../../src/connectors/files/connector.ts';
import { callTool } from '../../src/connector-kit/testing.ts';
import { type Figure, median } from '../figures.ts';

const count = 20_000;
const megabytes = 100;
const rounds = 15;
/** What stands nowhere, so that everything is looked at. */
const query = 'the quarterly lens budget';

/** A question about text among many files, by the tool itself: the first time, and when searches know the files. */
export async function measureFileSearch(): Promise<{ readonly figures: readonly Figure[]; readonly beside: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  try {
    writeFiles(folder);
    // Files that have just changed are read each time.
    await setTimeout(2_500);
    const ask = async () => {
      const began = performance.now();
      const { structuredContent } = await callTool(files, { name: 'search_files', input: { query }, settings: { folders: [folder] } });
      if (JSON.stringify(structuredContent) !== JSON.stringify({ matches: [], filesLookedAt: count, more: false }))
        throw new Error(`the search ended as ${JSON.stringify(structuredContent)}`);
      return performance.now() - began;
    };
    const first = await ask();
    // What the first did not learn, the next do.
    for (let round = 0; round < 5; round += 1) await ask();
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await ask());
    return {
      figures: [{ name: `search_files among ${count} files of ${megabytes} MB, p50`, value: median(times), unit: 'ms', limit: 250 }],
      beside: `search_files, the first time: ${Math.round(first)} ms; ripgrep: ${ripgrep(folder)}`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFiles(folder: string): void {
  const words = Array.from({ length: 5_000 }, (_, index) => ((index + 1) * 7_919_777).toString(36));
  let next = 1;
  const word = () => {
    // Numbers of Lehmer: the same files each time.
    next = (next * 48_271) % 2_147_483_647;
    return words[next % words.length];
  };
  const perFile = (megabytes * 1_000_000) / count / 6;
  for (let index = 0; index < count; index += 1) {
    const at = join(folder, String(index % 200));
    if (index < 200) mkdirSync(at);
    writeFileSync(
      join(at, `${index}.txt`),
      Array.from({ length: perFile }, (_, place) => `${word()}${place % 12 === 11 ? '\n' : ' '}`).join(''),
    );
  }
}

/** The same by ripgrep, where it is installed. */
function ripgrep(folder: string): string {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    try {
      execFileSync('rg', ['--no-config', '-uu', '-i', '-F', query, folder]);
    } catch (error) {
      // 1: nothing was found.
      if ((error as { readonly status?: number }).status !== 1) return 'not installed here';
    }
    times.push(performance.now() - began);
  }
  return `${Math.round(median(times))} ms`;
}
