import { closeSync, readSync } from 'node:fs';
import picomatch from 'picomatch';
import { createMatcher, type Matcher } from './matcher.ts';
import type { Match, SearchAnswer, SearchTask } from './task.ts';
import { type FoundFile, walkFiles } from './walk.ts';

const maxFileBytes = 20_000_000;
const sampleBytes = 8_192;
const maxLineCharacters = 300;
const maxMatchesPerFile = 50;

/** Runs a search to its limits of matches and time; `more` says that something was left out. */
export function searchFiles(task: SearchTask, clock: () => number = Date.now): SearchAnswer {
  const endsAt = clock() + task.milliseconds;
  const fits =
    task.glob === null
      ? () => true
      : picomatch(task.glob.includes('/') ? task.glob : `**/${task.glob}`, { nocase: true, dot: task.hidden });
  const matcher = task.look.kind === 'lines' ? createMatcher(task.look) : null;
  const ranked: (Match & { readonly rank: number })[] = [];
  const matches: Match[] = [];
  let filesLookedAt = 0;
  for (const file of walkFiles(task)) {
    if (clock() > endsAt) return { matches: task.look.kind === 'words' ? best(ranked, task.limit) : matches, filesLookedAt, more: true };
    // A glob is about the path below the folder that was named.
    if (!fits(file.path.slice(file.path.indexOf('/') + 1))) continue;
    filesLookedAt += 1;
    if (task.look.kind === 'words') {
      const rank = rankFile(file, task.look.words);
      if (rank > 0) ranked.push({ path: file.path, rank });
      continue;
    }
    if (matcher === null) matches.push({ path: file.path });
    else matches.push(...findLines(file, matcher));
    if (matches.length > task.limit) return { matches: matches.slice(0, task.limit), filesLookedAt, more: true };
  }
  if (task.look.kind === 'words') return { matches: best(ranked, task.limit), filesLookedAt, more: ranked.length > task.limit };
  return { matches, filesLookedAt, more: false };
}

function best(ranked: (Match & { readonly rank: number })[], limit: number): readonly Match[] {
  return ranked
    .sort((left, right) => right.rank - left.rank || (left.path < right.path ? -1 : 1))
    .slice(0, limit)
    .map(({ path }) => ({ path }));
}

/** Words in the name count for more than words in the text; a file must hold every word somewhere. */
function rankFile(file: FoundFile, words: readonly string[]): number {
  const path = file.path.toLowerCase();
  const missing = words.filter((word) => !path.includes(word));
  const named = words.length - missing.length;
  if (missing.length === 0) return named * 3;
  const text = readText(file)?.toString('utf8').toLowerCase();
  return text !== undefined && missing.every((word) => text.includes(word)) ? named * 3 + missing.length : 0;
}

function findLines(file: FoundFile, matcher: Matcher): readonly Match[] {
  const bytes = readText(file);
  if (bytes === null) return [];
  const found: Match[] = [];
  let line = 1;
  let countedTo = 0;
  for (let from = 0; from <= bytes.length && found.length < maxMatchesPerFile; ) {
    const place = matcher(bytes, from);
    if (place === null || place.start >= bytes.length) break;
    const start = bytes.lastIndexOf(0x0a, Math.max(0, place.start - 1)) + 1;
    const lineStart = place.start === 0 ? 0 : start;
    const end = bytes.indexOf(0x0a, place.start);
    const lineEnd = end === -1 ? bytes.length : end;
    for (let at = bytes.indexOf(0x0a, countedTo); at !== -1 && at < place.start; at = bytes.indexOf(0x0a, at + 1)) {
      line += 1;
      countedTo = at + 1;
    }
    found.push({ path: file.path, line, text: bytes.subarray(lineStart, lineEnd).toString('utf8').trim().slice(0, maxLineCharacters) });
    from = lineEnd + 1;
  }
  return found;
}

/** A text file's bytes; null for what is binary, too large or gone. */
function readText(file: FoundFile): Buffer | null {
  const opened = file.open();
  if (opened === null) return null;
  const { descriptor, size } = opened;
  try {
    if (size > maxFileBytes) return null;
    const bytes = Buffer.allocUnsafe(size);
    let length = 0;
    for (let read = -1; read !== 0 && length < size; length += read) read = readSync(descriptor, bytes, length, size - length, length);
    const text = bytes.subarray(0, length);
    return text.subarray(0, sampleBytes).includes(0) ? null : text;
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}
