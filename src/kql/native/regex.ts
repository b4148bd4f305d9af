import { withUnicodeClasses } from './regex-text.ts';

const cache = new Map<string, RegExp | null>();
const cacheSize = 200;

/**
 * A pattern of RE2 as a regular expression of JavaScript; null when it is none. Used only where the pattern or what is asked
 * of it is beyond SQL. Patterns that could take exponential time are not run: null as well.
 */
export function cachedRegex(pattern: string, flags = ''): RegExp | null {
  const key = `${flags}/${pattern}`;
  const held = cache.get(key);
  if (held !== undefined) {
    held?.exec('');
    if (held !== null) held.lastIndex = 0;
    return held;
  }
  if (cache.size >= cacheSize) cache.clear();
  const made = makeRegex(pattern, flags);
  cache.set(key, made);
  return made;
}

function makeRegex(pattern: string, flags: string): RegExp | null {
  if (/\(\?<?[=!]|\(\?>/.test(pattern) || isExplosive(pattern)) return null;
  const inline = /^\(\?([imsU]+)\)/.exec(pattern);
  const all = new Set([...flags, ...(inline?.[1] ?? '').replace('U', '')]);
  const body = translate(inline === null ? pattern : pattern.slice(inline[0].length));
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(unicode === 'u' ? withUnicodeClasses(body) : body, [...all].join('') + unicode);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
}

/** RE2's spellings that JavaScript has not: `(?P<name>`, `\A`, `\z`, POSIX classes. */
function translate(pattern: string): string {
  return pattern
    .replaceAll('(?P<', '(?<')
    .replaceAll(/(?<!\\)\\A/g, '^')
    .replaceAll(/(?<!\\)\\z/gi, '$')
    .replaceAll('[:alnum:]', '0-9A-Za-z')
    .replaceAll('[:alpha:]', 'A-Za-z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:xdigit:]', '0-9A-Fa-f')
    .replaceAll('[:space:]', '\\s')
    .replaceAll('[:upper:]', 'A-Z')
    .replaceAll('[:lower:]', 'a-z')
    .replaceAll('[:punct:]', '!-\\/:-@\\[-`{-~')
    .replaceAll('[:word:]', '\\w');
}

/** A repeated group that itself ends in a repeat, as in `(a+)+`: time grows without bound on text that almost fits. */
function isExplosive(pattern: string): boolean {
  return /\((?:[^()\\]|\\.)*[+*](?:[^()\\]|\\.)*\)\s*[+*{]/.test(pattern) && /\([^()]*[+*]\)[+*]/.test(pattern);
}
