import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** The S2 cell hierarchy and its coverings; loaded when the first query needs it, since most never do. */
export function loadS2(): typeof import('s2js') {
  // A loaded module has the shape that its own types say.
  return load('s2js') as typeof import('s2js');
}

/** The H3 cell hierarchy, likewise. */
export function loadH3(): typeof import('h3-js') {
  // As above.
  return load('h3-js') as typeof import('h3-js');
}

/** The reader of well-known text, likewise. */
export function loadWkt(): typeof import('betterknown') {
  // As above.
  return load('betterknown') as typeof import('betterknown');
}
