import { type Background, createBackground, ToolError } from '../../../connector-kit/index.ts';
import { findPlace, namedFolders } from '../places.ts';
import type { FilesSettings } from '../settings.ts';
import { isFull, newIndexMemory } from './shared-index.ts';
import type { SearchAnswer, SearchTask } from './task.ts';

// Started by the first search and never before.
let searcher: Background<SearchTask, SearchAnswer> | null = null;

/** What searches learned, as long as the program runs; made anew where there is no room left, but not for every search. */
let index: { readonly memory: SharedArrayBuffer; readonly madeAt: number } | null = null;
const fullMilliseconds = 3_600_000;

const milliseconds = 10_000;
/** For a pattern that does not come to an end by itself. */
const graceMilliseconds = 2_000;

/** Searches below a path, or everywhere when it is empty, in a thread of its own. */
export async function runSearch(
  settings: FilesSettings,
  {
    path,
    signal,
    ...look
  }: { readonly path: string; readonly signal: AbortSignal } & Pick<SearchTask, 'look' | 'glob' | 'hidden' | 'limit'>,
): Promise<SearchAnswer> {
  const place = findPlace(settings, path);
  const roots =
    place === null ? namedFolders(settings).map((folder) => ({ ...folder, parts: [] })) : [{ ...place.folder, parts: place.parts }];
  if (look.look.kind === 'words' && look.look.words.length === 0) throw new ToolError('Say what to look for, in words.');
  searcher ??= createBackground(new URL('./worker.ts', import.meta.url));
  if (index === null || (isFull(index.memory) && Date.now() - index.madeAt > fullMilliseconds))
    index = { memory: newIndexMemory(), madeAt: Date.now() };
  return searcher.run({ roots, milliseconds, index: index.memory, ...look }, { signal, milliseconds: milliseconds + graceMilliseconds });
}
