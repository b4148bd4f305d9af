import picomatch from 'picomatch';
import { type Contents, createContents, isDocument } from './contents.ts';
import { findLines } from './find-lines.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import { placesOf } from './signature.ts';
import type { Match, SearchAnswer, SearchTask } from './task.ts';
import { type FoundFile, walkFiles } from './walk.ts';

type Ranked = Match & { readonly rank: number };

/**
 * Runs a search to its limits of matches and time; `more` says that something was left out. Documents that no search has read
 * before come last, since they take as long as all the rest.
 */
export async function searchFiles(task: SearchTask, clock: () => number = Date.now): Promise<SearchAnswer> {
  const { look, limit, glob, hidden } = task;
  const endsAt = clock() + task.milliseconds;
  const contents = createContents(task.index, { clock, endsAt });
  const judge = judgeOf(task, contents);
  const fits = glob === null ? () => true : picomatch(glob.includes('/') ? glob : `**/${glob}`, { nocase: true, dot: hidden });
  const matches: Ranked[] = [];
  const looksInside = look.kind !== 'names';
  let filesLookedAt = 0;
  let waiting = 0;
  const isOver = () => clock() > endsAt || (look.kind !== 'words' && matches.length > limit);

  async function pass(takes: (file: FoundFile) => boolean): Promise<void> {
    for (const file of walkFiles(task)) {
      if (isOver()) return;
      // A glob is about the path below the folder that was named.
      if (!fits(file.path.slice(file.path.indexOf('/') + 1)) || !takes(file)) continue;
      filesLookedAt += 1;
      const found = judge(file);
      matches.push(...(found instanceof Promise ? await found : found));
    }
  }

  await pass((file) => {
    const waits = looksInside && contents.isNewDocument(file);
    if (waits) waiting += 1;
    return !waits;
  });
  if (waiting > 0 && !isOver()) await pass(contents.isNewDocument);
  const best = look.kind === 'words' ? matches.sort((left, right) => right.rank - left.rank || (left.path < right.path ? -1 : 1)) : matches;
  const shown = best.slice(0, limit).map(({ rank: _rank, ...match }) => match);
  return { matches: shown, filesLookedAt, more: clock() > endsAt || best.length > limit };
}

type Judge = (file: FoundFile) => readonly Ranked[] | Promise<readonly Ranked[]>;

/** What a file has of what is looked for. */
function judgeOf({ look }: SearchTask, contents: Contents): Judge {
  switch (look.kind) {
    case 'names':
      return ({ path }) => [{ path, rank: 0 }];
    case 'lines': {
      const matcher: Matcher = createMatcher(look);
      // What a pattern needs is not known beforehand.
      const places = look.isPattern ? [] : placesOf([look.query]);
      return inText(
        contents,
        () => places,
        (file, text) => findLines(text, matcher).map((line) => ({ path: file.path, ...line, rank: 0 })),
      );
    }
    case 'words':
      return (file) => rankFile(file, look.words, contents);
  }
}

/** Words in the name count for more than words in the text; a file must hold every word somewhere. */
function rankFile(file: FoundFile, words: readonly string[], contents: Contents): ReturnType<Judge> {
  const path = file.path.toUpperCase();
  const missing = words.filter((word) => !path.includes(word));
  const named = words.length - missing.length;
  if (missing.length === 0) return [{ path: file.path, rank: named * 3 }];
  const judge = inText(
    contents,
    () => placesOf(missing),
    ({ path: shown }, bytes) => {
      const text = bytes.toString('utf8').toUpperCase();
      return missing.every((word) => text.includes(word)) ? [{ path: shown, rank: named * 3 + missing.length }] : [];
    },
  );
  return judge(file);
}

/** Judges a file by its text, where it has one that may hold what is looked for. */
function inText(contents: Contents, places: () => readonly number[], judge: (file: FoundFile, text: Buffer) => readonly Ranked[]): Judge {
  const judged = (file: FoundFile, text: Buffer | null) => (text === null ? [] : judge(file, text));
  return (file) =>
    isDocument(file)
      ? contents.readDocument(file, places()).then((text) => judged(file, text))
      : judged(file, contents.read(file, places()));
}
